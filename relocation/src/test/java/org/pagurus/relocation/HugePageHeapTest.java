package org.pagurus.relocation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Huge pages in a heap: the compactor gives them to full regions and takes them back. */
class HugePageHeapTest {
    private static final int MIB = 1 << 20;
    private static final long LIMIT_NANOS = 20_000_000_000L;

    @BeforeEach
    void kernelHasHugePages() {
        assumeTrue(Files.exists(Path.of("/sys/kernel/mm/transparent_hugepage")), "a kernel without transparent huge pages");
    }

    private static HeapBuilder builder(boolean allowed) {
        return Heap.builder().capacity(64L * MIB).maxCpu(1).decay(Duration.ZERO).hugePages(allowed);
    }

    /** Works until so many regions have them. */
    private static int workUntil(Heap heap, int regions) throws InterruptedException {
        long begin = System.nanoTime();
        while (heap.stats().hugePageRegions() != regions && System.nanoTime() - begin < LIMIT_NANOS) {
            heap.compactor().doWork();
            Thread.sleep(1);
        }
        return heap.stats().hugePageRegions();
    }

    @Test
    void fullRegionsHaveThemUntilTheirFramesGoBack() throws InterruptedException {
        try (Heap heap = builder(true).build(); Session session = heap.openSession()) {
            List<Long> pointers = new ArrayList<>();
            for (int i = 0; i < 14; i++) {
                pointers.add(session.allocate(MIB));
            }
            // 14 MiB: three regions are full, the fourth is not.
            assertEquals(3, workUntil(heap, 3));
            session.free(pointers.get(0));
            assertEquals(2, workUntil(heap, 2));
            pointers.add(session.allocate(MIB));
            assertEquals(3, workUntil(heap, 3));
            pointers.subList(1, pointers.size()).forEach(session::free);
            assertEquals(0, workUntil(heap, 0));
            assertEquals(List.of(), heap.verify());
        }
    }

    @Test
    void withoutFullRegionsAHeapIsNoLargerForThem() throws InterruptedException {
        long[] resident = new long[2];
        for (int option = 0; option < 2; option++) {
            try (Heap heap = builder(option == 1).build(); Session session = heap.openSession()) {
                for (int i = 0; i < 3; i++) {
                    long pointer = session.allocate(MIB);
                    session.enter();
                    for (int at = 0; at < MIB; at += 64 << 10) {
                        session.putLong(pointer, at, at);
                    }
                    session.exit();
                }
                long begin = System.nanoTime();
                while (System.nanoTime() - begin < 200_000_000L) {
                    heap.compactor().doWork();
                    Thread.sleep(1);
                }
                assertEquals(0, heap.stats().hugePageRegions());
                resident[option] = heap.space().frames().residentBytes();
            }
        }
        assertTrue(resident[0] > 0);
        assertEquals(resident[0], resident[1]);
    }

    @Test
    void byDefaultThereAreNone() throws InterruptedException {
        try (Heap heap = Heap.builder().capacity(64L * MIB).maxCpu(1).build(); Session session = heap.openSession()) {
            for (int i = 0; i < 8; i++) {
                session.allocate(MIB);
            }
            long begin = System.nanoTime();
            while (System.nanoTime() - begin < 100_000_000L) {
                heap.compactor().doWork();
                Thread.sleep(1);
            }
            assertEquals(0, heap.stats().hugePageRegions());
        }
    }
}
