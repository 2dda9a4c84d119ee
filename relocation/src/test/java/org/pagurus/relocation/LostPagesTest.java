package org.pagurus.relocation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.pagurus.allocator.internal.pages.Page;
import org.pagurus.allocator.internal.pages.PageTable;
import org.pagurus.relocation.internal.protocol.Protocol;

/** Errors after which nobody would come back to a page or an object. */
class LostPagesTest {
    private static final int SMALL = 64;
    private int backgroundErrors;
    private Hooked protocol;
    private final Heap heap = Heap.builder().capacity(32 << 20).build(table -> protocol = new Hooked(table));
    private final Session session = heap.openSession();

    /** Does something in the middle of a step. */
    private static final class Hooked extends Protocol {
        private Runnable beforeIsolate = () -> { };

        Hooked(PageTable table) {
            super(table);
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
        heap.close();
    }

    private void collect() {
        heap.space().collectAll();
        for (int round = 0; round < 3; round++) {
            heap.space().domain().synchronize();
            heap.space().domain().poll();
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
