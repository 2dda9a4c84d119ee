package org.pagurus.bench.demo;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.pagurus.relocation.Heap;

class CountersTest {
    private static final int KEYS = 20_000;

    @Test
    void increment_whilePagesMove_losesNothing() {
        try (Heap heap = Heap.builder().capacity(16L << 20).build()) {
            Counters counters = new Counters(heap, KEYS);
            for (int key = 0; key < KEYS; key++) {
                counters.create(key);
                counters.increment(key);
            }
            for (int key = 0; key < KEYS; key++) {
                if (key % 3 != 0) {
                    counters.remove(key);
                }
            }
            heap.session().close();
            heap.compactor().compactNow(1_000_000_000L);
            for (int key = 0; key < KEYS; key++) {
                counters.increment(key);
            }
            counters.checkAll();
            assertEquals(KEYS + (KEYS + 2) / 3, counters.updates());
            assertEquals(0, counters.lost());
            assertEquals(heap.stats().liveBytes(), counters.liveBytes());
            assertEquals(List.of(), heap.verify());
        }
    }

    /** The proof that the check looks: a counter is set back as if an update had gone to a frame that was left. */
    @Test
    void checkAll_counterThatLostUpdates_isFound() {
        try (Heap heap = Heap.builder().capacity(16L << 20).build()) {
            Counters counters = new Counters(heap, 1);
            counters.create(0);
            counters.increment(0);
            counters.increment(0);
            long counter = firstPointer(heap);
            heap.session().enter();
            heap.session().putLong(counter, 0, 1);
            heap.session().exit();
            counters.checkAll();
            assertEquals(1, counters.lost());
        }
    }

    /** The first object of a heap is the first slot of page 1. */
    private static long firstPointer(Heap heap) {
        assertEquals(Counters.COUNTER_BYTES, heap.stats().liveBytes());
        return 1L << 32;
    }
}
