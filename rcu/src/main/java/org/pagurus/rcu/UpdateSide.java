package org.pagurus.rcu;

import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.LongConsumer;

import org.pagurus.rcu.internal.callbacks.CallbackQueue;
import org.pagurus.rcu.internal.grace.GracePeriods;
import org.pagurus.rcu.internal.grace.Waiting;

/**
 * What updaters call: grace periods, callbacks, reports and the end. A part of {@link RcuDomain}, which describes it, in a file
 * of its own; the same for every kind of domain.
 */
abstract class UpdateSide implements AutoCloseable {
    /** How long {@link #close()} waits for readers and callbacks, in nanoseconds: 10 seconds. */
    public static final long DEFAULT_CLOSE_NANOS = TimeUnit.SECONDS.toNanos(10);

    private final DomainParts parts;
    private final GracePeriods gracePeriods;
    private final Waiting waiting;
    private final CallbackQueue callbacks;
    private final BlockingRules rules;
    private final BackPressure backPressure;
    private volatile boolean closed;

    UpdateSide(final DomainParts parts) {
        this.parts = parts;
        this.gracePeriods = parts.gracePeriods();
        this.waiting = parts.waiting();
        this.callbacks = parts.callbacks();
        this.rules = new BlockingRules(parts);
        this.backPressure = new BackPressure(parts, rules);
    }

    // ---- grace periods ----

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
     * Concurrent callers share scans and grace periods: while another thread waits, this call leaves the start of its own to that
     * thread's next look, up to 1 ms later if it is given a processor; if nobody looks for about 50 ms, it looks itself. An
     * interrupt does not end the wait; the interrupt flag is set again on return.
     *
     * @throws IllegalStateException if the calling thread is inside a section of this domain, as it would wait for itself, or of
     *                               any strict domain, whose sections must not block; or if the domain is closed
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
        rules.refuseInSection("synchronize");
        checkOpen("synchronize");
        return waiting.synchronize(timeoutNanos);
    }

    /**
     * Returns whether the calling thread may wait for grace periods of this domain: not inside a section of the domain, nor of
     * any strict one, nor inside a callback. For code that can do without waiting.
     *
     * @return whether {@link #synchronize()} and {@link #barrier()} would not be refused
     */
    public boolean mayWait() {
        return rules.mayWait();
    }

    /**
     * As {@link #synchronize()}, as soon as possible: it shares no grace period, and never parks but yields, so it takes what
     * processor time is left until the last reader is gone. The kernel's {@code synchronize_rcu_expedited}.
     *
     * @throws IllegalStateException as {@link #synchronize()} does
     */
    public void expedite() {
        expedite(Long.MAX_VALUE);
    }

    /**
     * As {@link #expedite()}, but gives up when the time is over.
     *
     * @param timeoutNanos how long to wait at most, in nanoseconds
     * @return whether the grace period ended in time
     * @throws IllegalStateException as {@link #synchronize()} does
     */
    public boolean expedite(final long timeoutNanos) {
        rules.refuseInSection("expedite");
        checkOpen("expedite");
        return waiting.expedite(timeoutNanos);
    }

    // ---- callbacks ----

    /**
     * As {@link #defer(long, Runnable)}, with 0 bytes.
     *
     * @param task what to run
     */
    public void defer(final Runnable task) {
        defer(0, task);
    }

    /**
     * Hands over a callback to be run by {@link #poll()}, or by the {@link RcuDriver}, when every section that is running now has
     * ended. Callbacks share grace periods: this one may also wait for sections that begin before the next poll, and for the
     * grace period that is under way. Allowed inside a section and a callback. Takes a short lock; allocates only to resize the
     * ring of callbacks, and where the budget is used up.
     *
     * @param bytes what it will free, in bytes, 0 or more: counted against the budget ({@link RcuBuilder#budget}), and told in
     *              reports
     * @param task  what to run
     * @throws IllegalStateException                          if the domain is closed
     * @throws IllegalArgumentException                       if bytes is negative
     * @throws java.util.concurrent.RejectedExecutionException if the budget is used up, with {@link OverBudget#REJECT}
     */
    public void defer(final long bytes, final Runnable task) {
        backPressure.defer(Objects.requireNonNull(task, "task"), false, 0, bytes);
    }

    /**
     * As {@link #defer(long, LongConsumer, long)}, with 0 bytes.
     *
     * @param action   what to run
     * @param argument what to give it
     */
    public void defer(final LongConsumer action, final long argument) {
        defer(0, action, argument);
    }

    /**
     * As {@link #defer(long, Runnable)}, for an action that needs a number: one action object serves for all, so nothing is
     * allocated.
     *
     * @param bytes    what it will free, in bytes, 0 or more
     * @param action   what to run
     * @param argument what to give it
     * @throws IllegalArgumentException if bytes is negative
     */
    public void defer(final long bytes, final LongConsumer action, final long argument) {
        backPressure.defer(Objects.requireNonNull(action, "action"), true, argument, bytes);
    }

    /**
     * Runs the callbacks whose grace period is over, in order of deferral, on the calling thread and outside all locks. One
     * thread polls at a time. Scans twice at most for each grace period that it finds over; allocates nothing. A callback that
     * throws is counted and handed to {@link #onCallbackFailure}, and the next one runs.
     *
     * @return how many callbacks ran; 0 if another thread is polling, or if called inside a callback
     */
    public int poll() {
        return callbacks.poll();
    }

    /**
     * As {@link #poll()}, for about so long: for a caller with a deadline. What is left waits for the next poll.
     *
     * @param limitNanos when this time is over no further callback begins; at least one runs if any may
     * @return how many callbacks ran
     */
    public int poll(final long limitNanos) {
        return callbacks.poll(Math.max(0, limitNanos));
    }

    /**
     * Waits until all callbacks deferred before have ended, wherever they run, and runs those that nobody else runs. Waits as
     * {@link #synchronize()} does. Their effects happen before it returns. Callbacks that are abandoned meanwhile are not waited
     * for.
     *
     * @throws IllegalStateException if called inside a section or inside a callback of this domain, as it would wait for itself,
     *                               or inside a section of a strict domain
     */
    public void barrier() {
        barrier(Long.MAX_VALUE);
    }

    /**
     * As {@link #barrier()}, but gives up when the time is over.
     *
     * @param timeoutNanos how long to wait at most, in nanoseconds; looked at between callbacks, so that one that this thread
     *                     runs may exceed it. With 0 or less at most one is run
     * @return whether all callbacks deferred before have ended
     * @throws IllegalStateException as {@link #barrier()} does
     */
    public boolean barrier(final long timeoutNanos) {
        rules.refuseInSection("barrier");
        rules.refuseInCallback("barrier");
        return callbacks.drain(timeoutNanos);
    }

    /**
     * Gives up on the callbacks that wait: they never run, and what they would have freed is lost unless the application knows of
     * it elsewhere. For a reader that will never leave its section, before memory runs out. Those that a poll has taken to run
     * them, up to 64, still run.
     *
     * @return how many were dropped
     */
    public long abandon() {
        return callbacks.abandon();
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
     * Returns a new driver, for a thread of the application's.
     *
     * @return a driver that was not started
     */
    public RcuDriver driver() {
        return new RcuDriver(this, gracePeriods.registry().domain());
    }

    // ---- reports ----

    /**
     * Sets who learns of stalled grace periods; without a listener they are only counted.
     *
     * @param listener the listener, or null for none
     */
    public void onStall(final StallListener listener) {
        gracePeriods.stalls().onStall(listener == null ? (cookie, stalledNanos) -> { } : (cookie, stalledNanos) ->
            listener.onStall(StallReport.of(gracePeriods, callbacks, cookie, stalledNanos)));
    }

    /**
     * Reports the readers that hold a grace period back. For diagnosis: it allocates, and stops each such thread for some
     * microseconds to take its stack.
     *
     * @param cookie what {@link #startGracePeriod()} returned
     * @return one entry for each reader that holds it back at this moment; empty if none does
     * @throws IllegalArgumentException if this domain never made this cookie
     */
    public List<StallReport.Holder> holders(final long cookie) {
        gracePeriods.checkCookie(cookie);
        return StallReport.holders(gracePeriods, cookie);
    }

    /**
     * Returns the counters. Cost: that of a scan.
     *
     * @return the counters at about this moment
     */
    public RcuStats stats() {
        return RcuStats.of(parts, backPressure);
    }

    // ---- the end ----

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
     * @throws IllegalStateException if called inside a section or a callback of this domain, or inside a section of a strict one
     *                               (then nothing has changed), or if the time is up: the message names the threads that are
     *                               waited for
     */
    public void close(final long timeoutNanos) {
        rules.refuseInSection("close");
        rules.refuseInCallback("close");
        closed = true;
        gracePeriods.registry().close();
        callbacks.close();
        Shutdown.drain(parts, Math.max(0, timeoutNanos));
    }

    @Override
    public String toString() {
        return parts.domain();
    }

    // ---- inside ----

    final void checkOpen(final String what) {
        if (closed) {
            throw new IllegalStateException(this + ": " + what + " on a closed domain");
        }
    }

    final void startDriving(final RcuDriver driver) {
        if (!backPressure.startDriving(driver)) {
            throw new IllegalStateException(this + ": another driver runs; close it first");
        }
    }

    final void stopDriving(final RcuDriver driver) {
        backPressure.stopDriving(driver);
    }

    /** Lets the detector of stalls look at the grace period that was started last. */
    final void look() {
        gracePeriods.lookAtAll();
    }
}
