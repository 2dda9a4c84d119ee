package org.pagurus.relocation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.pagurus.allocator.OffHeapExhaustedException;
import org.pagurus.allocator.PointerException;

/** Allocation with an alignment, with zeros, and with a new size. */
class AllocationFormsTest {
    private static final long SEED = Long.getLong("pagurus.seed", System.nanoTime());
    private static final long LIMIT_NANOS = 30_000_000_000L;
    private static final int MAX_BYTES = 4 << 20;

    private final Heap heap = Heap.builder().capacity(128L << 20).build();
    private final Session session = heap.openSession();

    @AfterEach
    void heapIsUnharmed() {
        assertEquals(List.of(), heap.verify());
        session.close();
        heap.close();
    }

    private long addressOf(long pointer) {
        session.enter();
        try {
            return session.address(pointer);
        } finally {
            session.exit();
        }
    }

    // ---- alignment ----

    /** Also after the objects were folded among others of their class. */
    @Test
    void objectsStayAlignedWhereverTheyMove() {
        Random random = new Random(SEED);
        Map<Long, Integer> alignments = new HashMap<>();
        List<Long> dropped = new ArrayList<>();
        for (int i = 0; i < 6_000; i++) {
            int alignment = 1 << random.nextInt(random.nextInt(20) == 0 ? 17 : 10);
            int size = 1 + random.nextInt(random.nextInt(50) == 0 ? 200_000 : 2_000);
            long pointer = session.allocate(size, alignment);
            assertEquals(0, addressOf(pointer) % alignment, "seed=" + SEED + " size=" + size);
            assertTrue(session.usableSize(pointer) >= size);
            if (random.nextInt(10) == 0) {
                alignments.put(pointer, alignment);
            } else {
                dropped.add(pointer);
            }
        }
        Map<Long, Long> before = new HashMap<>();
        alignments.keySet().forEach(pointer -> before.put(pointer, addressOf(pointer)));
        dropped.forEach(session::free);
        assertTrue(heap.compactor().compactNow(LIMIT_NANOS));
        long moved = 0;
        for (Map.Entry<Long, Integer> each : alignments.entrySet()) {
            long address = addressOf(each.getKey());
            assertEquals(0, address % each.getValue(), "seed=" + SEED + " alignment=" + each.getValue());
            moved += address != before.get(each.getKey()) ? 1 : 0;
        }
        assertTrue(moved > alignments.size() / 2, "else this tested nothing: moved=" + moved + " seed=" + SEED);
        assertTrue(heap.stats().foldedPages() > 0);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, -1, 3, 12, 1 << 17, Integer.MIN_VALUE})
    void otherAlignmentsAreRefused(int alignment) {
        IllegalArgumentException e = assertThrows(IllegalArgumentException.class, () -> session.allocate(8, alignment));
        assertTrue(e.getMessage().contains("alignment=" + alignment + ": a power of two from 1 to 65536"), e.getMessage());
        assertEquals(0, heap.stats().liveBytes());
    }

    // ---- zeros ----

    /** Memory that others have used, of every kind of size. */
    @ParameterizedTest
    @ValueSource(ints = {1, 8, 100, 1_000, 30_000, 70_000, MAX_BYTES, 5_000_000})
    void allocateZeroedHidesWhatWasThere(int size) {
        for (int round = 0; round < 5; round++) {
            long pointer = session.allocateZeroed(size);
            int usable = session.usableSize(pointer);
            byte[] bytes = new byte[usable];
            session.enter();
            session.getBytes(pointer, 0, bytes, 0, usable);
            for (int i = 0; i < usable; i++) {
                assertEquals(0, bytes[i], "size=" + size + " round=" + round + " index=" + i);
            }
            java.util.Arrays.fill(bytes, (byte) 0x5a);
            session.putBytes(pointer, 0, bytes, 0, usable);
            session.exit();
            session.freeNow(pointer);
        }
    }

    // ---- another size ----

    @Test
    void reallocateKeepsContentsThroughEverySizeAndMoves() {
        Random random = new Random(SEED);
        long pointer = session.allocate(1);
        byte[] expected = {42};
        put(pointer, expected);
        for (int i = 0; i < 300; i++) {
            int size = 1 + random.nextInt(1 << random.nextInt(22));
            long next = session.reallocate(pointer, size);
            byte[] kept = java.util.Arrays.copyOf(expected, Math.min(expected.length, size));
            byte[] found = new byte[kept.length];
            session.enter();
            session.getBytes(next, 0, found, 0, found.length);
            session.exit();
            org.junit.jupiter.api.Assertions.assertArrayEquals(kept, found, "seed=" + SEED + " i=" + i + " size=" + size);
            assertTrue(session.usableSize(next) >= size);
            expected = new byte[size];
            random.nextBytes(expected);
            put(next, expected);
            pointer = next;
            assertEquals(session.usableSize(pointer), heap.stats().liveBytes(), "the old object is freed, and only it");
        }
        session.freeNow(pointer);
        assertEquals(0, heap.stats().liveBytes());
    }

    private void put(long pointer, byte[] bytes) {
        session.enter();
        session.putBytes(pointer, 0, bytes, 0, bytes.length);
        session.exit();
    }

    @Test
    void reallocateStaysInPlaceWithinTheClass() {
        long pointer = session.allocate(100);
        assertEquals(pointer, session.reallocate(pointer, 104));
        assertEquals(pointer, session.reallocate(pointer, 97));
        assertNotEquals(pointer, session.reallocate(pointer, 105));
    }

    @Test
    void whatReallocateRefusesChangesNothing() {
        long pointer = session.allocate(100);
        put(pointer, new byte[] {1, 2, 3});
        assertThrows(IllegalArgumentException.class, () -> session.reallocate(pointer, 0));
        assertThrows(IllegalArgumentException.class, () -> session.reallocate(pointer, (1L << 30) + 1));
        assertThrows(PointerException.class, () -> session.reallocate(0, 8));
        assertThrows(PointerException.class, () -> session.reallocate(pointer + 1, 8));
        List<Long> rest = new ArrayList<>();
        assertThrows(OffHeapExhaustedException.class, () -> {
            for (;;) {
                rest.add(session.allocate(MAX_BYTES));
            }
        });
        assertThrows(OffHeapExhaustedException.class, () -> session.reallocate(pointer, MAX_BYTES));
        assertEquals(104 + (long) rest.size() * MAX_BYTES, heap.stats().liveBytes());
        session.enter();
        assertEquals(3, session.getByte(pointer, 2));
        session.exit();
        session.free(pointer);
        long live = heap.stats().liveBytes();
        assertThrows(PointerException.class, () -> session.reallocate(pointer, 1_000), "freed, though not collected");
        assertEquals(live, heap.stats().liveBytes());
    }
}
