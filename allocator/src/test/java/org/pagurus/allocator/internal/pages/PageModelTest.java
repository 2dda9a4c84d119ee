package org.pagurus.allocator.internal.pages;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.fail;

import java.util.BitSet;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.pagurus.allocator.Seed;

/** A page against two sets of slots, by random steps of its owner and of others who free. */
class PageModelTest {
    private final BitSet allocated = new BitSet();
    private final BitSet retired = new BitSet();
    private Page page;

    /** 8,192, 512, 16, 14 and 1 slots among them: whole words, a part of a word, a single bit. */
    @ParameterizedTest
    @ValueSource(ints = {1, 11, 16, 17, 40, 77, 96, 120, 144, 192, 255})
    void pageAgreesWithSetsOfSlots(int sizeClass) {
        Random random = Seed.random(sizeClass);
        page = new Page(1, sizeClass, new Run(0x0040_0000L, SizeClasses.frames(sizeClass), sizeClass, 4_096), 1);
        BitSet snapshotModel = null;
        for (int step = 0; step < 12_000; step++) {
            String where = "class=" + sizeClass + " step=" + step + Seed.repeat();
            boolean filling = (step / 2_000 & 1) == 0;
            int slot = random.nextInt(page.slotCount());
            int dice = random.nextInt(100);
            if (dice < (filling ? 60 : 25)) {
                allocate(where);
            } else if (dice < (filling ? 75 : 65)) {
                retire(slot, where);
            } else if (dice < 90) {
                release(slot, where);
            } else if (page.snapshot() == null) {
                page.keepSnapshot(page.retiredSnapshot(page.newSnapshot()));
                snapshotModel = (BitSet) retired.clone();
                assertEquals(snapshotModel, BitSet.valueOf(page.snapshot()), where);
            } else {
                assertEquals(snapshotModel.cardinality(), page.collect(page.takeSnapshot()), where);
                allocated.andNot(snapshotModel);
                retired.andNot(snapshotModel);
            }
            requireEqual(slot, where);
        }
    }

    private void allocate(String where) {
        int expected = allocated.nextClearBit(0);
        if (expected >= page.slotCount()) {
            assertEquals(-1, page.allocateSlot(), where);
            return;
        }
        assertEquals(expected, page.allocateSlot(), where);
        allocated.set(expected);
    }

    private void retire(int slot, String where) {
        int expected = !allocated.get(slot) ? Page.NOT_ALLOCATED
            : retired.get(slot) ? Page.ALREADY_RETIRED : retired.cardinality() + 1;
        assertEquals(expected, page.retire(slot), where);
        if (expected > 0) {
            retired.set(slot);
        }
    }

    private void release(int slot, String where) {
        boolean expected = allocated.get(slot) && !retired.get(slot);
        assertEquals(expected, page.releaseSlot(slot), where);
        if (expected) {
            allocated.clear(slot);
        }
    }

    private void requireEqual(int slot, String where) {
        String inconsistency = page.inconsistency();
        if (inconsistency != null) {
            fail(where + ": " + inconsistency);
        }
        assertEquals(allocated, BitSet.valueOf(page.allocatedBitmap()), where);
        assertEquals(retired, BitSet.valueOf(page.retiredSnapshot(page.newSnapshot())), where);
        assertEquals(allocated.cardinality(), page.allocatedCount(), where);
        assertEquals(retired.cardinality(), page.retiredCount(), where);
        assertEquals(allocated.cardinality() - retired.cardinality(), page.liveCount(), where);
        assertEquals(allocated.get(slot) && !retired.get(slot), page.isLive(slot), where);
    }
}
