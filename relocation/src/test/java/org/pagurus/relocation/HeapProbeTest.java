package org.pagurus.relocation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;

class HeapProbeTest {
    private static final int SIZE = 1_024;
    private static final int PAGES = 40;

    @Test
    void plan_sparsePages_changesNothing() {
        try (Heap heap = Heap.builder().capacity(32 << 20).build()) {
            SparsePages.objects(heap, PAGES, SIZE, 0);
            HeapProbe probe = new HeapProbe(heap);
            HeapStats before = heap.stats();
            probe.plan();
            probe.plan();
            HeapStats after = heap.stats();
            assertEquals(PAGES, after.pages());
            assertEquals(before.usedBytes(), after.usedBytes());
            assertEquals(0, after.pagesMigrated());
            // And the compactor is not kept from its own plans.
            assertTrue(heap.compactor().compactNow(10_000_000_000L));
            assertEquals(PAGES, heap.stats().pagesFolded());
            assertEquals(List.of(), heap.verify());
        }
    }

    @Test
    void pageTable_isResidentWhereItIsUsed() {
        try (Heap heap = Heap.builder().capacity(32 << 20).build(); Session session = heap.openSession()) {
            HeapProbe probe = new HeapProbe(heap);
            assertEquals(0, probe.pageTableBytes());
            session.allocate(SIZE);
            assertEquals(4_096, probe.pageTableBytes());
            // 1,024 for each frame.
            assertEquals((32 << 20) / 65_536 * 1_024, probe.pageIds());
            assertTrue(probe.domain().mayWait());
        }
    }
}
