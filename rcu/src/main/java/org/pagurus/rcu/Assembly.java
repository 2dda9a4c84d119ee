package org.pagurus.rcu;

import org.pagurus.rcu.internal.callbacks.Budget;
import org.pagurus.rcu.internal.callbacks.CallbackQueue;
import org.pagurus.rcu.internal.grace.GracePeriods;
import org.pagurus.rcu.internal.grace.SectionCounters;
import org.pagurus.rcu.internal.grace.SleepableGracePeriods;
import org.pagurus.rcu.internal.grace.Waiting;
import org.pagurus.rcu.internal.readers.ReaderRegistry;
import org.pagurus.rcu.internal.stalls.StallDetector;

/**
 * Makes the parts of a domain. Not final: tests put in parts with seeded bugs.
 */
class Assembly {
    ReaderRegistry registry(final String name, final boolean strict, final boolean tids) {
        return new ReaderRegistry(name, strict, tids);
    }

    StallDetector stalls(final ReaderRegistry registry, final long limitNanos, final boolean boosts) {
        return new StallDetector(registry, limitNanos, boosts);
    }

    GracePeriods gracePeriods(final ReaderRegistry registry, final StallDetector stalls, final boolean readersFence) {
        return new GracePeriods(registry, stalls, readersFence);
    }

    SleepableGracePeriods sleepableGracePeriods(final ReaderRegistry registry, final StallDetector stalls,
            final boolean readersFence) {
        return new SleepableGracePeriods(registry, stalls, readersFence, counters());
    }

    SectionCounters counters() {
        return new SectionCounters();
    }

    Waiting waiting(final GracePeriods gracePeriods) {
        return new Waiting(gracePeriods);
    }

    CallbackQueue callbacks(final GracePeriods gracePeriods, final Budget budget) {
        return new CallbackQueue(gracePeriods, budget);
    }
}
