package org.pagurus.relocation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.pagurus.allocator.OffHeapExhaustedException;
import org.pagurus.allocator.Pointer;

/** Objects of different kinds do not share pages, and those that never move stand at the top of the heap. */
class PageKindTest {
    private static final int SIZE = 1_000;
    private static final int REGIONS = 16;
    private static final long FAR = 10_000_000_000L;

    private final Heap heap = Heap.builder().capacity((long) REGIONS << 22).build();
    private final Session session = heap.openSession();

    @AfterEach
    void heapIsUnharmed() {
        Place.assertUsable(heap, session);
        session.close();
        heap.close();
    }

    private int region(long pointer) {
        return heap.space().frames().regionOf(Place.page(heap, pointer).run().address());
    }

    private long addressOf(long pointer) {
        session.enter();
        try {
            return session.address(pointer);
        } finally {
            session.exit();
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {8, SIZE, 32 << 10, 100_000, 4 << 20})
    void unmovableObjectsAreTakenFromTheTop(int size) {
        for (int i = 0; i < 3; i++) {
            assertTrue(region(session.allocate(size)) < REGIONS / 2);
            assertTrue(region(session.allocate(size, PageKind.MOVABLE)) < REGIONS / 2);
            assertTrue(region(session.allocate(size, PageKind.UNMOVABLE)) >= REGIONS / 2);
        }
    }

    @Test
    void kindsDoNotSharePages() {
        Set<Integer> movable = new HashSet<>();
        Set<Integer> unmovable = new HashSet<>();
        List<Long> pointers = new ArrayList<>();
        for (int i = 0; i < 2_000; i++) {
            boolean fixed = i % 3 == 0;
            long pointer = session.allocate(SIZE, fixed ? PageKind.UNMOVABLE : PageKind.MOVABLE);
            pointers.add(pointer);
            (fixed ? unmovable : movable).add(Pointer.pageId(pointer));
            if (i % 5 == 0) {
                session.free(pointers.remove(i / 10));
            }
        }
        movable.retainAll(unmovable);
        assertEquals(Set.of(), movable);
        // One or another may have become empty.
        assertTrue(heap.stats().unmovablePages() <= unmovable.size() && heap.stats().unmovablePages() > 5);
        // As full as those of the other kind: 65 objects fit into a page.
        assertTrue(unmovable.size() <= 2_000 / 3 / 60 + 2, "pages=" + unmovable.size());
    }

    @Test
    void freedUnmovableSlotsServeUnmovableObjectsAndEmptyPagesGo() {
        List<Long> pointers = new ArrayList<>();
        for (int i = 0; i < 600; i++) {
            pointers.add(session.allocate(SIZE, PageKind.UNMOVABLE));
        }
        int pages = heap.stats().unmovablePages();
        pointers.forEach(session::free);
        assertTrue(heap.compactor().compactNow(FAR));
        assertEquals(0, heap.stats().unmovablePages());
        assertEquals(0, heap.stats().usedBytes());
        for (int i = 0; i < 600; i++) {
            session.allocate(SIZE, PageKind.UNMOVABLE);
        }
        assertEquals(pages, heap.stats().unmovablePages());
    }

    @Test
    void unmovableObjectsStayWhileOthersAreCompacted() {
        List<Long> garbage = new ArrayList<>();
        List<Long> fixed = new ArrayList<>();
        List<Long> addresses = new ArrayList<>();
        for (int i = 0; i < 5_000; i++) {
            long pointer = session.allocate(SIZE, i % 2 == 0 ? PageKind.UNMOVABLE : PageKind.MOVABLE);
            if (i % 100 == 0) {
                fixed.add(pointer);
                addresses.add(addressOf(pointer));
            } else if (i % 100 != 1) {
                garbage.add(pointer);
            }
        }
        garbage.forEach(session::free);
        assertTrue(heap.compactor().compactNow(FAR));
        assertTrue(heap.stats().pagesFolded() > 0);
        for (int i = 0; i < fixed.size(); i++) {
            assertEquals(addresses.get(i), addressOf(fixed.get(i)));
        }
    }

    /** The reason for kinds: pins in movable pages keep every region from being emptied, pins at the top do not. */
    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void pinsOfUnmovableObjectsDoNotStandInTheWayOfALongRun(boolean grouped) {
        List<Long> pointers = new ArrayList<>();
        List<Long> pinned = new ArrayList<>();
        assertThrows(OffHeapExhaustedException.class, () -> {
            for (;;) {
                if (pointers.size() % 60 == 30) {
                    pinned.add(session.allocate(60_000, grouped ? PageKind.UNMOVABLE : PageKind.MOVABLE));
                    session.pin(pinned.get(pinned.size() - 1));
                }
                pointers.add(session.allocate(60_000));
            }
        });
        for (int i = 0; i < pointers.size(); i++) {
            if (i % 4 != 0) {
                session.free(pointers.get(i));
            }
        }
        if (grouped) {
            assertNotEquals(0, session.allocate(4 << 20));
        } else {
            assertThrows(OffHeapExhaustedException.class, () -> session.allocate(4 << 20));
        }
        pinned.forEach(session::unpin);
        assertNotEquals(0, session.allocate(4 << 20));
    }

    @Test
    void anotherSizeKeepsTheKind() {
        long pointer = session.allocate(SIZE, PageKind.UNMOVABLE);
        pointer = session.reallocate(pointer, 100_000);
        assertTrue(Place.page(heap, pointer).run().isUnmovable());
        pointer = session.reallocate(pointer, 5 << 20);
        pointer = session.reallocate(pointer, SIZE);
        assertTrue(Place.page(heap, pointer).run().isUnmovable());
        assertFalse(Place.page(heap, session.reallocate(session.allocate(SIZE), 5_000)).run().isUnmovable());
    }

    @Test
    void aFullHeapRefusesUnmovableObjectsToo() {
        List<Long> pointers = new ArrayList<>();
        assertThrows(OffHeapExhaustedException.class, () -> {
            for (;;) {
                pointers.add(session.allocate(1 << 20, PageKind.UNMOVABLE));
            }
        });
        assertEquals(REGIONS * 4 - 1, pointers.size());
        pointers.forEach(session::free);
        assertThrows(IllegalArgumentException.class, () -> session.allocate(0, PageKind.UNMOVABLE));
        assertThrows(NullPointerException.class, () -> session.allocate(8, null));
    }

    /** Sessions share the pages: no slot is handed out twice. */
    @Test
    void threadsAllocateFromTheSamePages() throws InterruptedException {
        Set<Long> all = java.util.concurrent.ConcurrentHashMap.newKeySet();
        List<String> twice = new java.util.concurrent.CopyOnWriteArrayList<>();
        Thread[] threads = new Thread[3];
        for (int i = 0; i < threads.length; i++) {
            threads[i] = new Thread(() -> {
                try (Session own = heap.openSession()) {
                    for (int n = 0; n < 5_000; n++) {
                        long pointer = own.allocate(100, PageKind.UNMOVABLE);
                        if (!all.add(pointer)) {
                            twice.add(Pointer.toString(pointer));
                        }
                        if (n % 3 == 0) {
                            all.remove(pointer);
                            own.free(pointer);
                        }
                    }
                }
            });
            threads[i].start();
        }
        for (Thread thread : threads) {
            thread.join();
        }
        assertEquals(List.of(), twice);
        assertEquals(all.size() * 104L, heap.stats().liveBytes());
    }
}
