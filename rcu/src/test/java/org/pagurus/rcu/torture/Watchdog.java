package org.pagurus.rcu.torture;

import java.util.concurrent.TimeUnit;

import org.pagurus.rcu.RcuDomain;

/**
 * Notices that no grace period ends any more. Its clock is the time between two looks, and no more than {@link #MAX_GAP_NANOS} of
 * each: when the watchdog did not get to run, nor perhaps did those that it watches.
 */
final class Watchdog {
    private static final long MAX_GAP_NANOS = TimeUnit.MILLISECONDS.toNanos(20);

    private final RcuDomain domain;
    private final long limitNanos;
    private long completed;
    private long lastNanos;
    private long stuckNanos;

    Watchdog(final RcuDomain domain, final long limitNanos) {
        this.domain = domain;
        this.limitNanos = limitNanos;
        reset();
    }

    /** Begins anew: until now there was nothing to wait for. */
    void reset() {
        lastNanos = System.nanoTime();
        stuckNanos = 0;
        completed = domain.stats().gracePeriodsCompleted();
    }

    /** Looks, every few milliseconds; returns true if it was too long. */
    boolean isStuck() {
        final long seen = domain.stats().gracePeriodsCompleted();
        final long nowNanos = System.nanoTime();
        if (seen != completed) {
            completed = seen;
            stuckNanos = 0;
        } else {
            stuckNanos += Math.min(nowNanos - lastNanos, MAX_GAP_NANOS);
        }
        lastNanos = nowNanos;
        return stuckNanos >= limitNanos;
    }

    long limitNanos() {
        return limitNanos;
    }
}
