package org.pagurus.rcu.internal.base;

import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;

/**
 * How any number of threads wait for a growing number to reach their marks at about the cost of one: the first to come leads, and
 * looks again and again; the others follow, parked, until the leader finds their mark reached and wakes them. A leader that is
 * through lets another one lead.
 * <p>
 * <b>Progress.</b> No waiter depends on a particular other thread. The leader gives its place up whichever way it leaves, and
 * wakes one that can take it: it empties the place first and then looks for followers, and a follower enlists first and then
 * looks whether the place is empty, so one of them sees the other. A follower that finds that nobody has looked since it parked,
 * because the leader is held up or has lost its processor, looks for itself.
 */
public abstract class SharedWait {
    /** How long a follower parks before it asks whether anybody looks; longer the more of them there are. */
    private static final long FOLLOW_NANOS = 50_000_000;
    /** So many followers ask in turn within that time. */
    private static final int ASKING = 64;

    private final Followers followers = new Followers();
    private final AtomicReference<Thread> leader = new AtomicReference<>();

    /** Whether a thread leads, so that whoever comes now would follow. */
    public final boolean isLed() {
        return leader.get() != null;
    }

    /**
     * Waits until the mark is reached.
     *
     * @param mark         what the number has to reach
     * @param mayLead      whether this thread may look; else another one must, and call {@link #wakeReached}
     * @param timeoutNanos how long at most
     * @return whether it was reached in time
     */
    protected final boolean waitFor(final long mark, final boolean mayLead, final long timeoutNanos) {
        final long beginNanos = System.nanoTime();
        final Backoff backoff = Backoff.parking();
        Followers.Follower self = null;
        try {
            long leftNanos = timeoutNanos;
            while (leftNanos > 0) {
                final boolean reached;
                if (mayLead && takeLead()) {
                    reached = lead(mark, backoff, beginNanos, timeoutNanos);
                } else {
                    if (self == null) {
                        self = new Followers.Follower(mark, mayLead);
                        followers.add(self);
                    }
                    reached = follow(mark, mayLead, backoff, leftNanos);
                }
                if (reached) {
                    return true;
                }
                leftNanos = timeoutNanos - (System.nanoTime() - beginNanos);
            }
            return isReached(mark);
        } finally {
            if (self != null) {
                followers.remove(self);
            }
            if (leader.get() == null) {
                // Perhaps it was this thread that was woken to lead, and it leaves instead.
                followers.wakeFirst(this::wake);
            }
            backoff.restoreInterrupt();
        }
    }

    /** Wakes the followers whose mark is reached. For who moves the number on without waiting. */
    protected final void wakeReached() {
        if (followers.size() != 0) {
            final long reached = reached();
            if (followers.isAnyUpTo(reached)) {
                followers.wakeUpTo(reached, this::wake);
            }
        }
    }

    private boolean lead(final long mark, final Backoff backoff, final long beginNanos, final long timeoutNanos) {
        try {
            while (true) {
                final long leftNanos = timeoutNanos - (System.nanoTime() - beginNanos);
                if (leftNanos <= 0) {
                    return isReached(mark);
                }
                look(mark, leftNanos);
                wakeReached();
                if (isReached(mark)) {
                    return true;
                }
                if (backoff.isLong()) {
                    lookedInVain(mark);
                }
                backoff.pause(leftNanos);
            }
        } finally {
            leader.compareAndSet(Thread.currentThread(), null);
        }
    }

    /** Parks until woken, for this time or to lead, or until it is time to ask. */
    private boolean follow(final long mark, final boolean mayLead, final Backoff backoff, final long leftNanos) {
        if (isReached(mark)) {
            return true;
        }
        if (mayLead && leader.get() == null) {
            return false;
        }
        final long seen = looks();
        backoff.park(Math.min(leftNanos, followNanos()));
        if (mayLead && looks() == seen && !isReached(mark)) {
            look(mark, leftNanos);
            wakeReached();
        }
        return isReached(mark);
    }

    /** Does what may move the number on. It may take as long as given, in nanoseconds, but must not wait. */
    protected abstract void look(long mark, long leftNanos);

    /** How often anybody has looked. */
    protected abstract long looks();

    /** The number. */
    protected abstract long reached();

    /** Whether the number has reached the mark. */
    protected abstract boolean isReached(long mark);

    /** The wait has become a long one. */
    protected void lookedInVain(final long mark) {
        // Nothing to do where there is nobody to tell.
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
        return FOLLOW_NANOS * (1 + followers.size() / ASKING);
    }
}
