package org.pagurus.bench.caches;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class CachesTest {
    private static final int KEYS = 2_000;
    private static final int LARGEST = 3_000;
    private static final long LIMIT = 1L << 20;
    private static final Sizing SIZING = new Sizing(LIMIT, KEYS, LARGEST / 2, LARGEST);

    /** The one property that OHC's JVM gets by a flag. */
    @BeforeAll
    static void setOhcsAllocator() {
        System.setProperty("org.caffinitas.ohc.allocator", "unsafe");
    }

    /** Those that need no more flags of their own, with the policy that suits them. */
    @ParameterizedTest
    @EnumSource(value = Subject.class, names = {"PAGURUS", "MALLOC", "OHC", "HEAP_G1"})
    void open_keepsWhatWasPutLast_belowTheLimit(Subject subject) {
        SplittableRandom random = new SplittableRandom(5);
        int[] versions = new int[KEYS];
        int[] lengths = new int[KEYS];
        byte[] buffer = new byte[LARGEST];
        int hits = 0;
        try (ValueCache cache = subject.open(SIZING)) {
            for (int i = 0; i < 20_000; i++) {
                int key = random.nextInt(random.nextInt(1, KEYS));
                int length = cache.get(key, buffer);
                if (length != ValueCache.ABSENT) {
                    hits++;
                    assertEquals(lengths[key], length);
                    assertTrue(Values.isRight(buffer, length, key, versions[key]));
                }
                if (random.nextInt(10) == 0) {
                    cache.remove(key);
                    lengths[key] = 0;
                } else {
                    lengths[key] = random.nextInt(1, LARGEST + 1);
                    Values.write(buffer, lengths[key], key, ++versions[key]);
                    cache.put(key, buffer, lengths[key]);
                }
            }
            assertTrue(hits > 5_000, hits + " hits");
            assertTrue(cache.liveBytes() <= LIMIT && cache.liveBytes() > LIMIT / 2, cache.liveBytes() + " bytes live");
            assertTrue(cache.memory().totalBytes() >= 0);
            assertEquals("", cache.problem());
        }
    }

    @ParameterizedTest
    @EnumSource(value = Subject.class, names = {"PAGURUS", "MALLOC", "HEAP_G1"})
    void openLru_isAnLruCacheByBytes(Subject subject) {
        SplittableRandom random = new SplittableRandom(6);
        LinkedHashMap<Integer, Integer> model = new LinkedHashMap<>(16, 0.75f, true);
        long live = 0;
        byte[] buffer = new byte[LARGEST];
        try (ValueCache cache = subject.openLru(SIZING)) {
            for (int i = 0; i < 8_000; i++) {
                int key = random.nextInt(KEYS);
                switch (random.nextInt(8)) {
                    case 0 -> {
                        cache.remove(key);
                        Integer length = model.remove(key);
                        live -= length == null ? 0 : length;
                    }
                    case 1, 2, 3 -> {
                        Integer length = model.get(key);
                        assertEquals(length == null ? ValueCache.ABSENT : length, cache.get(key, buffer), "key " + key);
                    }
                    default -> {
                        int length = random.nextInt(1, LARGEST + 1);
                        cache.put(key, buffer, length);
                        Integer before = model.put(key, length);
                        live += length - (before == null ? 0 : before);
                        while (live > LIMIT) {
                            int oldest = model.keySet().iterator().next();
                            live -= model.remove(oldest);
                        }
                    }
                }
                assertEquals(live, cache.liveBytes());
            }
            assertEquals("", cache.problem());
        }
    }

    @Test
    void openLru_valueAboveTheLimit_isNotKept() {
        try (ValueCache cache = Subject.MALLOC.openLru(new Sizing(1_000, 4, 100, 2_000))) {
            byte[] buffer = new byte[2_000];
            cache.put(1, buffer, 600);
            cache.put(2, buffer, 300);
            cache.put(1, buffer, 1_001);
            assertEquals(ValueCache.ABSENT, cache.get(1, buffer));
            assertEquals(300, cache.get(2, buffer));
            assertEquals(300, cache.liveBytes());
        }
    }

    @Test
    void ohc_valueThatItRefuses_isNotThere_norIsTheOldOne() {
        int large = 1 << 20;
        try (ValueCache cache = Subject.OHC.open(new Sizing(large, 10, 1_000, large))) {
            byte[] buffer = new byte[large];
            cache.put(1, buffer, 500);
            cache.put(2, buffer, 700);
            assertEquals(1_200, cache.liveBytes());
            cache.put(1, buffer, large);
            assertEquals(ValueCache.ABSENT, cache.get(1, buffer));
            assertEquals(700, cache.get(2, buffer));
            assertEquals(700, cache.liveBytes());
        }
    }

    @Test
    void ring_ordersByUse() {
        LruRing ring = new LruRing(3);
        assertEquals(LruRing.NONE, ring.oldest());
        ring.use(1);
        ring.use(0);
        ring.use(2);
        ring.use(1);
        assertEquals(0, ring.oldest());
        ring.remove(0);
        assertFalse(ring.contains(0));
        assertEquals(2, ring.oldest());
        ring.remove(2);
        ring.remove(1);
        assertEquals(LruRing.NONE, ring.oldest());
    }

    @Test
    void parse_namesOnce() {
        assertEquals(List.of(Subject.OHC, Subject.HEAP_ZGC), Subject.parse("ohc, HEAP-zgc,ohc"));
        assertTrue(assertThrows(IllegalArgumentException.class, () -> Subject.parse("pagurus,")).getMessage()
            .contains("'' is not an allocator; allowed: pagurus, malloc, jemalloc"));
    }

    @Test
    void processMemory_addsWhatNoFileBacks() {
        String status = "Name:\tjava\nVmRSS:\t  900 kB\nRssAnon:\t     100 kB\nRssFile:\t  700 kB\nRssShmem:\t   20 kB\n";
        assertEquals(120 << 10, ProcessMemory.parse(status));
        assertThrows(IllegalStateException.class, () -> ProcessMemory.parse("Name:\tjava\n"));
        assertTrue(ProcessMemory.residentBytes() > 1 << 20);
    }

    @Test
    void sizing_thatDoesNotGo_isRefused() {
        assertThrows(IllegalArgumentException.class, () -> new Sizing(0, 1, 1, 1));
        assertThrows(IllegalArgumentException.class, () -> new Sizing(1, 1, 2, 1));
    }
}
