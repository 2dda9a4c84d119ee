package org.pagurus.rcu.internal.grace;

import org.pagurus.rcu.internal.base.Backoff;
import org.pagurus.rcu.internal.base.PaddedLong;
import org.pagurus.rcu.internal.base.SharedWait;

/**
 * Threads that wait for grace periods of one domain, and what they share.
 * <pre>
 *     the first to come:   start a grace period, look, and lead: look again and again ---- over: wake all whose
 *                                                     |                                    grace period is over,
 *     while one leads:     name the next grace period, park ...............................  let another one lead
 *                                                     |
 *     the leader:                       starts it at its next look, once for all that came meanwhile
 * </pre>
 * So the scans for any number of waiters come about as often as for one, and so do the grace periods: a thousand a second where
 * the leader parks. A thread needs a grace period that starts after it came; {@link GracePeriods#next} says why one that the
 * leader starts will do.
 */
public class Waiting extends SharedWait {
    private final GracePeriods gracePeriods;
    /** The youngest grace period that a follower needs; at most one above the epoch. */
    private final PaddedLong wanted = new PaddedLong(0);
    /** How often a waiter has looked. Not the scans of others: they start no grace period that waiters want. */
    private final PaddedLong looks = new PaddedLong(0);
    /** How many threads wait for a grace period. */
    private final PaddedLong waiters = new PaddedLong(0);

    /** Nobody waits yet. */
    public Waiting(final GracePeriods gracePeriods) {
        this.gracePeriods = gracePeriods;
    }

    /** How many threads wait now. */
    public final long waiters() {
        return waiters.getAcquire();
    }

    /** Waits for a grace period that starts after this call began. Returns false if the time is up first. */
    public final boolean synchronize(final long timeoutNanos) {
        if (timeoutNanos <= 0 || !isLed()) {
            return await(gracePeriods.start(), timeoutNanos);
        }
        final long cookie = next();
        wanted.raiseToVolatile(cookie);
        return waitCounted(cookie, timeoutNanos);
    }

    /** As {@link #synchronize}, by a grace period of its own, and without parking. */
    public final boolean expedite(final long timeoutNanos) {
        final long cookie = gracePeriods.start();
        if (gracePeriods.isElapsed(cookie) || timeoutNanos <= 0) {
            return gracePeriods.isElapsed(cookie);
        }
        final long beginNanos = System.nanoTime();
        final Backoff backoff = Backoff.yielding();
        waiters.getAndAddVolatile(1);
        try {
            while (!gracePeriods.isElapsed(cookie)) {
                final long leftNanos = timeoutNanos - (System.nanoTime() - beginNanos);
                if (leftNanos <= 0) {
                    return false;
                }
                if (backoff.isLong()) {
                    gracePeriods.lookForStalls();
                }
                backoff.pause(leftNanos);
            }
            wakeReached();
            return true;
        } finally {
            waiters.getAndAddVolatile(-1);
        }
    }

    /** Waits until the grace period is over, which was started. Returns false if the time is up first. */
    public final boolean await(final long cookie, final long timeoutNanos) {
        return gracePeriods.isElapsed(cookie) || timeoutNanos > 0 && waitCounted(cookie, timeoutNanos);
    }

    private boolean waitCounted(final long cookie, final long timeoutNanos) {
        waiters.getAndAddVolatile(1);
        try {
            // Asked once more at the end: of a grace period that nobody has started yet, and for the fence of isElapsed.
            waitFor(cookie, true, timeoutNanos);
            gracePeriods.startUnlessStarted(cookie);
            return gracePeriods.isElapsed(cookie);
        } finally {
            waiters.getAndAddVolatile(-1);
        }
    }

    @Override
    protected final void look(final long cookie, final long leftNanos) {
        looks.getAndAddVolatile(1);
        final long youngest = Math.max(cookie, wanted.getAcquire());
        gracePeriods.startUnlessStarted(youngest);
        gracePeriods.isElapsed(youngest);
    }

    @Override
    protected final long looks() {
        return looks.getAcquire();
    }

    @Override
    protected final long reached() {
        return gracePeriods.completed();
    }

    @Override
    protected final boolean isReached(final long cookie) {
        return gracePeriods.isKnownElapsed(cookie);
    }

    @Override
    protected final void lookedInVain(final long cookie) {
        gracePeriods.registry().sight(cookie);
        gracePeriods.lookForStalls();
    }

    /** A seam: the cookie of a grace period that starts later than now, by whichever thread. */
    protected long next() {
        return gracePeriods.next();
    }
}
