package org.pagurus.rcu.internal.grace;

import org.pagurus.rcu.internal.base.Backoff;
import org.pagurus.rcu.internal.base.PaddedLong;

/**
 * Threads that wait for grace periods of one domain, and what they share.
 * <p>
 * <b>Scans.</b> A waiter that finds that any other thread has scanned since it last looked, leaves it at that and pauses again.
 * So the scans for any number of waiters come about as often as for one, no waiter depends on a particular other thread, and none
 * starves: a scan that began after its own first one uses a fence at least as late and settles its grace period too, and where no
 * scan came it does its own.
 * <p>
 * <b>Grace periods.</b> A thread needs one that starts after it came. While others wait, and one was started less than
 * {@link #SHARE_NANOS} ago, it leaves the start of the next one to the first thread that finds the time up; all that came
 * meanwhile use that one ({@link GracePeriods#next} says why they may). So any number of callers start about a thousand a second,
 * and none waits more than that time longer. A caller that meets nobody starts its own at once.
 */
public class Waiting {
    /** How long a grace period may be put off so that several callers use it: as late as a parked waiter may learn of its end. */
    static final long SHARE_NANOS = 1_000_000;

    private final GracePeriods gracePeriods;
    /** How many threads wait for a grace period. */
    private final PaddedLong waiters = new PaddedLong(0);
    /** When one of them last started one. Of racing stores any will do: it only spreads the starts. */
    private final PaddedLong lastStartNanos = new PaddedLong(System.nanoTime() - SHARE_NANOS);

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
        final long beginNanos = System.nanoTime();
        final long cookie = waiters.getAcquire() == 0 || timeoutNanos <= SHARE_NANOS ? start() : shared();
        return await(cookie, timeoutNanos - (System.nanoTime() - beginNanos), Backoff.parking());
    }

    /** As {@link #synchronize}, by a grace period of its own, and without parking. */
    public final boolean expedite(final long timeoutNanos) {
        return await(start(), timeoutNanos, Backoff.yielding());
    }

    /** Waits until the grace period is over. Returns false if the time is up first. */
    public final boolean await(final long cookie, final long timeoutNanos) {
        return await(cookie, timeoutNanos, Backoff.parking());
    }

    private boolean await(final long cookie, final long timeoutNanos, final Backoff backoff) {
        if (gracePeriods.isElapsed(cookie)) {
            return true;
        }
        final long beginNanos = System.nanoTime();
        waiters.getAndAddVolatile(1);
        try {
            long seen = gracePeriods.scans();
            while (true) {
                final long leftNanos = timeoutNanos - (System.nanoTime() - beginNanos);
                if (leftNanos <= 0) {
                    return gracePeriods.isElapsed(cookie);
                }
                backoff.pause(leftNanos);
                if (gracePeriods.isKnownElapsed(cookie) || isOwnScanDue(seen)) {
                    if (gracePeriods.isElapsed(cookie)) {
                        return true;
                    }
                    if (backoff.isLong()) {
                        gracePeriods.registry().sight(cookie);
                        gracePeriods.lookForStalls();
                    }
                }
                seen = gracePeriods.scans();
            }
        } finally {
            waiters.getAndAddVolatile(-1);
            backoff.restoreInterrupt();
            if (gracePeriods.stalls().isEscalated()) {
                gracePeriods.lookForStalls();
            }
        }
    }

    /** A seam: whether nobody has finished a scan since this waiter last looked. */
    protected boolean isOwnScanDue(final long seenScans) {
        return gracePeriods.scans() == seenScans;
    }

    /** A seam: the cookie of a grace period that starts later than now, by whichever thread. */
    protected long next() {
        return gracePeriods.next();
    }

    private long start() {
        lastStartNanos.setRelease(System.nanoTime());
        return gracePeriods.start();
    }

    /** Returns a cookie that was made after this call began, by this thread or by another. */
    private long shared() {
        final long cookie = next();
        final Backoff backoff = Backoff.parking();
        try {
            while (!gracePeriods.isStarted(cookie)) {
                final long leftNanos = lastStartNanos.getAcquire() + SHARE_NANOS - System.nanoTime();
                if (leftNanos > 0) {
                    backoff.pause(leftNanos);
                } else if (gracePeriods.startUnlessStarted(cookie)) {
                    lastStartNanos.setRelease(System.nanoTime());
                }
            }
        } finally {
            backoff.restoreInterrupt();
        }
        return cookie;
    }
}
