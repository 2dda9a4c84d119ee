package org.pagurus.relocation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.ReentrantLock;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A session that opens pages while much memory is held waits a moment for the compactor; where it may wait, that is. */
@Timeout(60)
class AssistTest {
    private static final int PAGES = 200;

    /** How often an allocating thread was seen to wait for the compactor's lock. */
    private static long waits(boolean inStrictSection) throws Exception {
        try (Heap heap = Heap.builder().capacity(64 << 20).build(); Heap other = Heap.builder().capacity(8 << 20).build();
            OtherThread compactor = new OtherThread("compactor")) {
            SparsePages.objects(heap, PAGES, MigrationScene.SIZE, 0);
            ReentrantLock lock = heap.compactor().lock();
            AtomicBoolean end = new AtomicBoolean();
            AtomicBoolean locked = new AtomicBoolean();
            Future<Long> seen = compactor.start(() -> {
                long waiting = 0;
                lock.lock();
                try {
                    while (!end.get()) {
                        locked.set(true);
                        waiting += lock.hasQueuedThreads() ? 1 : 0;
                    }
                } finally {
                    lock.unlock();
                }
                return waiting;
            });
            while (!locked.get()) {
                Thread.onSpinWait();
            }
            try (Session session = heap.openSession(); Session strict = other.openSession()) {
                if (inStrictSection) {
                    strict.enter();
                }
                for (int i = 0; i < 500; i++) {
                    // Somebody drives the compactor; it is busy.
                    assertEquals(0, heap.compactor().doWork());
                    session.allocate(10_000);
                }
                if (inStrictSection) {
                    strict.exit();
                }
            }
            end.set(true);
            return OtherThread.await(seen);
        }
    }

    @Test
    void anAllocationInAStrictSectionOfAnotherHeapDoesNotWait() throws Exception {
        assertEquals(0, waits(true));
    }

    @Test
    void otherwiseItDoes() throws Exception {
        assertTrue(waits(false) > 0);
    }
}
