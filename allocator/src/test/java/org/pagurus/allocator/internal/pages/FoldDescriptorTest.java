package org.pagurus.allocator.internal.pages;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assertions.fail;

import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.pagurus.allocator.Seed;

class FoldDescriptorTest {
    /** The longest bitmap: 8,192 slots of 8 bytes in a frame. */
    private static final int MAX_WORDS = 128;
    private static final int OBJECT_BYTES = 32;
    private static final int ARRAY_BYTES = 16;

    enum Density { NONE, ONE, FEW, EIGHTH, HALF, MOST, ALL }

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
        FoldDescriptor fold = FoldDescriptor.of(live);
        assertEquals(ranks.size(), fold.size(), name);
        for (int slot = 0; slot < live.length * 64; slot++) {
            int rank = ranks.getOrDefault(slot, -1);
            if (fold.rank(slot) != rank || rank >= 0 && fold.slotAt(rank) != slot) {
                fail(name + " slot=" + slot + " rank=" + fold.rank(slot) + " expected=" + rank);
            }
        }
        long sparse = ARRAY_BYTES + 2L * ranks.size();
        long dense = 2L * ARRAY_BYTES + 10L * live.length;
        // The exact cost, and never more than one array header above the cheaper form.
        assertTrue(fold.estimatedBytes() == OBJECT_BYTES + sparse || fold.estimatedBytes() == OBJECT_BYTES + dense, name);
        assertTrue(fold.estimatedBytes() <= OBJECT_BYTES + Math.min(sparse, dense) + ARRAY_BYTES, name);
    }

    @Test
    void oneSurvivorIn1024SlotsCostsTwoBytesBesideTheObject() {
        long[] live = new long[16];
        live[15] = Long.MIN_VALUE;
        FoldDescriptor fold = FoldDescriptor.of(live);
        assertEquals(OBJECT_BYTES + ARRAY_BYTES + 2, fold.estimatedBytes());
        assertEquals(0, fold.rank(1_023));
        assertEquals(1_023, fold.slotAt(0));
    }

    @Test
    void fullPageCostsTheBitmapAndACountForEveryWord() {
        long[] live = new long[16];
        Arrays.fill(live, -1L);
        assertEquals(OBJECT_BYTES + 2 * ARRAY_BYTES + 16 * 10, FoldDescriptor.of(live).estimatedBytes());
    }

    /** Both forms at once: the last sparse and the first dense set of slots give the same answers. */
    @Test
    void formsAgreeWhereOneTakesOverFromTheOther() {
        for (int words = 1; words <= MAX_WORDS; words++) {
            for (int size = Math.max(0, 5 * words - 2); size <= 5 * words + 2; size++) {
                long[] live = new long[words];
                for (int i = 0; i < size; i++) {
                    int slot = (int) ((long) i * (words * 64 - 1) / Math.max(1, size - 1));
                    live[slot >>> 6] |= 1L << slot;
                }
                requireEqualToMap(live, "words=" + words + " size=" + size);
            }
        }
    }

    /** The page's own bitmap goes on changing; a published descriptor must not. */
    @Test
    void descriptorDoesNotFollowTheBitmapItWasMadeFrom() {
        for (long word : new long[] {1L << 7, -1L}) {
            long[] live = {word};
            FoldDescriptor fold = FoldDescriptor.of(live);
            int rank = fold.rank(7);
            live[0] = 0;
            assertEquals(rank, fold.rank(7));
            assertEquals(-1, FoldDescriptor.of(live).rank(7));
        }
    }
}
