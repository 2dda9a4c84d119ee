package org.pagurus.bench.defrag;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.pagurus.bench.defrag.workload.Bars;
import org.pagurus.bench.defrag.workload.LiveSet;
import org.pagurus.bench.defrag.workload.ObjectTable;
import org.pagurus.bench.defrag.workload.Sizes;

class SmallPartsTest {
    @Test
    void bars_arePagurusOwn() {
        assertEquals(Bars.NONE, Allocator.MALLOC.judged(Bars.SETTLED_AND_PEAK));
        assertEquals(Bars.SETTLED, Allocator.PAGURUS_DEFAULT_CAP.judged(Bars.SETTLED_AND_PEAK));
        assertEquals(Bars.SETTLED_AND_PEAK, Allocator.PAGURUS.judged(Bars.SETTLED_AND_PEAK));
        assertTrue(Bars.SETTLED.areHeld(1.10, 9, 9));
        assertFalse(Bars.SETTLED.areHeld(1.11, 9, 9));
        assertFalse(Bars.SETTLED_AND_PEAK.areHeld(1.10, 1.31, 9));
        assertFalse(new Bars(0, 0, 8).areHeld(9, 9, 9));
    }

    @Test
    void liveSet_refusesWhatIsNotLive() {
        LiveSet objects = new ObjectTable(List.of(new RecordingStore()), 2).parts().get(0);
        int index = objects.add(20);
        objects.remove(index);
        assertThrows(IllegalStateException.class, () -> objects.remove(index));
        objects.add(20);
        objects.add(20);
        assertThrows(IllegalStateException.class, () -> objects.add(20));
    }

    @Test
    void sizes_coverTheirRange() {
        SplittableRandom random = new SplittableRandom(1);
        int[] seen = new int[4];
        for (int i = 0; i < 1000; i++) {
            seen[new Sizes(1, 3).next(random)]++;
        }
        assertEquals(0, seen[0]);
        assertTrue(seen[1] > 200 && seen[2] > 200 && seen[3] > 200);
        assertEquals(5, Sizes.of(5).next(random));
    }
}
