package org.pagurus.bench.demo;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.pagurus.examples.cache.OffHeapCache;
import org.pagurus.relocation.Heap;

class CacheLifeTest {
    private static final long CAPACITY = 256L << 20;
    private static final JdkValues INPUT = JdkValues.load(20);

    private static Map<String, Integer> play(long seed, int halves) {
        Map<String, Integer> lengths = new TreeMap<>();
        try (Heap heap = Heap.builder().capacity(CAPACITY).build();
            OffHeapCache<String> cache = new OffHeapCache<>(heap, CAPACITY)) {
            Population population = new Population(INPUT.size());
            Counters counters = new Counters(heap, INPUT.size());
            CacheLife life = new CacheLife(cache, INPUT, population, counters, new SplittableRandom(seed));
            life.begin();
            for (int i = 0; i < halves; i++) {
                life.playHalf(0);
            }
            cache.forEach(lengths::put);
            for (int key = 0; key < INPUT.size(); key++) {
                assertEquals(lengths.containsKey(INPUT.key(key)), population.contains(key));
            }
            counters.checkAll();
            assertEquals(0, counters.lost());
            assertEquals(List.of(), Accounting.check(cache, heap.stats(), counters.liveBytes()));
        }
        return lengths;
    }

    @Test
    void playHalf_sameSeed_givesTheSameCache() {
        Map<String, Integer> first = play(1, 1);
        assertEquals(first, play(1, 1));
        assertTrue(!first.equals(play(2, 1)));
    }

    @Test
    void playHalf_twice_endsWithAPopulationOfTheSameSize() {
        assertEquals(play(1, 1).size(), play(1, 2).size());
        assertTrue(play(1, 1).size() < INPUT.size() / 2);
    }

    @Test
    void input_everyKind_hasMembers() {
        int members = 0;
        for (Kind kind : Kind.values()) {
            assertTrue(INPUT.members(kind).length > 0, kind.title());
            members += INPUT.members(kind).length;
        }
        assertEquals(INPUT.size(), members);
        assertArrayEquals(INPUT.value(0), JdkValues.load(20).value(0));
    }
}
