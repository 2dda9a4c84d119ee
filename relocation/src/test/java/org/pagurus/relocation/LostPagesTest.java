package org.pagurus.relocation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.pagurus.allocator.internal.pages.Page;
import org.pagurus.allocator.internal.pages.PageTable;
import org.pagurus.relocation.internal.protocol.Protocol;

/** Interleavings and errors after which nobody would come back to a page. */
class LostPagesTest {
    private static final int LARGE = 100_000;
    private static final int SMALL = 64;
    private int backgroundErrors;
    private Hooked protocol;
    private final Heap heap = Heap.builder().capacity(32 << 20).build(table -> protocol = new Hooked(table));
    private final Session session = heap.openSession();
    private final OtherThread other = new OtherThread("other");

    /** Does something in the middle of a step. */
    private static final class Hooked extends Protocol {
        private Runnable beforeUnpin = () -> { };
        private Runnable afterRefusedRemove = () -> { };
        private Runnable beforeIsolate = () -> { };

        Hooked(PageTable table) {
            super(table);
        }

        @Override
        public void unpin(int pageId) {
            beforeUnpin.run();
            super.unpin(pageId);
        }

        @Override
        public boolean remove(int pageId) {
            boolean removed = super.remove(pageId);
            if (!removed) {
                afterRefusedRemove.run();
            }
            return removed;
        }

        @Override
        public boolean isolate(int pageId) {
            beforeIsolate.run();
            return super.isolate(pageId);
        }
    }

    @AfterEach
    void healthyToTheEnd() {
        List<String> problems = heap.verify();
        assertEquals(backgroundErrors, problems.size(), problems::toString);
        problems.forEach(line -> assertTrue(line.startsWith("errors in the background: 1,"), line));
        session.close();
        other.close();
        heap.close();
    }

    private void collect() {
        heap.space().collectAll();
        for (int round = 0; round < 3; round++) {
            heap.space().domain().synchronize();
            heap.space().domain().poll();
        }
    }

    /**
     * The last unpin of a freed object retires it and then lets the page go. A collector comes in between, finds the page empty,
     * but pinned; the unpin finds the page still in the collector's hand; then the collector lets it go.
     */
    @Test
    void aPageWhoseLastUnpinMeetsItsCollectorIsRemoved() throws Exception {
        long pointer = session.allocate(LARGE);
        session.pin(pointer);
        session.free(pointer);
        collect();
        assertTrue(heap.space().pins().isFreed(pointer));
        Object[] unpinned = new Object[1];
        CountDownLatch retired = new CountDownLatch(1);
        CountDownLatch refused = new CountDownLatch(1);
        protocol.beforeUnpin = () -> {
            retired.countDown();
            await(refused);
        };
        protocol.afterRefusedRemove = () -> {
            refused.countDown();
            try {
                OtherThread.await((Future<?>) unpinned[0]);
            } catch (Exception e) {
                throw new AssertionError(e);
            }
        };
        unpinned[0] = other.start(() -> {
            try (Session second = heap.openSession()) {
                second.unpin(pointer);
            }
            return null;
        });
        await(retired);
        collect();
        assertEquals(0, refused.getCount(), "the collector came in between");
        assertEquals(0, heap.stats().pages());
    }

    private static void await(CountDownLatch latch) {
        try {
            assertTrue(latch.await(30, TimeUnit.SECONDS));
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    /** The migrator takes a page from a session, which is closed, and gives it back after an error. */
    @Test
    void aPageGivenBackToAClosedSessionIsTakenFromIt() {
        Session second = heap.openSession();
        int slots = 3_000;
        long first = second.allocate(SMALL);
        long[] more = new long[slots];
        for (int i = 0; i < slots; i++) {
            more[i] = second.allocate(SMALL);
        }
        Page page = Place.page(heap, first);
        for (int i = 0; i < slots; i++) {
            second.free(more[i]);
        }
        assertTrue(page.owner() > 0 && !page.isOpen());
        protocol.beforeIsolate = () -> {
            second.close();
            throw new OutOfMemoryError("seeded");
        };
        assertThrows(OutOfMemoryError.class, () -> heap.compactor().migrator().addMove(page.run()));
        assertTrue(page.owner() > 0, "owner=" + page.owner());
        heap.space().revoke(heap.idleSessions());
        collect();
        assertTrue(page.owner() <= 0, "still the closed session's: owner=" + page.owner());
    }

    /** An error while a session helps the compactor is the background's: the object that was allocated is not lost. */
    @Test
    void anErrorInHelpForTheCompactorDoesNotLoseTheObject() {
        long[] pointers = new long[200_000];
        for (int i = 0; i < pointers.length; i++) {
            pointers[i] = session.allocate(SMALL);
        }
        heap.compactor().doWork();
        for (int i = 0; i < pointers.length; i++) {
            if (i % 8 != 0) {
                session.free(pointers[i]);
            }
        }
        backgroundErrors = 1;
        boolean[] failed = new boolean[1];
        protocol.beforeIsolate = () -> {
            failed[0] = true;
            throw new IllegalStateException("seeded");
        };
        for (int i = 0; !failed[0] && i < 50_000; i++) {
            assertTrue(session.allocate(2 * SMALL) != 0);
        }
        protocol.beforeIsolate = () -> { };
        assertTrue(failed[0], "the session did not help");
    }
}
