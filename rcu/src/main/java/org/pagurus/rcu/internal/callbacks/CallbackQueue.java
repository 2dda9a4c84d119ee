package org.pagurus.rcu.internal.callbacks;

import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;

import org.pagurus.rcu.internal.base.Backoff;
import org.pagurus.rcu.internal.base.PaddedLong;
import org.pagurus.rcu.internal.base.SpinLock;
import org.pagurus.rcu.internal.grace.GracePeriods;

/**
 * The callbacks of one domain. Any thread may add and poll; one thread at a time runs them, in order of deferral.
 * <pre>
 *  unfinished      head               batchEnd                tail
 *   ...  |  [batch]  |  one grace period  |  wait for the next   |
 *           the poller's      of cookie             one
 * </pre>
 * As in the kernel, one grace period serves many callbacks ({@code rcu_segcblist}). It starts with the first callback that is
 * deferred to an empty queue; what is deferred while it is under way shares the one after it. So a callback waits for two grace
 * periods at most, and a flood of them costs the readers no more than a few.
 * <p>
 * The lock covers the ring and is never held while a callback runs or a scan is done. The poller's role is taken by CAS, so the
 * effects of each callback happen before the next callback, whichever threads run them.
 */
public class CallbackQueue {
    private final GracePeriods gracePeriods;
    private final Budget budget;
    private final SpinLock lock = new SpinLock();
    private final AtomicReference<Thread> poller = new AtomicReference<>();
    /**
     * The number of the first callback of the batch that has not ended; {@code takenEnd} if all have. The poller writes it after
     * each one; release, so that who waits for a callback happens after it.
     */
    private final PaddedLong unfinished = new PaddedLong(0);
    /** The bytes of the callbacks that have ended. Written by the poller as well. */
    private final PaddedLong finishedBytes = new PaddedLong(0);
    /** Written by the poller. */
    private volatile long thrown;
    private volatile Consumer<? super Throwable> failureHandler;
    /** For the poller alone. */
    private final CallbackBatch batch = new CallbackBatch();

    // Guarded by the lock from here on.
    private final CallbackRing ring = new CallbackRing();
    /** The number behind the last callback that the poller took; {@code unfinished <= takenEnd <= head}. */
    private long takenEnd;
    /** The bytes of all callbacks that were ever added. */
    private long addedBytes;
    private long abandoned;
    private long abandonedBytes;
    /** Callbacks below this number wait for the grace period of {@code cookie}; {@code head <= batchEnd <= tail}. */
    private long batchEnd;
    private long cookie;
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
            ring.reserve();
            ring.add(callback, isAction, argument, bytes);
            addedBytes += bytes;
            if (batchEnd == ring.head()) {
                startBatchLocked();
            }
            return true;
        } finally {
            lock.unlock();
        }
    }

    /** Whether the budget has room for one more callback with so many bytes. */
    public final boolean admits(final long bytes) {
        lock.lock();
        try {
            return admitsLocked(bytes);
        } finally {
            lock.unlock();
        }
    }

    /** Refuses callbacks from now on. */
    public final void close() {
        lock.lock();
        closed = true;
        lock.unlock();
    }

    /** How many callbacks have not ended. */
    public final long waiting() {
        lock.lock();
        try {
            return waitingLocked();
        } finally {
            lock.unlock();
        }
    }

    /** The bytes of the callbacks that have not ended. */
    public final long waitingBytes() {
        lock.lock();
        try {
            return waitingBytesLocked();
        } finally {
            lock.unlock();
        }
    }

    /** How many callbacks have ended. */
    public final long finished() {
        lock.lock();
        try {
            return ring.head() - abandoned - runningLocked();
        } finally {
            lock.unlock();
        }
    }

    /** How many callbacks were dropped. */
    public final long abandoned() {
        lock.lock();
        try {
            return abandoned;
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
        lock.lock();
        try {
            final long dropped = ring.size();
            abandonedBytes += ring.clear();
            batchEnd = ring.tail();
            abandoned += dropped;
            return dropped;
        } finally {
            lock.unlock();
        }
    }

    /** Runs the callbacks whose grace period is over; returns how many. Returns 0 if another thread, or a callback, polls. */
    public final int poll() {
        final Thread current = Thread.currentThread();
        if (poller.get() != null || !poller.compareAndSet(null, current)) {
            return 0;
        }
        try {
            return runElapsed();
        } finally {
            poller.set(null);
        }
    }

    /** Waits until every callback deferred before has ended, and runs what nobody else runs. False if the time is up first. */
    public final boolean drain(final long timeoutNanos) {
        final long beginNanos = System.nanoTime();
        lock.lock();
        final long target = ring.tail();
        lock.unlock();
        final Backoff backoff = Backoff.parking();
        try {
            while (!hasEnded(target)) {
                if (poll() == 0) {
                    final long leftNanos = timeoutNanos - (System.nanoTime() - beginNanos);
                    if (leftNanos <= 0) {
                        return hasEnded(target);
                    }
                    // Readers hold the grace period back, or another thread is the poller, and its present callback is ours.
                    backoff.pause(leftNanos);
                }
            }
            return true;
        } finally {
            backoff.restoreInterrupt();
        }
    }

    /** Whether all callbacks below this number have ended or were dropped. */
    private boolean hasEnded(final long number) {
        lock.lock();
        try {
            return ring.head() >= number && (runningLocked() == 0 || unfinished.getAcquire() >= number);
        } finally {
            lock.unlock();
        }
    }

    /** Bounded: callbacks that are deferred after it began wait for the next poll. */
    private int runElapsed() {
        int ran = runBatch();
        lock.lock();
        final long end = ring.tail();
        lock.unlock();
        while (true) {
            final long wanted;
            lock.lock();
            try {
                if (ring.head() >= end) {
                    break;
                }
                if (batchEnd == ring.head()) {
                    startBatchLocked();
                }
                wanted = cookie;
            } finally {
                lock.unlock();
            }
            if (!gracePeriods.isElapsed(wanted)) {
                gracePeriods.lookForStalls();
                break;
            }
            take(wanted, end);
            ran += runBatch();
        }
        return ran;
    }

    /** Fills the batch, which is empty, with callbacks of this grace period, which is over. */
    private void take(final long elapsedCookie, final long end) {
        lock.lock();
        try {
            unfinished.setRelease(ring.head());
            ring.move(batch, Math.min(end, elapsedEndLocked(elapsedCookie)));
            takenEnd = ring.head();
        } finally {
            lock.unlock();
        }
    }

    private int runBatch() {
        int ran = 0;
        for (; !batch.isEmpty(); ran++) {
            final long bytes = batch.nextBytes();
            try {
                batch.runNext();
            } catch (final Throwable failure) {
                // Contained: the callbacks behind this one must run, and the poller has no part in its error.
                thrown++;
                report(failure);
            } finally {
                finishedBytes.addRelease(bytes);
                unfinished.addRelease(1);
            }
        }
        return ran;
    }

    /**
     * Gives all callbacks in the ring the grace period that starts now. It is started with the lock held, by whichever thread, so
     * after all of them were added: the lock orders what their threads did before against the start.
     */
    private void startBatchLocked() {
        cookie = gracePeriods.start();
        batchEnd = batchEnd(ring.tail());
    }

    /** Where the callbacks end whose grace period this cookie names; a thread that abandoned them may have come in between. */
    private long elapsedEndLocked(final long elapsedCookie) {
        return cookie == elapsedCookie ? elapsedEnd(batchEnd, ring.tail()) : ring.head();
    }

    /** A seam: where the callbacks end that share the grace period which has just been started. */
    protected long batchEnd(final long tail) {
        return tail;
    }

    /** A seam: where the callbacks end whose grace period is over. */
    protected long elapsedEnd(final long end, final long tail) {
        return end;
    }

    private boolean admitsLocked(final long bytes) {
        return budget == Budget.UNLIMITED || budget.admits(waitingLocked(), waitingBytesLocked(), bytes);
    }

    private long waitingLocked() {
        return ring.size() + runningLocked();
    }

    /** How many callbacks the poller has taken that have not ended. Volatile is not needed: see {@code unfinished}. */
    private long runningLocked() {
        return takenEnd - unfinished.getAcquire();
    }

    private long waitingBytesLocked() {
        return addedBytes - abandonedBytes - finishedBytes.getAcquire();
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
