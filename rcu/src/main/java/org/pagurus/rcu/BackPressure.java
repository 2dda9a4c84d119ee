package org.pagurus.rcu;

import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.atomic.LongAdder;

import org.pagurus.rcu.internal.callbacks.Budget;
import org.pagurus.rcu.internal.callbacks.CallbackQueue;

/**
 * Defers callbacks within the budget of a domain.
 */
final class BackPressure {
    /** How long a thread waits for the driver before it asks whether there still is one. */
    private static final long ASK_NANOS = 50_000_000;

    private final String domain;
    private final CallbackQueue callbacks;
    private final Budget budget;
    private final OverBudget policy;
    private final BlockingRules rules;
    private final LongAdder waits = new LongAdder();
    private final LongAdder rejected = new LongAdder();
    private final LongAdder admitted = new LongAdder();
    /** The driver that runs callbacks, or null. */
    private final AtomicReference<RcuDriver> driver = new AtomicReference<>();

    BackPressure(final DomainParts parts, final BlockingRules rules) {
        this.domain = parts.domain();
        this.callbacks = parts.callbacks();
        this.budget = parts.budget();
        this.policy = parts.overBudget();
        this.rules = rules;
    }

    /** From now on this driver runs callbacks; returns false if another one does. */
    boolean startDriving(final RcuDriver newDriver) {
        return driver.compareAndSet(null, newDriver);
    }

    /** Does nothing unless this driver runs callbacks. */
    void stopDriving(final RcuDriver oldDriver) {
        driver.compareAndSet(oldDriver, null);
    }

    long waits() {
        return waits.sum();
    }

    long rejected() {
        return rejected.sum();
    }

    long admitted() {
        return admitted.sum();
    }

    void defer(final Object callback, final boolean isAction, final long argument, final long bytes) {
        if (bytes < 0) {
            throw new IllegalArgumentException("defer: bytes=" + bytes + ", allowed: 0 or more");
        }
        if (!callbacks.add(callback, isAction, argument, bytes, false)) {
            deferOverBudget(callback, isAction, argument, bytes);
        }
    }

    private void deferOverBudget(final Object callback, final boolean isAction, final long argument, final long bytes) {
        if (policy == OverBudget.REJECT) {
            rejected.increment();
            throw new RejectedExecutionException(domain + ": defer over the budget: bytes=" + bytes + ", waiting callbacks="
                + callbacks.waiting() + " of " + budget.maxCallbacks() + ", waiting bytes=" + callbacks.waitingBytes() + " of "
                + budget.maxBytes() + "; poll more often, or see holders() for who is in the way");
        }
        if (!rules.mayWait()) {
            callbacks.add(callback, isAction, argument, bytes, true);
            admitted.increment();
            return;
        }
        waits.increment();
        while (!callbacks.add(callback, isAction, argument, bytes, false)) {
            callbacks.awaitRoom(mustHelp(), ASK_NANOS);
        }
    }

    /** Whether this thread must poll for room to come: nobody else does, or it is the driver's own thread, which would. */
    private boolean mustHelp() {
        final RcuDriver running = driver.get();
        return policy == OverBudget.RUN_INLINE || running == null || running.isOnThisThread();
    }
}
