package org.pagurus.examples.cache;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.agrona.MutableDirectBuffer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.pagurus.allocator.OffHeapExhaustedException;
import org.pagurus.relocation.Heap;
import org.pagurus.relocation.Session;

class OffHeapCacheTest {
    private static final long PLENTY = 64L << 20;

    private final Heap heap = Heap.builder().capacity(PLENTY).build();
    private final OffHeapCache<String> cache = new OffHeapCache<>(heap, PLENTY);

    @AfterEach
    void everythingIsFreedOnce() {
        cache.close();
        assertEquals(0, cache.liveBytes());
        assertEquals(0, heap.stats().liveBytes());
        assertEquals(List.of(), heap.verify());
        heap.close();
    }

    @Test
    void get_afterPut_returnsEqualBytes() {
        byte[] value = Values.of(1, 1, 5_000);
        cache.put("a", value);
        assertArrayEquals(value, cache.get("a"));
        assertEquals(5_000, cache.liveBytes());
        assertEquals(5_000, cache.weightedSize());
        assertEquals(1, cache.size());
        assertNull(cache.get("b"));
    }

    @Test
    void put_partOfArray_storesThatPart() {
        cache.put("a", new byte[] {1, 2, 3, 4, 5}, 1, 3);
        assertArrayEquals(new byte[] {2, 3, 4}, cache.get("a"));
        assertThrows(IndexOutOfBoundsException.class, () -> cache.put("a", new byte[3], 1, 3));
        assertArrayEquals(new byte[] {2, 3, 4}, cache.get("a"));
    }

    @Test
    void emptyValue_isPresentAndTakesNoMemory() {
        cache.put("a", new byte[0]);
        assertEquals(0, cache.get("a").length);
        assertEquals(0, cache.getInto("a", new byte[0]));
        assertEquals(0, cache.read("a", view -> assertEquals(0, view.capacity())));
        ValueCopy copy = new ValueCopy();
        assertEquals(0, cache.getInto("a", copy));
        assertTrue(copy.isIntact());
        assertEquals(0, heap.stats().liveBytes());
        assertTrue(cache.remove("a"));
    }

    @Test
    void getInto_shortBuffer_copiesNothing() {
        cache.put("a", new byte[] {1, 2, 3});
        byte[] buffer = new byte[2];
        assertEquals(3, cache.getInto("a", buffer));
        assertArrayEquals(new byte[2], buffer);
        assertEquals(OffHeapCache.ABSENT, cache.getInto("b", buffer));
        assertEquals(OffHeapCache.ABSENT, cache.getInto("b", new ValueCopy()));
    }

    @Test
    void getInto_longValue_growsTheCopy() {
        byte[] value = Values.of(3, 1, 300_000);
        cache.put("a", value);
        ValueCopy copy = new ValueCopy();
        assertEquals(value.length, cache.getInto("a", copy));
        assertTrue(copy.isIntact());
        assertEquals(value.length, copy.length());
    }

    @Test
    void isIntact_changedBytes_isFalse() {
        cache.put("a", Values.of(1, 1, 1_000));
        cache.read("a", view -> ((MutableDirectBuffer) view).putByte(999, (byte) (view.getByte(999) + 1)));
        ValueCopy copy = new ValueCopy();
        cache.getInto("a", copy);
        assertFalse(copy.isIntact());
    }

    @Test
    void read_view_showsExactlyTheValue() {
        byte[] value = Values.of(2, 1, 777);
        cache.put("a", value);
        byte[] seen = new byte[777];
        assertEquals(777, cache.read("a", view -> {
            assertEquals(777, view.capacity());
            view.getBytes(0, seen);
        }));
        assertArrayEquals(value, seen);
        assertEquals(OffHeapCache.ABSENT, cache.read("b", view -> {
            throw new AssertionError("called for an absent key");
        }));
    }

    /** The section found the value, so it may go on to read it, whatever is stored meanwhile. */
    @Test
    void read_valueReplacedMeanwhile_staysReadable() {
        assertTrue(isReadableWhileReplaced(cache));
    }

    @Test
    void read_valueFreedWithoutGracePeriod_isFoundOut() {
        try (OffHeapCache<String> broken = new OffHeapCache<>(heap, PLENTY, Session::freeNow)) {
            assertFalse(isReadableWhileReplaced(broken));
        }
    }

    private static boolean isReadableWhileReplaced(OffHeapCache<String> cache) {
        byte[] value = Values.of(4, 1, 100);
        cache.put("a", value);
        byte[] seen = new byte[100];
        cache.read("a", view -> {
            for (int i = 0; i < 100; i++) {
                cache.put("a", Values.of(4, 2 + i, 100));
            }
            view.getBytes(0, seen);
        });
        assertArrayEquals(Values.of(4, 101, 100), cache.get("a"));
        return Arrays.equals(value, seen);
    }

    @Test
    void read_valueRemovedInTheSection_isNotFoundAgain() {
        cache.put("a", Values.of(4, 1, 100));
        cache.read("a", view -> {
            assertTrue(cache.remove("a"));
            assertFalse(cache.remove("a"));
            assertNull(cache.get("a"));
        });
    }

    @Test
    void put_sameKey_freesTheOldValue() {
        for (int i = 0; i < 10_000; i++) {
            cache.put("a", Values.of(1, i, 2_000));
        }
        assertEquals(2_000, cache.liveBytes());
        assertArrayEquals(Values.of(1, 9_999, 2_000), cache.get("a"));
    }

    @Test
    void put_aboveTheLimit_evicts() {
        try (OffHeapCache<Integer> small = new OffHeapCache<>(heap, 1 << 20)) {
            for (int key = 0; key < 5_000; key++) {
                small.put(key, Values.of(key, 0, 1_000));
            }
            small.cleanUp();
            assertTrue(small.weightedSize() <= 1 << 20, "weight=" + small.weightedSize());
            assertTrue(small.size() > 500, "size=" + small.size());
            assertEquals(small.weightedSize(), small.liveBytes());
            List<Integer> lengths = new ArrayList<>();
            small.forEach((key, length) -> {
                lengths.add(length);
                assertArrayEquals(Values.of(key, 0, 1_000), small.get(key));
            });
            assertEquals(small.liveBytes(), lengths.stream().mapToLong(Integer::longValue).sum());
        }
    }

    @Test
    void put_heapIsFull_evictsColdValuesAndSucceeds() {
        try (Heap tiny = Heap.builder().capacity(8 << 20).build();
            OffHeapCache<Integer> full = new OffHeapCache<>(tiny, PLENTY)) {
            for (int key = 0; key < 20_000; key++) {
                full.put(key, Values.of(key, 0, 900 + key % 400));
                assertArrayEquals(Values.of(key, 0, 900 + key % 400), full.get(key));
            }
            assertTrue(full.liveBytes() > 4 << 20, "live=" + full.liveBytes());
        }
    }

    @Test
    void put_heapIsFullInsideASection_leavesTheCacheAsItWas() {
        try (Heap tiny = Heap.builder().capacity(8 << 20).build();
            OffHeapCache<Integer> full = new OffHeapCache<>(tiny, PLENTY)) {
            full.put(-1, new byte[] {42});
            tiny.session().enter();
            int stored = 0;
            try {
                for (;;) {
                    full.put(stored, Values.of(stored, 0, 30_000));
                    stored++;
                }
            } catch (OffHeapExhaustedException e) {
                long live = full.liveBytes();
                assertThrows(OffHeapExhaustedException.class, () -> full.put(0, new byte[30_000]));
                assertEquals(live, full.liveBytes());
                assertEquals(stored + 1L, full.size());
                assertArrayEquals(Values.of(0, 0, 30_000), full.get(0));
            } finally {
                tiny.session().exit();
            }
            assertTrue(stored > 100, "stored=" + stored);
        }
    }

    @Test
    void put_keyThatCannotBeHashed_freesTheValue() {
        Object bad = new Object() {
            @Override
            public int hashCode() {
                throw new UnsupportedOperationException("no hash");
            }

            @Override
            public boolean equals(Object other) {
                return this == other;
            }
        };
        try (OffHeapCache<Object> objects = new OffHeapCache<>(heap, PLENTY)) {
            assertThrows(UnsupportedOperationException.class, () -> objects.put(bad, new byte[100]));
            assertEquals(0, objects.liveBytes());
        }
        assertThrows(NullPointerException.class, () -> cache.put(null, new byte[1]));
    }

    @Test
    void put_afterClose_isRefused() {
        cache.put("a", new byte[10]);
        cache.close();
        assertThrows(IllegalStateException.class, () -> cache.put("b", new byte[10]));
        assertNull(cache.get("a"));
    }
}
