package org.pagurus.rcu;

import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import java.util.function.LongConsumer;

/**
 * The callbacks of one domain. Any thread may add and poll; one thread at a time runs them, in order of deferral.
 * <p>
 * The lock covers the ring and is never held while a callback runs or a scan is done. The poller's role is taken by CAS, so the
 * effects of each callback happen before the next callback, whichever threads run them.
 */
final class CallbackQueue {
    private final GracePeriods gracePeriods;
    private final Object lock = new Object();
    private final AtomicReference<Thread> poller = new AtomicReference<>();
    /** How many callbacks have ended. Written by the poller after each one; release, so that barrier happens after it. */
    private final PaddedLong finished = new PaddedLong(0);
    /** Written by the poller. */
    private volatile long thrown;
    private volatile Consumer<? super Throwable> failureHandler;
    /** Guarded by the lock, as are the next two. */
    private final CallbackRing ring = new CallbackRing();
    /** The cookie of the callback that was deferred last, or {@link Epochs#IDLE} if there was none. */
    private long lastCookie = Epochs.IDLE;
    private boolean closed;
    /** The callback that runs: fields of the poller, so that taking it out of the ring allocates nothing. */
    private Runnable task;
    private LongConsumer action;
    private long argument;

    CallbackQueue(final GracePeriods gracePeriods) {
        this.gracePeriods = gracePeriods;
    }

    void onFailure(final Consumer<? super Throwable> handler) {
        failureHandler = handler;
    }

    /** Adds a callback. The cookie is made under the lock, so cookies never fall from head to tail. */
    void defer(final Runnable newTask, final LongConsumer newAction, final long newArgument) {
        synchronized (lock) {
            if (closed) {
                throw new IllegalStateException("defer on a closed domain");
            }
            ring.reserve();
            lastCookie = gracePeriods.start();
            ring.add(lastCookie, newTask, newAction, newArgument);
        }
    }

    /** Refuses callbacks from now on. */
    void close() {
        synchronized (lock) {
            closed = true;
        }
    }

    long waiting() {
        synchronized (lock) {
            return ring.size();
        }
    }

    long finished() {
        return finished.getAcquire();
    }

    long thrown() {
        return thrown;
    }

    /** The thread that runs callbacks now, or null. */
    Thread poller() {
        return poller.get();
    }

    /** Runs the callbacks whose grace period is over; returns how many. Returns 0 if another thread, or a callback, polls. */
    int poll() {
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
    boolean drain(final long timeoutNanos) {
        final long beginNanos = System.nanoTime();
        final long target;
        final long cookie;
        synchronized (lock) {
            target = ring.added();
            cookie = lastCookie;
        }
        if (cookie != Epochs.IDLE && !gracePeriods.await(cookie, timeoutNanos)) {
            return false;
        }
        final Backoff backoff = new Backoff();
        try {
            while (finished.getAcquire() < target) {
                // Nothing ran: another thread is the poller, and its present callback may be among ours.
                if (poll() == 0) {
                    final long leftNanos = timeoutNanos - (System.nanoTime() - beginNanos);
                    if (leftNanos <= 0) {
                        return finished.getAcquire() >= target;
                    }
                    backoff.pause(leftNanos);
                }
            }
            return true;
        } finally {
            backoff.restoreInterrupt();
        }
    }

    /** Bounded: callbacks that are deferred meanwhile have younger cookies and wait for the next poll. */
    private int runElapsed() {
        final long newest;
        synchronized (lock) {
            if (ring.size() == 0) {
                return 0;
            }
            newest = lastCookie;
        }
        // Asks for the newest callback, so that one scan settles as many as it can.
        gracePeriods.isElapsed(newest);
        int ran = 0;
        while (takeElapsed(newest)) {
            run();
            ran++;
        }
        return ran;
    }

    private boolean takeElapsed(final long newest) {
        synchronized (lock) {
            if (ring.size() == 0 || ring.headCookie() > newest || !gracePeriods.isKnownElapsed(ring.headCookie())) {
                return false;
            }
            task = ring.headTask();
            action = ring.headAction();
            argument = ring.headArgument();
            ring.removeHead();
            return true;
        }
    }

    private void run() {
        try {
            if (task != null) {
                task.run();
            } else {
                action.accept(argument);
            }
        } catch (final Throwable failure) {
            // Contained: the callbacks behind this one must run, and the poller has no part in its error.
            thrown++;
            report(failure);
        } finally {
            task = null;
            action = null;
            finished.setRelease(finished.getAcquire() + 1);
        }
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
