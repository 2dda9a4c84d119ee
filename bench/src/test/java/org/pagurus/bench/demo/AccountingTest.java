package org.pagurus.bench.demo;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.pagurus.examples.cache.OffHeapCache;
import org.pagurus.relocation.Heap;
import org.pagurus.relocation.HeapStats;

class AccountingTest {
    private static final long CAPACITY = 16L << 20;

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 8, 9, 128, 129, 4096, 4097, 30_721, 32_768, 32_769, 65_537, 1 << 20, 4 << 20, 5_000_000})
    void check_oneValue_fits(int length) {
        try (Heap heap = Heap.builder().capacity(CAPACITY).build();
            OffHeapCache<String> cache = new OffHeapCache<>(heap, CAPACITY)) {
            cache.put("a", new byte[length]);
            assertEquals(List.of(), Accounting.check(cache, heap.stats(), 0));
        }
    }

    @Test
    void check_memoryThatTheCacheDoesNotKnow_isFound() {
        try (Heap heap = Heap.builder().capacity(CAPACITY).build();
            OffHeapCache<String> cache = new OffHeapCache<>(heap, CAPACITY)) {
            cache.put("a", new byte[100]);
            heap.session().allocate(1024);
            List<String> problems = Accounting.check(cache, heap.stats(), 0);
            assertEquals(1, problems.size(), problems.toString());
            assertTrue(problems.get(0).startsWith("slots in use"), problems.toString());
            assertEquals(List.of(), Accounting.check(cache, heap.stats(), 1024));
        }
    }

    @Test
    void check_residentMemoryThatNobodyMapped_isFound() {
        try (Heap heap = Heap.builder().capacity(CAPACITY).build();
            OffHeapCache<String> cache = new OffHeapCache<>(heap, CAPACITY)) {
            HeapStats stats = heap.stats();
            HeapStats more = new HeapStats(stats.capacityBytes(), 1, 0, 1, 0, stats.capacityBytes(), 10, 5, 0, 0, 0, 0, 0, 0, 0,
                0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0);
            assertEquals(4, Accounting.check(cache, more, 0).size(), Accounting.check(cache, more, 0).toString());
        }
    }
}
