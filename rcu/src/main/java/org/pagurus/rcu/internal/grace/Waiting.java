package org.pagurus.rcu.internal.grace;

import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;

import org.pagurus.rcu.internal.base.Backoff;
import org.pagurus.rcu.internal.base.PaddedLong;

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
 * <p>
 * <b>Progress.</b> No waiter depends on a particular other thread. The leader gives its place up whichever way it leaves, and
 * wakes one that can take it: it empties the place first and then looks for followers, and a follower enlists first and then
 * looks whether the place is empty, so one of them sees the other. A follower that finds that nobody has scanned for
 * {@link #FOLLOW_NANOS}, because the leader runs a slow listener or has lost its processor, looks for itself.
 */
public class Waiting {
    /** How long a follower parks before it asks whether anybody looks. */
    private static final long FOLLOW_NANOS = 50_000_000;

    private final GracePeriods gracePeriods;
    private final Followers followers = new Followers(this::wake);
    private final AtomicReference<Thread> leader = new AtomicReference<>();
    /** The youngest grace period that a follower needs; at most one above the epoch. */
    private final PaddedLong wanted = new PaddedLong(0);
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
        if (timeoutNanos <= 0 || leader.get() == null) {
            return await(gracePeriods.start(), timeoutNanos);
        }
        final long cookie = next();
        wanted.raiseToVolatile(cookie);
        return waitFor(cookie, timeoutNanos);
    }

    /** As {@link #synchronize}, by a grace period of its own, and without parking. */
    public final boolean expedite(final long timeoutNanos) {
        final long cookie = gracePeriods.start();
        if (gracePeriods.isElapsed(cookie)) {
            return true;
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
            return true;
        } finally {
            waiters.getAndAddVolatile(-1);
        }
    }

    /** Waits until the grace period is over, which was started. Returns false if the time is up first. */
    public final boolean await(final long cookie, final long timeoutNanos) {
        return gracePeriods.isElapsed(cookie) || timeoutNanos > 0 && waitFor(cookie, timeoutNanos);
    }

    private boolean waitFor(final long cookie, final long timeoutNanos) {
        final long beginNanos = System.nanoTime();
        final Backoff backoff = Backoff.parking();
        waiters.getAndAddVolatile(1);
        try {
            long leftNanos = timeoutNanos;
            while (leftNanos > 0) {
                if (takeLead() ? lead(cookie, backoff, beginNanos, timeoutNanos) : follow(cookie, backoff, leftNanos)) {
                    return gracePeriods.isElapsed(cookie);
                }
                leftNanos = timeoutNanos - (System.nanoTime() - beginNanos);
            }
            return look(cookie);
        } finally {
            if (leader.get() == null) {
                // Perhaps it was this thread that was woken to lead, and it leaves instead.
                followers.wakeFirst();
            }
            waiters.getAndAddVolatile(-1);
            backoff.restoreInterrupt();
        }
    }

    /** Looks until the grace period is over, for all that wait, or the time is up. */
    private boolean lead(final long cookie, final Backoff backoff, final long beginNanos, final long timeoutNanos) {
        try {
            while (!look(Math.max(cookie, wanted.getAcquire()))) {
                followers.wakeElapsed(gracePeriods.completed());
                if (gracePeriods.isKnownElapsed(cookie)) {
                    return true;
                }
                final long leftNanos = timeoutNanos - (System.nanoTime() - beginNanos);
                if (leftNanos <= 0) {
                    return false;
                }
                if (backoff.isLong()) {
                    gracePeriods.registry().sight(cookie);
                    gracePeriods.lookForStalls();
                }
                backoff.pause(leftNanos);
            }
            followers.wakeElapsed(gracePeriods.completed());
            return true;
        } finally {
            leader.compareAndSet(Thread.currentThread(), null);
        }
    }

    /** Parks until woken; returns true if the grace period is over. */
    private boolean follow(final long cookie, final Backoff backoff, final long limitNanos) {
        final Followers.Follower self = new Followers.Follower(cookie);
        followers.add(self);
        try {
            if (leader.get() == null) {
                return false;
            }
            final long seenScans = gracePeriods.scans();
            backoff.park(Math.min(limitNanos, followNanos()));
            return gracePeriods.isKnownElapsed(cookie) || gracePeriods.scans() == seenScans && look(cookie);
        } finally {
            followers.remove(self);
        }
    }

    /** Starts the grace period unless it was started, and scans for it. */
    private boolean look(final long cookie) {
        gracePeriods.startUnlessStarted(cookie);
        return gracePeriods.isElapsed(cookie);
    }

    /** A seam: whether this waiter is the one that looks. */
    protected boolean takeLead() {
        return leader.compareAndSet(null, Thread.currentThread());
    }

    /** A seam: ends the park of a follower. */
    protected void wake(final Thread thread) {
        LockSupport.unpark(thread);
    }

    /** A seam: how long a follower parks before it asks whether anybody looks, in nanoseconds. */
    protected long followNanos() {
        return FOLLOW_NANOS;
    }

    /** A seam: the cookie of a grace period that starts later than now, by whichever thread. */
    protected long next() {
        return gracePeriods.next();
    }
}
