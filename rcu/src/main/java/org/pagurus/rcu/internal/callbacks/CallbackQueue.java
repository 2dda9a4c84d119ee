package org.pagurus.rcu.internal.callbacks;

import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;

import org.pagurus.rcu.internal.base.PaddedLong;
import org.pagurus.rcu.internal.base.SharedWait;
import org.pagurus.rcu.internal.base.SpinLock;
import org.pagurus.rcu.internal.grace.GracePeriods;

/**
 * The callbacks of one domain. Any thread may add and poll; one thread at a time runs them, in order of deferral.
 * <p>
 * As in the kernel, one grace period serves many callbacks ({@code rcu_segcblist}). It starts with the first callback that is
 * deferred while none is under way; what is deferred meanwhile shares the one after it, which starts when the first is found
 * over. So a callback waits for two grace periods at most, and a flood of them costs the readers no more than a few.
 * <p>
 * The lock covers the {@link CallbackSegments} and is never held while a callback runs or a scan is done. The poller's role is
 * taken by CAS, so the effects of each callback happen before the next callback, whichever threads run them.
 */
public class CallbackQueue extends SharedWait {
    private final GracePeriods gracePeriods;
    private final Budget budget;
    private final SpinLock lock = new SpinLock();
    private final AtomicReference<Thread> poller = new AtomicReference<>();
    /** How often anybody has polled. */
    private final PaddedLong polls = new PaddedLong(0);
    /** Written by the poller. */
    private volatile long thrown;
    private volatile Consumer<? super Throwable> failureHandler;
    /** For the poller alone. */
    private final CallbackBatch batch = new CallbackBatch();

    /** Guarded by the lock. */
    private final CallbackSegments segments = new CallbackSegments();
    /** Guarded by the lock. */
    private boolean closed;

    /** An empty queue. */
    public CallbackQueue(final GracePeriods gracePeriods, final Budget budget) {
        this.gracePeriods = gracePeriods;
        this.budget = budget;
    }

    /** Sets who learns of what callbacks throw, or null. */
    public final void onFailure(final Consumer<? super Throwable> handler) {
        failureHandler = handler;
    }

    /**
     * Adds a callback.
     *
     * @param callback a {@code Runnable} or a {@code LongConsumer}
     * @param isAction whether to use it as a {@code LongConsumer}
     * @param argument what the {@code LongConsumer} gets
     * @param bytes    what waits with it
     * @param force    whether to add it although the budget is used up
     * @return false, and nothing is added, if the budget is used up
     */
    public final boolean add(final Object callback, final boolean isAction, final long argument, final long bytes,
            final boolean force) {
        lock.lock();
        try {
            if (closed) {
                throw new IllegalStateException("defer on a closed domain");
            }
            if (!force && !admitsLocked(bytes)) {
                return false;
            }
            // What can fail comes first: a caller that gets an exception may take back what the callback would have done.
            segments.reserve();
            if (segments.isBatchUnderWay()) {
                segments.add(callback, isAction, argument, bytes);
            } else {
                final long cookie = gracePeriods.start();
                segments.add(callback, isAction, argument, bytes);
                segments.beginBatch(cookie);
            }
            return true;
        } finally {
            lock.unlock();
        }
    }

    /** Waits until the oldest callback that waits now has ended, then the budget may have room; or until the time is up. */
    public final void awaitRoom(final boolean mayPoll, final long limitNanos) {
        final long oldest;
        lock.lock();
        try {
            oldest = segments.ended();
            if (oldest == segments.tail()) {
                return;
            }
        } finally {
            lock.unlock();
        }
        waitFor(oldest + 1, mayPoll, limitNanos);
    }

    /** Refuses callbacks from now on. Those that wait get their grace period now, so that no later section holds them up. */
    public final void close() {
        lock.lock();
        try {
            if (!closed && segments.isAnyWaiting()) {
                segments.beginBatch(gracePeriods.start());
            }
            closed = true;
        } finally {
            lock.unlock();
        }
    }

    /** How many callbacks have not ended. */
    public final long waiting() {
        lock.lock();
        try {
            return segments.waiting();
        } finally {
            lock.unlock();
        }
    }

    /** The bytes of the callbacks that have not ended. */
    public final long waitingBytes() {
        lock.lock();
        try {
            return segments.waitingBytes();
        } finally {
            lock.unlock();
        }
    }

    /** How many callbacks have ended. */
    public final long finished() {
        lock.lock();
        try {
            return segments.finished();
        } finally {
            lock.unlock();
        }
    }

    /** How many callbacks were dropped. */
    public final long abandoned() {
        lock.lock();
        try {
            return segments.abandoned();
        } finally {
            lock.unlock();
        }
    }

    public final long thrown() {
        return thrown;
    }

    /** The thread that runs callbacks now, or null. */
    public final Thread poller() {
        return poller.get();
    }

    /** Drops the callbacks that no poller has taken yet; returns how many. Who waits for them in drain need not any more. */
    public final long abandon() {
        final long dropped;
        lock.lock();
        try {
            dropped = segments.abandon();
        } finally {
            lock.unlock();
        }
        wakeReached();
        return dropped;
    }

    /** Runs the callbacks whose grace period is over; returns how many. Returns 0 if another thread, or a callback, polls. */
    public final int poll() {
        return poll(Long.MAX_VALUE);
    }

    /** As {@link #poll()}, for about so long, in nanoseconds; a callback is not cut short. */
    public final int poll(final long limitNanos) {
        final Thread current = Thread.currentThread();
        if (poller.get() != null || !poller.compareAndSet(null, current)) {
            return 0;
        }
        try {
            polls.addRelease(1);
            return runElapsed(limitNanos);
        } finally {
            poller.set(null);
            wakeReached();
        }
    }

    /** Waits until every callback deferred before has ended, and runs what nobody else runs. False if the time is up first. */
    public final boolean drain(final long timeoutNanos) {
        lock.lock();
        final long target = segments.tail();
        lock.unlock();
        if (timeoutNanos > 0) {
            return isReached(target) || waitFor(target, true, timeoutNanos);
        }
        if (!isReached(target)) {
            poll(0);
        }
        return isReached(target);
    }

    // ---- what the number is that threads wait for: below it all callbacks have ended or were dropped ----

    @Override
    protected final void look(final long number, final long leftNanos) {
        poll(Math.max(0, leftNanos));
    }

    @Override
    protected final long looks() {
        return polls.getAcquire();
    }

    @Override
    protected final long reached() {
        lock.lock();
        try {
            return segments.ended();
        } finally {
            lock.unlock();
        }
    }

    @Override
    protected final boolean isReached(final long number) {
        return reached() >= number;
    }

    @Override
    protected final void lookedInVain(final long number) {
        gracePeriods.sightOldest();
    }

    // ---- the poller ----

    /** Bounded: callbacks that are deferred after it began wait for the next poll. */
    private int runElapsed(final long limitNanos) {
        final long beginNanos = limitNanos == Long.MAX_VALUE ? 0 : System.nanoTime();
        // First what is left of a poll that an error has cut short, or its limit.
        int ran = runBatch(beginNanos, limitNanos);
        lock.lock();
        final long end = segments.tail();
        lock.unlock();
        while (batch.isEmpty() && (ran == 0 || hasTime(beginNanos, limitNanos))) {
            final long wanted;
            lock.lock();
            try {
                if (segments.head() >= end) {
                    break;
                }
                if (segments.needsBatch()) {
                    // Before the ready ones run: it is under way meanwhile. Started with the lock held, so after all of them were
                    // added: the lock orders what their threads did before against the start.
                    segments.beginBatch(gracePeriods.start());
                }
                wanted = segments.isAnyReady() ? 0 : segments.cookie();
            } finally {
                lock.unlock();
            }
            if (wanted == 0) {
                take(end);
                ran += runBatch(beginNanos, limitNanos);
            } else if (gracePeriods.isElapsed(wanted)) {
                makeReady(wanted);
            } else {
                gracePeriods.lookForStalls();
                break;
            }
        }
        return ran;
    }

    /** The callbacks of this grace period, which is over, are ready. */
    private void makeReady(final long elapsedCookie) {
        lock.lock();
        try {
            // Else close has given them a later one.
            if (segments.cookie() == elapsedCookie) {
                segments.makeReady(readyEnd(segments.batchEnd(), segments.tail()));
            }
        } finally {
            lock.unlock();
        }
    }

    /** Fills the batch, which is empty, with callbacks that are ready. */
    private void take(final long end) {
        lock.lock();
        try {
            segments.take(batch, end);
        } finally {
            lock.unlock();
        }
    }

    /** At least one callback, so that calls without any time get on as well. */
    private int runBatch(final long beginNanos, final long limitNanos) {
        int ran = 0;
        while (!batch.isEmpty()) {
            final long bytes = batch.nextBytes();
            try {
                batch.runNext();
            } catch (final Throwable failure) {
                // Contained: the callbacks behind this one must run, and the poller has no part in its error.
                thrown++;
                report(failure);
            } finally {
                segments.endOne(bytes);
            }
            ran++;
            if (!hasTime(beginNanos, limitNanos)) {
                break;
            }
        }
        if (ran > 0) {
            wakeReached();
        }
        return ran;
    }

    private static boolean hasTime(final long beginNanos, final long limitNanos) {
        return limitNanos == Long.MAX_VALUE || System.nanoTime() - beginNanos <= limitNanos;
    }

    /** A seam: where the callbacks end whose grace period is over. */
    protected long readyEnd(final long end, final long tail) {
        return end;
    }

    private boolean admitsLocked(final long bytes) {
        return budget == Budget.UNLIMITED || budget.admits(segments.waiting(), segments.waitingBytes(), bytes);
    }

    private void report(final Throwable failure) {
        final Consumer<? super Throwable> handler = failureHandler;
        if (handler != null) {
            try {
                handler.accept(failure);
            } catch (final Throwable ignored) {
                // A handler that throws has had its chance: the failure is counted, and the other callbacks must run.
            }
        }
    }
}
