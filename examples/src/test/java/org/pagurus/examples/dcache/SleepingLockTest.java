package org.pagurus.examples.dcache;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.pagurus.relocation.Heap;
import org.pagurus.relocation.Session;

/** The race between who goes to sleep and who wakes. */
class SleepingLockTest {
    private final Heap heap = Heap.builder().capacity(16 << 20).build();
    private final Session session = heap.session();
    private final long dentry = session.allocateZeroed(DentryLayout.LENGTH);

    @AfterEach
    void heapIsRight() {
        assertEquals(List.of(), heap.verify());
        heap.close();
    }

    /** The lock is given back after a waiter stood in line and before it says so in the word. */
    @Test
    void aWaiterThatComesLate_doesNotSleep() throws Exception {
        assertTrue(isWokenWhenLate(true));
    }

    @Test
    void aWaiterThatDoesNotLookAgain_sleepsForGood() throws Exception {
        assertFalse(isWokenWhenLate(false));
    }

    private boolean isWokenWhenLate(boolean looks) throws Exception {
        try (OtherThread other = new OtherThread()) {
            DentryLock lock = new SleepingLock() {
                @Override
                boolean mustWait(Session own, long waitedFor) {
                    other.pause();
                    return !looks || super.mustWait(own, waitedFor);
                }
            };
            inSection(() -> lock.lock(session, dentry));
            Future<Boolean> got = other.start(() -> {
                Session own = heap.session();
                Variant.SLEEPABLE.enter(own);
                lock.lock(own, dentry);
                lock.unlock(own, dentry);
                own.exit();
                return true;
            });
            other.awaitPause();
            inSection(() -> lock.unlock(session, dentry));
            other.goOn();
            boolean woken;
            try {
                woken = got.get(looks ? 20_000 : 200, TimeUnit.MILLISECONDS);
            } catch (TimeoutException e) {
                woken = false;
                // Somebody who says that there are waiters ends it.
                inSection(() -> {
                    lock.lock(session, dentry);
                    session.getAndAddLong(dentry, DentryLayout.LOCKREF_OFFSET, LockRef.WAITED_FOR);
                    lock.unlock(session, dentry);
                });
                assertTrue(OtherThread.resultOf(got));
            }
            return woken;
        }
    }

    private void inSection(Runnable steps) {
        Variant.SLEEPABLE.enter(session);
        try {
            steps.run();
        } finally {
            session.exit();
        }
    }
}
