package org.pagurus.bench.defrag;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class SmallPartsTest {
    @Test
    void stamp_headerAndSizeComeBack() {
        long header = Stamp.header(123_456, -7);
        assertEquals(123_456, Stamp.indexOf(header));
        assertEquals(99, Stamp.sizeOf(header, Stamp.sizeWord(header, 99)));
        assertNotEquals(99, Stamp.sizeOf(header + 1, Stamp.sizeWord(header, 99)));
        assertEquals(8, Stamp.lastOffset(16));
        assertEquals(88, Stamp.lastOffset(103));
        assertEquals(96, Stamp.lastOffset(104));
    }

    @Test
    void bars_arePagurusOwn() {
        assertEquals(Bars.NONE, Bars.SETTLED_AND_PEAK.of(Allocator.MALLOC));
        assertEquals(Bars.SETTLED, Bars.SETTLED_AND_PEAK.of(Allocator.PAGURUS_DEFAULT_CAP));
        assertEquals(Bars.SETTLED_AND_PEAK, Bars.SETTLED_AND_PEAK.of(Allocator.PAGURUS));
        assertTrue(Bars.SETTLED.areHeld(1.10, 9, 9));
        assertFalse(Bars.SETTLED.areHeld(1.11, 9, 9));
        assertFalse(Bars.SETTLED_AND_PEAK.areHeld(1.10, 1.31, 9));
        assertFalse(new Bars(0, 0, 8).areHeld(9, 9, 9));
    }

    @Test
    void processMemory_readsTheKernelsText() {
        assertEquals(1234L << 10, ProcessMemory.parse("VmRSS:\t 9 kB\nRssAnon:\t    1234 kB\nRssFile:\t 5 kB\n"));
        assertThrows(IllegalStateException.class, () -> ProcessMemory.parse("VmRSS: 9 kB"));
        assertTrue(ProcessMemory.anonymousBytes() > 1 << 20);
    }

    @Test
    void liveSet_refusesWhatIsNotLive() {
        LiveSet objects = new LiveSet(new RecordingStore(), 2);
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
