package org.pagurus.relocation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.pagurus.allocator.OffHeapExhaustedException;

/** An allocation that would fail folds, or empties a region, first. */
class DirectCompactionTest {
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
