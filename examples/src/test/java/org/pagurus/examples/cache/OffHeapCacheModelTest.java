package org.pagurus.examples.cache;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.pagurus.relocation.Heap;

/** The cache against a HashMap, with compactions in between. Repeat a failure with -Dpagurus.test.flags=-Dpagurus.seed=N. */
class OffHeapCacheModelTest {
    private static final int STEPS = 60_000;
    private static final int KEYS = 3_000;
    private static final long PLENTY = 512L << 20;

    @Test
    void randomSteps_agreeWithAHashMap() {
        long seed = Long.getLong("pagurus.seed", System.nanoTime());
        System.out.println("pagurus.seed=" + seed);
        SplittableRandom random = new SplittableRandom(seed);
        Map<Integer, byte[]> model = new HashMap<>();
        try (Heap heap = Heap.builder().capacity(PLENTY).build();
            OffHeapCache<Integer> cache = new OffHeapCache<>(heap, PLENTY)) {
            for (int step = 0; step < STEPS; step++) {
                step(random, model, cache, step);
                if (step % 5_000 == 0) {
                    heap.compactor().compactNow(1_000_000_000L);
                    assertEqual(model, cache);
                    assertEquals(List.of(), heap.verify());
                }
            }
            assertEqual(model, cache);
            cache.clear();
            assertEquals(0, cache.size());
            assertEquals(0, heap.stats().liveBytes());
            assertEquals(List.of(), heap.verify());
        }
    }

    private static void step(SplittableRandom random, Map<Integer, byte[]> model, OffHeapCache<Integer> cache, int step) {
        int key = random.nextInt(KEYS);
        switch (random.nextInt(10)) {
            case 0, 1, 2, 3 -> {
                byte[] value = Values.of(key, step, Values.randomLength(random));
                model.put(key, value);
                cache.put(key, value);
            }
            case 4, 5, 6 -> assertEquals(model.remove(key) != null, cache.remove(key));
            default -> assertArrayEquals(model.get(key), cache.get(key));
        }
    }

    private static void assertEqual(Map<Integer, byte[]> model, OffHeapCache<Integer> cache) {
        assertEquals(model.size(), cache.size());
        assertEquals(model.values().stream().mapToLong(value -> value.length).sum(), cache.liveBytes());
        for (int key = 0; key < KEYS; key++) {
            assertArrayEquals(model.get(key), cache.get(key), "key=" + key);
        }
    }
}
