package org.pagurus.rcu;

import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.LongAdder;

import org.pagurus.rcu.internal.base.Backoff;
import org.pagurus.rcu.internal.callbacks.Budget;
import org.pagurus.rcu.internal.callbacks.CallbackQueue;

/**
 * Defers callbacks within the budget of a domain.
 */
final class BackPressure {
    private final String domain;
    private final CallbackQueue callbacks;
    private final Budget budget;
    private final OverBudget policy;
    private final BlockingRules rules;
    private final LongAdder waits = new LongAdder();
    private final LongAdder rejected = new LongAdder();
    private final LongAdder admitted = new LongAdder();
    /** Whether a driver runs callbacks. */
    private final AtomicBoolean driven = new AtomicBoolean();

    BackPressure(final DomainParts parts, final BlockingRules rules) {
        this.domain = parts.domain();
        this.callbacks = parts.callbacks();
        this.budget = parts.budget();
        this.policy = parts.overBudget();
        this.rules = rules;
    }

    /** From now on a driver runs callbacks; returns false if another one does. */
    boolean startDriving() {
        return driven.compareAndSet(false, true);
    }

    void stopDriving() {
        driven.set(false);
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
            admitted.increment();
            callbacks.add(callback, isAction, argument, bytes, true);
            return;
        }
        waits.increment();
        final Backoff backoff = Backoff.parking();
        try {
            while (!callbacks.add(callback, isAction, argument, bytes, false)) {
                final boolean helps = policy == OverBudget.RUN_INLINE || !driven.get();
                if (!helps || callbacks.poll() == 0) {
                    backoff.pause(Long.MAX_VALUE);
                }
            }
        } finally {
            backoff.restoreInterrupt();
        }
    }
}
