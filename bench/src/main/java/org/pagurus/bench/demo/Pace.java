package org.pagurus.bench.demo;

import java.util.concurrent.locks.LockSupport;

/**
 * Spreads steps evenly over a time. When the machine is too slow for it, the steps simply follow each other.
 */
final class Pace {
    /** Shorter pauses are not worth a system call. */
    private static final long MIN_PAUSE_NANOS = 500_000L;

    private final long startNanos = System.nanoTime();
    private final long durationNanos;
    private final long steps;
    private long done;

    Pace(long durationNanos, long steps) {
        this.durationNanos = durationNanos;
        this.steps = Math.max(1, steps);
    }

    /** Waits until the next step is due. */
    void awaitStep() {
        awaitUntil(startNanos + (long) ((double) durationNanos * done++ / steps), MIN_PAUSE_NANOS);
    }

    /** Waits until the time is over. */
    void awaitEnd() {
        awaitUntil(startNanos + durationNanos, 0);
    }

    private static void awaitUntil(long due, long minPauseNanos) {
        for (long pause = due - System.nanoTime(); pause > minPauseNanos; pause = due - System.nanoTime()) {
            LockSupport.parkNanos(pause);
        }
    }
}
