package org.pagurus.relocation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.pagurus.allocator.OffHeapExhaustedException;

/** What a reserve gives is what was asked for, and a reserve whose session or heap is closed gives nothing. */
class ReserveCornersTest {
    private final Heap heap = Heap.builder().capacity(32 << 20).build();
    private final Session session = heap.openSession();
    private final List<Long> filling = new ArrayList<>();

    @AfterEach
    void nothingIsLeft() {
        filling.forEach(session::free);
        session.close();
        assertEquals(0, heap.stats().liveBytes());
        assertEquals(List.of(), heap.verify());
        heap.close();
    }

    private void fill(int size, PageKind kind) {
        assertThrows(OffHeapExhaustedException.class, () -> {
            for (;;) {
                filling.add(session.allocate(size, kind));
            }
        });
    }

    /** Sizes of one class: objects above 32 KiB get as many OS pages as they need, not what their class could have. */
    @ParameterizedTest
    @CsvSource({"70000, 131072", "4300000, 5242880"})
    void aReservedObjectHasTheBytesThatAreAskedFor(int reserved, int wanted) {
        session.reserve().ensureObjects(reserved, 1);
        fill(wanted, PageKind.MOVABLE);
        session.enter(OnMigration.FALLBACK);
        long pointer = session.allocate(wanted);
        int usable = session.usableSize(pointer);
        session.exit();
        filling.add(pointer);
        assertEquals(0, session.reserve().objects(wanted));
        assertTrue(usable >= wanted, "usable=" + usable);
    }

    @Test
    void aReservedObjectThatMayMoveIsNotGivenForOneThatMustNot() {
        int size = 20_000;
        session.reserve().ensureObjects(size, 1);
        fill(size, PageKind.MOVABLE);
        fill(size, PageKind.UNMOVABLE);
        session.enter(OnMigration.FALLBACK);
        assertThrows(OffHeapExhaustedException.class, () -> session.allocate(size, PageKind.UNMOVABLE));
        session.exit();
        assertEquals(1, session.reserve().objects(size));
    }

    @Test
    void afterCloseEveryCallIsRefused() {
        Heap own = Heap.builder().capacity(8 << 20).build();
        Session closed = own.openSession();
        Reserve reserve = closed.reserve();
        closed.close();
        assertRefused(reserve);
        Reserve ofClosedHeap = own.openSession().reserve().ensureObjects(100, 1);
        own.close();
        assertRefused(ofClosedHeap);
    }

    private static void assertRefused(Reserve reserve) {
        for (Runnable call : List.<Runnable>of(() -> reserve.ensureBytes(1), () -> reserve.ensureObjects(100, 0),
            reserve::refill)) {
            assertTrue(assertThrows(IllegalStateException.class, call::run).getMessage().contains("closed"));
        }
    }

    /** As when the Java heap is exhausted behind the free: closing again must not free again, and a section must not use it. */
    @Test
    void aFreeThatFailsAtTheEndIsNotMadeTwice() {
        Session own = heap.openSession();
        own.reserve().ensureObjects(100, 2);
        for (int i = 0; i < 3; i++) {
            assertThrows(OutOfMemoryError.class, () -> own.releaseReserve(pointer -> {
                own.free(pointer);
                throw new OutOfMemoryError("thrown by the test");
            }));
        }
        assertEquals(0, own.reserve().objects(100));
        own.enter(OnMigration.FALLBACK);
        own.exit();
        assertEquals(Reserve.DEFAULT_BYTES, own.reserve().bytes(), "a section has a block that is its own");
        own.close();
    }
}
