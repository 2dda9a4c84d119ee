package org.pagurus.rcu;

import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.LongConsumer;

/**
 * What updaters call: grace periods, callbacks, reports and the end. A part of {@link RcuDomain}, which describes it, in a file
 * of its own; the same for every kind of domain.
 */
abstract class UpdateSide implements AutoCloseable {
    /** How long {@link #close()} waits for readers and callbacks, in nanoseconds: 10 seconds. */
    public static final long DEFAULT_CLOSE_NANOS = TimeUnit.SECONDS.toNanos(10);

    private final String name;
    private final GracePeriods gracePeriods;
    private final CallbackQueue callbacks;
    private volatile boolean closed;

    UpdateSide(final String name, final GracePeriods gracePeriods) {
        this.name = Objects.requireNonNull(name, "name");
        this.gracePeriods = gracePeriods;
        this.callbacks = new CallbackQueue(gracePeriods);
    }

    /**
     * Starts a grace period: it ends when every section that is running now has ended. Wait-free, allowed inside a section, and
     * a full fence. Nothing need be done with the cookie.
     *
     * @return the cookie of the grace period, 2 or more; each call returns a higher one than all calls that happened before
     * @throws IllegalStateException if the domain is closed
     */
    public long startGracePeriod() {
        checkOpen("startGracePeriod");
        return gracePeriods.start();
    }

    /**
     * Returns whether a grace period is over. Exact: true only if every section that was running when the cookie was made has
     * ended, and sections that began later never delay it. A full fence if true. Never waits for a reader: scans once, and once
     * more, with the short registration lock, if it met a reader of a terminated thread. Allowed in sections and after close.
     *
     * @param cookie what {@link #startGracePeriod()} returned
     * @return true once the grace period is over, and forever after
     * @throws IllegalArgumentException if this domain never made this cookie
     */
    public boolean isElapsed(final long cookie) {
        return gracePeriods.isElapsed(cookie);
    }

    /**
     * Waits until every section that is running now has ended: spins briefly, then yields, then parks for up to 1 ms at a time.
     * Concurrent callers share scans. An interrupt does not end the wait; the interrupt flag is set again on return.
     *
     * @throws IllegalStateException if the calling thread is inside a section of this domain, as it would wait for itself, or
     *                               if the domain is closed
     */
    public void synchronize() {
        synchronize(Long.MAX_VALUE);
    }

    /**
     * As {@link #synchronize()}, but gives up when the time is over.
     *
     * @param timeoutNanos how long to wait at most, in nanoseconds; with 0 or less it only looks and does not wait
     * @return whether the grace period ended in time
     * @throws IllegalStateException as {@link #synchronize()} does
     */
    public boolean synchronize(final long timeoutNanos) {
        refuseInSection("synchronize");
        checkOpen("synchronize");
        return gracePeriods.await(gracePeriods.start(), timeoutNanos);
    }

    /**
     * Hands over a callback to be run by {@link #poll()} when every section that is running now has ended. Starts a grace period
     * of its own. Allowed inside a section and a callback. Takes a short lock; allocates only to resize the ring of callbacks.
     *
     * @param task what to run; see {@link #poll()} for when and where
     * @throws IllegalStateException if the domain is closed
     */
    public void defer(final Runnable task) {
        callbacks.defer(Objects.requireNonNull(task, "task"), null, 0);
    }

    /**
     * As {@link #defer(Runnable)}, for an action that needs a number: one action object serves for all, so nothing is allocated.
     *
     * @param action   what to run
     * @param argument what to give it
     * @throws IllegalStateException if the domain is closed
     */
    public void defer(final LongConsumer action, final long argument) {
        callbacks.defer(null, Objects.requireNonNull(action, "action"), argument);
    }

    /**
     * Runs the callbacks whose grace period is over, in order of deferral, on the calling thread and outside all locks. One
     * thread polls at a time. Does at most the scans of one {@link #isElapsed(long)}; allocates nothing. A callback that throws
     * is counted and handed to {@link #onCallbackFailure}, and the next one runs.
     *
     * @return how many callbacks ran; 0 if another thread is polling, or if called inside a callback
     */
    public int poll() {
        return callbacks.poll();
    }

    /**
     * Waits until all callbacks deferred before have ended, wherever they run, and runs those that nobody else runs. Waits as
     * {@link #synchronize()} does. Their effects happen before it returns.
     *
     * @throws IllegalStateException if called inside a section or inside a callback of this domain, as it would wait for itself
     */
    public void barrier() {
        refuseInSection("barrier");
        refuseInCallback("barrier");
        callbacks.drain(Long.MAX_VALUE);
    }

    /**
     * Sets who learns of what callbacks throw; without a handler it is only counted. The handler runs on the polling thread. What
     * it throws itself is dropped.
     *
     * @param handler the handler, or null for none
     */
    public void onCallbackFailure(final Consumer<? super Throwable> handler) {
        callbacks.onFailure(handler);
    }

    /**
     * Reports the readers that hold a grace period back. For diagnosis: it allocates, and stops each such thread for some
     * microseconds to take its stack.
     *
     * @param cookie what {@link #startGracePeriod()} returned
     * @return one report for each reader that holds it back at this moment; empty if none does
     * @throws IllegalArgumentException if this domain never made this cookie
     */
    public List<StallReport> holders(final long cookie) {
        return gracePeriods.holders(cookie);
    }

    /**
     * Returns the counters. Cost: that of a scan.
     *
     * @return the counters at about this moment
     */
    public RcuStats stats() {
        return RcuStats.of(gracePeriods, callbacks);
    }

    /**
     * As {@link #close(long)}, with a limit of {@link #DEFAULT_CLOSE_NANOS}.
     */
    @Override
    public void close() {
        close(DEFAULT_CLOSE_NANOS);
    }

    /**
     * Closes the domain: refuses new readers, callbacks and grace periods, waits for the running sections, and runs all waiting
     * callbacks. If it fails, the domain stays closed and another call goes on draining. A callback that defers meanwhile fails.
     * Readers that are still registered must not be used for anything but {@code exit} and {@code close}: nobody waits for
     * their later sections.
     *
     * @param timeoutNanos how long to wait at most, in nanoseconds
     * @throws IllegalStateException if called inside a section or a callback of this domain (then nothing has changed), or if
     *                               the time is up: the message names the threads that are waited for
     */
    public void close(final long timeoutNanos) {
        refuseInSection("close");
        refuseInCallback("close");
        closed = true;
        gracePeriods.registry().close();
        callbacks.close();
        Shutdown.drain(toString(), gracePeriods, callbacks, timeoutNanos);
    }

    @Override
    public String toString() {
        return "RcuDomain[" + name + "]";
    }

    final void checkOpen(final String what) {
        if (closed) {
            throw new IllegalStateException(this + ": " + what + " on a closed domain");
        }
    }

    private void refuseInSection(final String what) {
        refuse(gracePeriods.registry().isInSection(Thread.currentThread()), what, "section");
    }

    private void refuseInCallback(final String what) {
        refuse(callbacks.poller() == Thread.currentThread(), what, "callback");
    }

    private void refuse(final boolean inside, final String what, final String where) {
        if (inside) {
            throw new IllegalStateException(this + ": " + what + " inside a " + where + " would wait for itself");
        }
    }
}
