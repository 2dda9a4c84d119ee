package org.pagurus.bench.defrag.store;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

class StampAndMemoryTest {
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
    void processMemory_readsTheKernelsText() {
        String status = "VmRSS:\t 9 kB\nRssAnon:\t    1234 kB\nRssFile:\t 5 kB\nRssShmem:\t 77 kB\n";
        assertEquals(1234L << 10, ProcessMemory.parse(status, "RssAnon:"));
        assertEquals(77L << 10, ProcessMemory.parse(status, "RssShmem:"));
        assertThrows(IllegalStateException.class, () -> ProcessMemory.parse("VmRSS: 9 kB", "RssAnon:"));
        assertTrue(ProcessMemory.unbackedBytes() > 1 << 20);
    }
}
