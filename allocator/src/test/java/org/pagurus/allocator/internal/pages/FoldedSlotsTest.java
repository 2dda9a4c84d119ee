package org.pagurus.allocator.internal.pages;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.fail;

import java.util.HashMap;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.pagurus.allocator.Seed;

/** Slots of folded pages, in all their forms, against a map from slots to ranks. */
class FoldedSlotsTest {
    /** The longest bitmap: 8,192 slots of 8 bytes in a frame. */
    private static final int MAX_WORDS = 128;
    private static final int OBJECT_BYTES = 40;
    private static final int ARRAY_BYTES = 16;

    enum Density { ONE, FEW, EIGHTH, HALF, MOST, ALL }

    @ParameterizedTest
    @EnumSource(Density.class)
    void ranksAgreeWithAMapForEveryBitmapLength(Density density) {
        for (int words = 1; words <= MAX_WORDS; words++) {
            Random random = Seed.random(words * 10L + density.ordinal());
            long[] live = bitmap(density, words, random);
            requireEqualToMap(live, density + " words=" + words + Seed.repeat());
        }
    }

    private static long[] bitmap(Density density, int words, Random random) {
        long[] live = new long[words];
        int survivors = density == Density.ONE ? 1 : density == Density.FEW ? 1 + random.nextInt(5 * words + 2) : 0;
        for (int i = 0; i < survivors; i++) {
            int slot = random.nextInt(words * 64);
            live[slot >>> 6] |= 1L << slot;
        }
        for (int w = 0; w < words; w++) {
            switch (density) {
                case EIGHTH -> live[w] = random.nextLong() & random.nextLong() & random.nextLong();
                case HALF -> live[w] = random.nextLong();
                case MOST -> live[w] = random.nextLong() | random.nextLong() | random.nextLong();
                case ALL -> live[w] = -1L;
                default -> { }
            }
        }
        return live;
    }

    private static void requireEqualToMap(long[] live, String name) {
        Map<Integer, Integer> ranks = new HashMap<>();
        for (int slot = 0; slot < live.length * 64; slot++) {
            if ((live[slot >>> 6] >>> slot & 1) != 0) {
                ranks.put(slot, ranks.size());
            }
        }
        if (ranks.isEmpty()) {
            return;
        }
        Slots fold = Slots.folded(live, 1, 0);
        assertEquals(ranks.size(), fold.count(), name);
        for (int slot = 0; slot < live.length * 64; slot++) {
            int rank = ranks.getOrDefault(slot, -1);
            if (fold.placeOf(slot) != rank || rank >= 0 && fold.slotAt(rank) != slot) {
                fail(name + " slot=" + slot + " place=" + fold.placeOf(slot) + " expected=" + rank);
            }
        }
        if (ranks.size() <= TinySlots.MAX_PLACES) {
            assertEquals(32, fold.estimatedBytes(), name);
            return;
        }
        long listed = 8L * ((ranks.size() + 3) / 4);
        long mapped = 8L * (live.length + (live.length > 16 ? (live.length + 3) / 4 : 0));
        long bits = 3L * 8 * ((ranks.size() + 63) / 64);
        assertEquals(OBJECT_BYTES + ARRAY_BYTES + Math.min(listed, mapped) + bits, fold.estimatedBytes(), name);
    }

    /** Both forms at once: the last sparse and the first dense set of slots give the same answers. */
    @Test
    void formsAgreeWhereOneTakesOverFromTheOther() {
        for (int words = 1; words <= MAX_WORDS; words++) {
            for (int size = Math.max(1, 4 * words - 4); size <= 5 * words + 8; size++) {
                long[] live = new long[words];
                for (int i = 0; i < size; i++) {
                    int slot = (int) ((long) i * (words * 64 - 1) / Math.max(1, size - 1));
                    live[slot >>> 6] |= 1L << slot;
                }
                requireEqualToMap(live, "words=" + words + " size=" + size);
            }
        }
    }

    /** The page's own bitmap goes on changing; where slots are must not. */
    @Test
    void placesDoNotFollowTheBitmapTheyWereMadeFrom() {
        for (long word : new long[] {1L << 7 | 0x1F, -1L}) {
            long[] live = {word};
            Slots fold = Slots.folded(live, 1, 0);
            int place = fold.placeOf(7);
            live[0] = 0;
            assertEquals(place, fold.placeOf(7));
        }
    }
}
