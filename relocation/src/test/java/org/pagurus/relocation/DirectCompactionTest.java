package org.pagurus.relocation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.pagurus.allocator.OffHeapExhaustedException;

/** An allocation that would fail folds, or empties a region, first. */
class DirectCompactionTest {
    private static final long SEED = Long.getLong("pagurus.seed", 1);
    private static final int CAPACITY = 16 << 20;

    @Test
    void sparsePagesAreFoldedForAnAllocationThatWouldFail() {
        try (Heap heap = Heap.builder().capacity(CAPACITY).build(); Session session = heap.openSession()) {
            List<Long> pointers = fill(session, 1_000);
            List<Long> kept = freeAllBut(session, pointers, 8);
            long before = heap.stats().pagesFolded();
            // Another class cannot use the holes of the first.
            List<Long> others = fill(session, 3_000);
            assertTrue(heap.stats().pagesFolded() > before);
            assertTrue(3_000L * others.size() > CAPACITY / 2, "allocated only " + others.size());
            assertNumbers(session, kept, 8);
            assertEquals(List.of(), heap.verify());
        }
    }

    @Test
    void aRegionIsEmptiedForARunThatDoesNotFit() {
        try (Heap heap = Heap.builder().capacity(CAPACITY).build(); Session session = heap.openSession()) {
            List<Long> pointers = fill(session, 60_000);
            List<Long> kept = freeAllBut(session, pointers, 2);
            long big = session.allocate(3 << 20);
            assertTrue(heap.stats().pagesMigrated() > 0);
            session.enter();
            session.putLong(big, (3 << 20) - 8, 7);
            session.exit();
            assertNumbers(session, kept, 2);
            assertEquals(List.of(), heap.verify());
        }
    }

    /**
     * Pages that are nearly full hold little each, and the free frames lie apart: but all of it together is room for large
     * objects, until everything is large. Without frames kept in one piece the larger heap fails at a third of the way: single
     * frames are free then, and every run is longer.
     */
    @ParameterizedTest
    @CsvSource({"32, 70", "32, 80", "80, 85", "128, 90"})
    void largeObjectsFindRoomAmongSmallOnes(int capacityMib, int livePercent) {
        long capacity = (long) capacityMib << 20;
        long limit = capacity * livePercent / 100;
        int large = 500_000;
        Random random = new Random(SEED);
        try (Heap heap = Heap.builder().capacity(capacity).build(); Session session = heap.openSession()) {
            List<Long> small = new ArrayList<>();
            while (heap.liveBytes() < limit - 256) {
                long pointer = session.allocate(64 + random.nextInt(193));
                session.enter();
                session.putLong(pointer, 0, ~pointer);
                session.exit();
                small.add(pointer);
            }
            List<Long> larges = new ArrayList<>();
            for (long written = 0; written < limit - large; written += large) {
                while (heap.liveBytes() + large > limit && !small.isEmpty()) {
                    int last = small.size() - 1;
                    Collections.swap(small, random.nextInt(last + 1), last);
                    session.free(small.remove(last));
                }
                try {
                    larges.add(session.allocate(large));
                } catch (OffHeapExhaustedException e) {
                    throw new AssertionError("seed=" + SEED + " larges=" + larges.size(), e);
                }
            }
            session.enter();
            small.forEach(pointer -> assertEquals(~pointer, session.getLong(pointer, 0), "seed=" + SEED));
            session.exit();
            assertEquals(List.of(), heap.verify(), "seed=" + SEED);
        }
    }

    /** Too few free frames to empty a region, and none of them in one piece: but enough to empty a stretch of one. */
    @Test
    void aStretchIsEmptiedWhereNoRegionCanBe() {
        try (Heap heap = Heap.builder().capacity(CAPACITY).build(); Session session = heap.openSession()) {
            List<Long> pointers = fill(session, 60_000);
            List<Long> kept = freeAllBut(session, pointers, 6, 5);
            assertTrue(heap.space().frames().freeFrames() < 64);
            session.allocate(10 << 16);
            assertTrue(heap.stats().pagesMigrated() > 0, "else there was a free run, and this tested nothing");
            session.enter();
            kept.forEach(pointer -> assertEquals(pointers.indexOf(pointer), session.getLong(pointer, 0)));
            session.exit();
            assertEquals(List.of(), heap.verify());
        }
    }

    /** Frees one of {@code step}. */
    private static List<Long> freeAllBut(Session session, List<Long> pointers, int step, int freed) {
        List<Long> kept = new ArrayList<>();
        for (int i = 0; i < pointers.size(); i++) {
            if (i % step != freed) {
                kept.add(pointers.get(i));
            } else {
                session.free(pointers.get(i));
            }
        }
        return kept;
    }

    /** Fills the heap with objects that carry their number. */
    private static List<Long> fill(Session session, int size) {
        List<Long> pointers = new ArrayList<>();
        try {
            for (;;) {
                long pointer = session.allocate(size);
                session.enter();
                session.putLong(pointer, 0, pointers.size());
                session.exit();
                pointers.add(pointer);
            }
        } catch (OffHeapExhaustedException e) {
            assertTrue(pointers.size() > 0, e.getMessage());
        }
        return pointers;
    }

    private static List<Long> freeAllBut(Session session, List<Long> pointers, int step) {
        List<Long> kept = new ArrayList<>();
        for (int i = 0; i < pointers.size(); i++) {
            if (i % step == 0) {
                kept.add(pointers.get(i));
            } else {
                session.free(pointers.get(i));
            }
        }
        return kept;
    }

    private static void assertNumbers(Session session, List<Long> kept, int step) {
        session.enter();
        for (int i = 0; i < kept.size(); i++) {
            assertEquals((long) i * step, session.getLong(kept.get(i), 0));
        }
        session.exit();
    }
}
