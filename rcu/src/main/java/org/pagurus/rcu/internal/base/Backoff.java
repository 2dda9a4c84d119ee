package org.pagurus.rcu.internal.base;

import java.util.concurrent.locks.LockSupport;

/**
 * How a thread waits for readers or for callbacks: it spins briefly, then yields, then parks for times that double up to a
 * bound. It yields early because the thread it waits for may need this very core. One object for each wait.
 * <p>
 * An interrupt does not end the wait. It is remembered, and handed back by {@link #restoreInterrupt()}.
 */
public final class Backoff {
    /** The longest park, and so about how late a waiter may learn that its wait is over. */
    static final long MAX_PARK_NANOS = 1_000_000;

    /** The spins double too: 1 + 2 + ... + 32 pauses, about a microsecond. */
    private static final int SPINS = 6;
    private static final int YIELDS = 24;
    private static final long MIN_PARK_NANOS = 4_000;

    private final boolean parks;
    private int step;
    private long parkNanos = MIN_PARK_NANOS;
    private boolean interrupted;

    private Backoff(final boolean parks) {
        this.parks = parks;
    }

    /** For an ordinary wait. */
    public static Backoff parking() {
        return new Backoff(true);
    }

    /** For a wait that must learn of its end at once: it yields for as long as it lasts, and takes what the core has left. */
    public static Backoff yielding() {
        return new Backoff(false);
    }

    /** Waits for one step, and for no longer than the limit if the step is a park. */
    public void pause(final long limitNanos) {
        if (step < SPINS) {
            for (int i = 1 << step; i > 0; i--) {
                Thread.onSpinWait();
            }
            step++;
        } else if (step < SPINS + YIELDS) {
            step++;
            Thread.yield();
        } else if (parks) {
            park(Math.min(parkNanos, limitNanos));
            parkNanos = Math.min(2 * parkNanos, MAX_PARK_NANOS);
        } else {
            Thread.yield();
        }
    }

    /** Parks until woken, and for no longer than the limit. */
    public void park(final long limitNanos) {
        // An interrupted thread would not park but spin: parkNanos returns at once as long as the flag is set.
        interrupted |= Thread.interrupted();
        LockSupport.parkNanos(this, limitNanos);
    }

    /** Whether the wait has become a long one. */
    public boolean isLong() {
        return step == SPINS + YIELDS;
    }

    /** Ends the wait: sets the interrupt flag of this thread again if the wait took it away. */
    public void restoreInterrupt() {
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
