package org.pagurus.relocation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.pagurus.allocator.Pointer;
import org.pagurus.allocator.internal.pages.Page;

class PageMoverTest {
    private static final int SIZE = 1_024;
    private static final int PAGE_BYTES = 64 << 10;
    private static final int PAGES = 40;
    private static final int OBJECTS = PAGES * PAGE_BYTES / SIZE;

    private final long[] pointers = new long[OBJECTS];

    private void fill(Heap heap) {
        try (Session loader = heap.openSession()) {
            for (int i = 0; i < OBJECTS; i++) {
                pointers[i] = loader.allocate(SIZE);
                loader.enter();
                loader.putLong(pointers[i], 0, i);
                loader.exit();
            }
        }
    }

    private static long address(Session session, long pointer) {
        session.enter();
        try {
            return session.address(pointer);
        } finally {
            session.exit();
        }
    }

    @Test
    void moveNext_roundByRound_movesEachPageAsOftenAsAnyOther() {
        try (Heap heap = Heap.builder().capacity(32 << 20).build()) {
            fill(heap);
            PageMover mover = new PageMover(heap);
            try (Session session = heap.openSession()) {
                long[] before = new long[OBJECTS];
                for (int i = 0; i < OBJECTS; i++) {
                    before[i] = address(session, pointers[i]);
                }
                for (int batch = 0; batch < 4; batch++) {
                    assertEquals(10 * PAGE_BYTES, mover.moveNext(10 * PAGE_BYTES - 1));
                }
                HeapStats stats = heap.stats();
                assertEquals(PAGES, stats.pagesMigrated());
                assertEquals(0, stats.pagesFolded());
                assertEquals(PAGES * PAGE_BYTES, stats.bytesCopied());
                for (int i = 0; i < OBJECTS; i++) {
                    assertNotEquals(before[i], address(session, pointers[i]));
                    session.enter();
                    assertEquals(i, session.getLong(pointers[i], 0));
                    session.exit();
                }
            }
            assertEquals(List.of(), heap.verify());
        }
    }

    /** A page that native code pins stays, and is moved as soon as it may. */
    @Test
    void moveNext_aPinnedPage_staysUntilItIsUnpinned() {
        try (Heap heap = Heap.builder().capacity(32 << 20).build()) {
            fill(heap);
            try (Session session = heap.openSession()) {
                long pinned = session.pin(pointers[0]);
                assertTrue(pinned != 0);
                PageMover mover = new PageMover(heap);
                assertEquals((PAGES - 1) * PAGE_BYTES, mover.moveNext(Long.MAX_VALUE));
                assertEquals(pinned, address(session, pointers[0]));
                session.unpin(pointers[0]);
                assertEquals(PAGES * PAGE_BYTES, mover.moveNext(Long.MAX_VALUE));
                assertNotEquals(pinned, address(session, pointers[0]));
            }
            assertEquals(List.of(), heap.verify());
        }
    }

    /** What was cancelled lately is hot, and has to be on the move as often as the rest. */
    @Test
    void moveNext_aPageThatRests_isMovedAllTheSame() {
        try (Heap heap = Heap.builder().capacity(32 << 20).build()) {
            fill(heap);
            Page page = heap.space().pages().get(Pointer.pageId(pointers[0]));
            for (int i = 0; i < 10; i++) {
                page.rest(System.nanoTime(), 100_000_000L);
            }
            assertFalse(page.isMovable(System.nanoTime()));
            assertEquals(PAGES * PAGE_BYTES, new PageMover(heap).moveNext(Long.MAX_VALUE));
            assertEquals(PAGES, heap.stats().pagesMigrated());
        }
    }
}
