package org.pagurus.examples.dcache;

import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.locks.LockSupport;
import org.pagurus.relocation.Session;

/**
 * A lock whose waiters sleep, for sleepable sections only: what PREEMPT_RT makes of d_lock. Built as a futex is: the word says
 * that somebody waits, and who waits stands in a queue found by the word's place. A futex goes by the address; this one by the
 * pointer, which stays the same when the word's page moves.
 */
class SleepingLock implements DentryLock {
    private static final int QUEUES = 64;
    private static final int SPINS = 32;
    private final Waiters[] queues = new Waiters[QUEUES];

    SleepingLock() {
        for (int i = 0; i < QUEUES; i++) {
            queues[i] = new Waiters();
        }
    }

    /** One thread that waits for one lock. */
    private static final class Waiter {
        private final long dentry;
        private final Thread thread = Thread.currentThread();
        private volatile boolean woken;

        Waiter(long dentry) {
            this.dentry = dentry;
        }
    }

    /** Those who wait for locks whose pointers fall here. Its monitor is held for a few instructions. */
    private static final class Waiters {
        private final Queue<Waiter> queue = new ArrayDeque<>();

        synchronized void add(Waiter waiter) {
            queue.add(waiter);
        }

        synchronized void remove(Waiter waiter) {
            queue.remove(waiter);
        }

        /** All of them: they compete, and those who lose say again that they wait. */
        synchronized void wakeAll(long dentry) {
            queue.removeIf(waiter -> {
                if (waiter.dentry == dentry) {
                    waiter.woken = true;
                    LockSupport.unpark(waiter.thread);
                }
                return waiter.dentry == dentry;
            });
        }
    }

    @Override
    public final void lock(Session session, long dentry) {
        for (int i = 0; !tryLock(session, dentry); i++) {
            if (i < SPINS) {
                Thread.onSpinWait();
            } else {
                await(session, dentry);
            }
        }
    }

    private static boolean tryLock(Session session, long dentry) {
        long word = session.getLongVolatile(dentry, DentryLayout.LOCKREF_OFFSET);
        return !LockRef.isLocked(word)
            && session.compareAndSetLong(dentry, DentryLayout.LOCKREF_OFFSET, word, word | LockRef.LOCKED);
    }

    private void await(Session session, long dentry) {
        Waiters waiters = queues[queueOf(dentry)];
        Waiter waiter = new Waiter(dentry);
        waiters.add(waiter);
        if (!mustWait(session, dentry)) {
            waiters.remove(waiter);
            return;
        }
        boolean interrupted = false;
        while (!waiter.woken) {
            LockSupport.park(this);
            interrupted |= Thread.interrupted();
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    /**
     * Says in the word that somebody waits, if the lock is still held. The waiter is in the queue by now, and the CAS finds the
     * lock held: so the unlock comes after the CAS, sees the bit, and finds the waiter. Not final: a test leaves the look at
     * the word out.
     */
    boolean mustWait(Session session, long dentry) {
        for (;;) {
            long word = session.getLongVolatile(dentry, DentryLayout.LOCKREF_OFFSET);
            if (!LockRef.isLocked(word)) {
                return false;
            }
            if (session.compareAndSetLong(dentry, DentryLayout.LOCKREF_OFFSET, word, word | LockRef.WAITED_FOR)) {
                return true;
            }
        }
    }

    @Override
    public final void unlock(Session session, long dentry) {
        long word;
        do {
            word = session.getLongVolatile(dentry, DentryLayout.LOCKREF_OFFSET);
        } while (!session.compareAndSetLong(dentry, DentryLayout.LOCKREF_OFFSET, word,
            word & ~(LockRef.LOCKED | LockRef.WAITED_FOR)));
        if ((word & LockRef.WAITED_FOR) != 0) {
            queues[queueOf(dentry)].wakeAll(dentry);
        }
    }

    /** Pointers are multiples of a dentry's length, within a page. */
    private static int queueOf(long dentry) {
        return (int) ((dentry / DentryLayout.LENGTH ^ dentry >>> Integer.SIZE) & QUEUES - 1);
    }
}
