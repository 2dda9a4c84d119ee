package org.pagurus.allocator.internal.pages;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Random;
import org.junit.jupiter.api.Test;
import org.pagurus.allocator.Seed;

/** Both forms of slots behave alike. */
class SlotsTest {
    private static final long BASE = 0x7F00_0001_0040L;

    private static long[] bitmap(int... slots) {
        long[] live = new long[16];
        for (int slot : slots) {
            live[slot >>> 6] |= 1L << slot;
        }
        return live;
    }

    @Test
    void fewSurvivorsTakeTheTinyForm() {
        assertInstanceOf(TinySlots.class, Slots.folded(bitmap(3), 1, BASE));
        assertInstanceOf(TinySlots.class, Slots.folded(bitmap(3, 64, 1_023), 1, BASE));
        assertInstanceOf(FoldedSlots.class, Slots.folded(bitmap(3, 64, 65, 1_023), 1, BASE));
    }

    @Test
    void placesAreRanksAndAddressesFollowFromThem() {
        for (int[] slots : new int[][] {{1_023}, {0, 63, 64, 1_023}, {0, 5, 63, 64, 1_000, 1_023}}) {
            Slots folded = Slots.folded(bitmap(slots), 7, BASE);
            assertEquals(7, folded.version());
            assertTrue(folded.isFolded());
            assertEquals(slots.length, folded.count());
            assertEquals(slots.length, folded.allocatedCount());
            for (int place = 0; place < slots.length; place++) {
                assertEquals(place, folded.placeOf(slots[place]));
                assertEquals(slots[place], folded.slotAt(place));
                assertEquals(BASE + place * 48L, folded.addressOf(slots[place], 48));
                assertTrue(folded.isLive(place));
            }
            assertEquals(-1, folded.placeOf(500));
            assertEquals(0, folded.addressOf(500, 48));
        }
    }

    /** Addresses do not overflow for the largest slots and the highest bases. */
    @Test
    void addressesOfLargeSlotsAreExact() {
        long base = (1L << 48) - (4 << 20);
        assertEquals(base + 3L * (1 << 26), Slots.folded(bitmap(1, 2, 3, 9), 1, base).addressOf(9, 1 << 26));
        assertEquals(base + 5L * (1 << 26), Slots.folded(bitmap(1, 2, 3, 9, 10, 11), 1, base).addressOf(11, 1 << 26));
    }

    /** The three bits of a place change alone, in every form and word. */
    @Test
    void bitsOfAPlaceAreIndependent() {
        Random random = Seed.random(1);
        for (Slots slots : new Slots[] {new PlainSlots(1_024), Slots.folded(bitmap(1, 2, 9), 1, BASE),
            Slots.folded(bitmap(1, 2, 3, 4, 5, 6, 7), 1, BASE)}) {
            long[] allocated = new long[slots.words()];
            long[] own = new long[slots.words()];
            long[] others = new long[slots.words()];
            for (int w = 0; w < allocated.length; w++) {
                allocated[w] = slots.allocated(w);
            }
            for (int step = 0; step < 10_000; step++) {
                int place = random.nextInt(slots.count());
                int w = place >>> 6;
                long bit = 1L << place;
                switch (random.nextInt(5)) {
                    case 0 -> {
                        slots.allocate(w, bit);
                        allocated[w] |= bit;
                    }
                    case 1 -> {
                        slots.retireLocally(w, bit);
                        own[w] |= bit;
                    }
                    case 2 -> {
                        assertEquals(others[w], slots.retire(w, bit), Seed.repeat());
                        others[w] |= bit;
                    }
                    case 3 -> {
                        slots.clearRetired(w, bit);
                        others[w] &= ~bit;
                    }
                    default -> {
                        slots.clear(w, bit);
                        allocated[w] &= ~bit;
                        own[w] &= ~bit;
                    }
                }
                assertEquals(allocated[w], slots.allocated(w), Seed.repeat());
                assertEquals(own[w], slots.locallyRetired(w), Seed.repeat());
                assertEquals(others[w], slots.retired(w), Seed.repeat());
            }
        }
    }

    @Test
    void retiredSlotsAreCarriedByTheirSlots() {
        Slots old = Slots.folded(bitmap(1, 2, 3, 4, 5, 600), 1, BASE);
        old.clear(0, 1);
        old.retire(0, 1L << 5);
        old.retireLocally(0, 1L << 2);
        Slots next = Slots.folded(old.allocatedBitmap(1_024), 2, BASE);
        old.carryRetiredTo(next);
        assertEquals(1L << next.placeOf(600), next.retired(0));
        assertEquals(1L << next.placeOf(3), next.locallyRetired(0));
        assertEquals(5, next.count());
    }

    /** What the estimates of a sparse heap rest on. */
    @Test
    void tinyFormCostsOneObject() {
        assertEquals(32, Slots.folded(bitmap(9), 1, BASE).estimatedBytes());
        assertEquals(32 + 2 * 16 + 24 * 16, new PlainSlots(1_024).estimatedBytes());
    }
}
