package org.pagurus.relocation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayDeque;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.pagurus.allocator.OffHeapExhaustedException;

/** A full heap says so, with the figures that help, and works on as soon as something is freed. */
class ExhaustionTest {
    private static final int CAPACITY = 8 << 20;
    /** What every kind of filling has to reach: the rest is the compactor's reserve, and pages that no run was found for. */
    private static final double WELL_FILLED = 0.92;

    private final Heap heap = Heap.builder().capacity(CAPACITY).build();
    private final Session session = heap.openSession();

    @AfterEach
    void heapIsUnharmed() {
        assertEquals(List.of(), heap.verify());
        session.close();
        heap.close();
    }

    private static OffHeapExhaustedException fill(Session session, int size, ArrayDeque<Long> pointers) {
        return assertThrows(OffHeapExhaustedException.class, () -> {
            for (;;) {
                pointers.add(session.allocate(size));
            }
        });
    }

    @ParameterizedTest
    @ValueSource(ints = {8, 100, 1_600, 2_048, 30_000, 32 << 10, 60_000, 64 << 10, 1 << 20})
    void fullHeapSaysSoAndWorksOnAfterAFree(int size) {
        ArrayDeque<Long> pointers = new ArrayDeque<>();
        OffHeapExhaustedException e = fill(session, size, pointers);
        long live = heap.stats().liveBytes();
        assertEquals(size, e.requestedBytes());
        for (String part : List.of("size=" + size + ":", "capacity=" + CAPACITY, "live=" + live, "free objects, compact")) {
            assertTrue(e.getMessage().contains(part), e.getMessage());
        }
        assertEquals(List.of(), heap.verify());
        if (size <= 64 << 10) {
            assertTrue(live > WELL_FILLED * CAPACITY, "live=" + live);
        }
        // Any one object makes room for one of the same size: first, last and middle.
        for (int i = 0; i < 3; i++) {
            session.free(i == 0 ? pointers.removeFirst() : pointers.removeLast());
            pointers.addFirst(session.allocate(size));
            assertThrows(OffHeapExhaustedException.class, () -> session.allocate(size));
            assertEquals(live, heap.stats().liveBytes());
        }
    }

    /** All pages of the first size have to become free frames again, whoever had them open. */
    @Test
    void heapFilledWithOneSizeServesAnotherWhenAllIsFreed() {
        for (int size : new int[] {100, 1 << 20, 5_000, 40_000, 16, 2 << 20}) {
            ArrayDeque<Long> pointers = new ArrayDeque<>();
            fill(session, size, pointers);
            pointers.forEach(session::free);
            assertEquals(0, heap.stats().liveBytes(), "size=" + size);
        }
    }

    /** 5,000 objects of 1,600 bytes are 95 % of this heap. */
    @Test
    void heapIsFilledNearlyToItsCapacity() {
        for (int round = 0; round < 3; round++) {
            ArrayDeque<Long> pointers = new ArrayDeque<>();
            for (int i = 0; i < 5_000; i++) {
                pointers.add(session.allocate(1_600));
            }
            pointers.forEach(session::free);
        }
    }

    /** Nobody but the session itself collects what it freed. */
    @Test
    void putAndRemoveForeverNeedsNoCompactor() {
        for (int i = 0; i < 1_000_000; i++) {
            long pointer = session.allocate(2 << 10);
            session.enter();
            session.putLong(pointer, 0, i);
            session.exit();
            session.free(pointer);
        }
        assertEquals(0, heap.stats().liveBytes());
    }

    @ParameterizedTest
    @ValueSource(ints = {2_048, 5_000, 100_000, 2 << 20})
    void longSectionIsNamedAsTheReason(int size) {
        session.enter();
        OffHeapExhaustedException e = assertThrows(OffHeapExhaustedException.class, () -> {
            for (;;) {
                session.free(session.allocate(size));
            }
        });
        assertTrue(e.getMessage().contains("live=0 "), e.getMessage());
        assertTrue(e.getMessage().contains("freed memory may wait for sections to end"), e.getMessage());
        session.exit();
        assertEquals(List.of(), heap.verify());
        session.free(session.allocate(size));
    }

    /** What the section waits for is freed memory of its own thread; the section of another one has the same effect. */
    @Test
    void longSectionOfAnotherThreadIsNamedAsTheReason() throws Exception {
        try (OtherThread other = new OtherThread("long-section")) {
            Session others = other.call(heap::openSession);
            other.run(others::enter);
            OffHeapExhaustedException e = assertThrows(OffHeapExhaustedException.class, () -> {
                for (;;) {
                    session.free(session.allocate(500_000));
                }
            });
            assertTrue(e.getMessage().contains("freed memory may wait for sections to end"), e.getMessage());
            other.run(others::exit);
            session.free(session.allocate(500_000));
            other.run(others::close);
        }
    }

    @Test
    void memoryFreedByAnotherSessionIsFound() throws Exception {
        ArrayDeque<Long> pointers = new ArrayDeque<>();
        fill(session, 1_000, pointers);
        try (OtherThread other = new OtherThread("other")) {
            other.run(() -> {
                try (Session others = heap.openSession()) {
                    pointers.forEach(others::free);
                }
            });
        }
        int count = pointers.size();
        pointers.clear();
        fill(session, 1_000, pointers);
        assertEquals(count, pointers.size());
    }

    /** Two threads that each wait for the heap in whose section the other one is would wait for each other. */
    @Test
    void insideASectionOfAnotherHeapNothingWaits() {
        ArrayDeque<Long> pointers = new ArrayDeque<>();
        fill(session, 30_000, pointers);
        try (Heap other = Heap.builder().capacity(CAPACITY).build(); Session foreign = other.openSession()) {
            foreign.enter();
            OffHeapExhaustedException e = assertThrows(OffHeapExhaustedException.class, () -> session.allocate(30_000));
            assertTrue(e.getMessage().contains("allocate outside a section"), e.getMessage());
            for (Runnable waiting : List.<Runnable>of(heap::stats, heap::regionMap, heap::verify, heap::close,
                () -> heap.compactor().compactNow(1))) {
                IllegalStateException refused = assertThrows(IllegalStateException.class, waiting::run);
                assertTrue(refused.getMessage().contains("inside a section"), refused.getMessage());
            }
            foreign.exit();
            session.free(pointers.remove());
            pointers.add(session.allocate(30_000));
        }
    }
}
