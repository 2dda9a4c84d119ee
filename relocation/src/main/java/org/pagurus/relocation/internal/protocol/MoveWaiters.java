package org.pagurus.relocation.internal.protocol;

import java.lang.invoke.VarHandle;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import org.pagurus.allocator.internal.pages.Entry;
import org.pagurus.allocator.internal.pages.PageTable;

/**
 * Accessors that wait for the end of a copy: the kernel's {@code migration_entry_wait}. They wait for one bounded copy, because
 * the migrator itself waits for nothing between begin and commit (I1).
 *
 * <p>A stack without a lock: waiters push themselves, and who ends a copy takes all of them and unparks them; those that wait for
 * another page look again and push themselves anew.
 *
 * <p>No wake-up is lost. The waiter pushes itself and then loads the entry; the migrator changes the entry and then loads the
 * stack; a full fence stands between the two steps of each. So either the waiter finds the entry changed, or the migrator
 * finds the waiter (ProtocolCheckerTest finds the deadlock if the waiter does not look again).
 */
public final class MoveWaiters {
    /** A copy of 64 KiB takes about as long; being unparked takes longer. */
    private static final long SPIN_NANOS = 20_000L;

    private final PageTable table;
    private final AtomicReference<Waiter> top = new AtomicReference<>();

    /** Without waiters. */
    public MoveWaiters(PageTable table) {
        this.table = table;
    }

    /** A thread's place in the stack; it is used again for each wait. */
    public static final class Waiter {
        private volatile Thread thread;
        /** Set by its thread before it is pushed, cleared by whoever took it from the stack. */
        private volatile boolean queued;
        private Waiter next;
    }

    /**
     * Waits until a page is not in migration: spins briefly, then parks. An interrupt does not end the wait; the flag is set
     * again. Allocates nothing.
     *
     * @param waiter     the calling thread's
     * @param limitNanos how long at most
     * @return false if the time was over first
     */
    public boolean await(Waiter waiter, int pageId, long limitNanos) {
        long begin = System.nanoTime();
        while (isMigrating(pageId)) {
            if (System.nanoTime() - begin >= SPIN_NANOS) {
                return park(waiter, pageId, begin + limitNanos);
            }
            Thread.onSpinWait();
        }
        return true;
    }

    private boolean isMigrating(int pageId) {
        return Entry.state(table.entryAcquire(pageId)) == Entry.MIGRATING;
    }

    private boolean park(Waiter waiter, int pageId, long deadlineNanos) {
        boolean interrupted = false;
        waiter.thread = Thread.currentThread();
        try {
            for (;;) {
                if (!waiter.queued) {
                    push(waiter);
                }
                VarHandle.fullFence();
                if (!isMigrating(pageId)) {
                    return true;
                }
                long left = deadlineNanos - System.nanoTime();
                if (left <= 0) {
                    return false;
                }
                LockSupport.parkNanos(this, left);
                interrupted |= Thread.interrupted();
            }
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    /** The waiter is not in the stack: {@code queued} is false, and only its own thread pushes it. */
    private void push(Waiter waiter) {
        waiter.queued = true;
        Waiter first;
        do {
            first = top.get();
            waiter.next = first;
        } while (!top.compareAndSet(first, waiter));
    }

    /** After a change of an entry: wakes all. Never waits. Cost without waiters: a fence and a load. */
    public void wakeAll() {
        VarHandle.fullFence();
        if (top.get() == null) {
            return;
        }
        Waiter waiter = top.getAndSet(null);
        while (waiter != null) {
            Waiter next = waiter.next;
            Thread thread = waiter.thread;
            // From here on its thread may push it again and change next.
            waiter.queued = false;
            unpark(thread);
            waiter = next;
        }
    }

    /** For a virtual thread it may need the Java heap. What follows a commit must not fail for that: a wait has its limit. */
    private static void unpark(Thread thread) {
        try {
            LockSupport.unpark(thread);
        } catch (OutOfMemoryError | RejectedExecutionException e) {
            return;
        }
    }
}
