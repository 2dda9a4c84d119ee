package org.pagurus.rcu.internal.stalls;

import java.util.concurrent.atomic.AtomicBoolean;

import org.pagurus.rcu.internal.base.PaddedLong;
import org.pagurus.rcu.internal.readers.ReaderRegistry;

/**
 * Notices that a grace period lasts too long, and escalates. It has no thread: whoever waits for grace periods or drives them
 * lets it look.
 * <pre>
 *     0 .......... limit / 2 ............... limit ........... 2 * limit ........... 4 * limit
 *     waiting      raise the priority        report            report                report
 *                  of the readers that
 *                  hold it back; a new fence
 * </pre>
 * <b>Its clock</b> is the time between looks, and no more than {@link #MAX_GAP_NANOS} of each. Waiters and drivers look about
 * every millisecond, so a longer gap means that the JVM was stopped (a collection, a suspended process, a machine without a free
 * core), and then the readers were stopped as well. So the clock runs slow where nobody looks that often.
 * <p>
 * One thread looks at a time; another that comes meanwhile goes on. What it calls runs on the looking thread. A stall that ends
 * meanwhile is settled by the looking thread as it leaves: what it leaves behind is either seen by it, or by a thread that comes
 * after it.
 */
public class StallDetector {
    /** How much of the time since the last look counts at most. */
    static final long MAX_GAP_NANOS = 100_000_000;
    /** A report needs at least so many looks, however short the limit. */
    private static final int MIN_LOOKS = 4;

    /** Learns of a grace period that has lasted for the limit, and again each time its age has doubled. */
    @FunctionalInterface
    public interface Handler {
        /**
         * Reports.
         *
         * @param cookie       the oldest grace period that is not over
         * @param stalledNanos how long it was seen to last, without the time when the JVM was stopped
         */
        void stalled(long cookie, long stalledNanos);
    }

    private final ReaderRegistry registry;
    private final long limitNanos;
    private final PriorityBoost boost;
    private final AtomicBoolean looking = new AtomicBoolean();
    private volatile Handler handler = (cookie, stalledNanos) -> { };
    /** Written by the looking thread, as is all the rest. */
    private volatile boolean escalated;
    private volatile long escalations;
    private volatile long stalls;
    private volatile long failures;
    /** The highest grace period that anybody found over. */
    private final PaddedLong newest = new PaddedLong(0);
    /** The grace period that is watched is the one after this. */
    private volatile long completed;
    /** Whether no grace period was known to be under way: the time until the next look is none of a stall. */
    private boolean idle = true;
    private long lastNanos;
    private long stalledNanos;
    private long nextReportNanos;

    /**
     * A detector that has seen nothing.
     *
     * @param registry   whose readers hold grace periods back
     * @param limitNanos how long a grace period may last before it is reported
     * @param boosts     whether the priority of readers is raised
     */
    public StallDetector(final ReaderRegistry registry, final long limitNanos, final boolean boosts) {
        this.registry = registry;
        this.limitNanos = limitNanos;
        this.boost = boosts ? new PriorityBoost(registry) : null;
    }

    /** Sets who learns of stalls. */
    public final void onStall(final Handler newHandler) {
        handler = newHandler;
    }

    /** How many grace periods have lasted for half of the limit. */
    public final long escalations() {
        return escalations;
    }

    /** How many grace periods have lasted for the limit. */
    public final long stalls() {
        return stalls;
    }

    /** How many reports ended in an exception of the handler. */
    public final long failures() {
        return failures;
    }

    /** How many readers got a higher priority. */
    public final long boosted() {
        return boost == null ? 0 : boost.boosted();
    }

    /** How many readers did not get a higher priority because the kernel forbids it. */
    public final long boostsRefused() {
        return boost == null ? 0 : boost.refused();
    }

    /** Whether something was escalated that must be taken back when the grace period is over. */
    final boolean isEscalated() {
        return escalated;
    }

    /** Takes back what was escalated if grace periods are over up to this one, further than before. Runs no user's code. */
    public final void settleUpTo(final long seenCompleted) {
        if (escalated) {
            newest.raiseToVolatile(seenCompleted);
            settleNewest();
        }
    }

    /**
     * Looks.
     *
     * @param seenCompleted the highest grace period known to be over, by a scan of the caller's
     * @param seenEpoch     the highest one that was started
     * @return whether the grace period that is watched has just reached half of the limit, so that a new fence is due
     */
    public final boolean look(final long seenCompleted, final long seenEpoch) {
        // Looks are ordered by this flag: its release at the end of one pairs with its acquire at the beginning of the next.
        newest.raiseToVolatile(seenCompleted);
        if (looking.get() || !looking.compareAndSet(false, true)) {
            return false;
        }
        try {
            if (seenCompleted < completed) {
                // Another thread has looked since this one scanned.
                return false;
            }
            final long nowNanos = nanoTime();
            if (seenCompleted >= seenEpoch || seenCompleted != completed || idle) {
                settle(seenCompleted, nowNanos);
                idle = seenCompleted >= seenEpoch;
                return false;
            }
            stalledNanos += Math.min(nowNanos - lastNanos, Math.min(MAX_GAP_NANOS, limitNanos / MIN_LOOKS));
            lastNanos = nowNanos;
            final boolean escalatedNow = stalledNanos >= limitNanos / 2 && escalate();
            if (stalledNanos >= nextReportNanos) {
                report();
            }
            return escalatedNow;
        } finally {
            looking.set(false);
            settleNewest();
        }
    }

    /**
     * Settles what other threads have found over while this one, or yet another one, was looking. They raise {@code newest} and
     * then find {@code looking} taken; the one that looks clears it and then reads {@code newest}: so one of them sees the other.
     */
    private void settleNewest() {
        while (escalated && newest.getVolatile() > completed && looking.compareAndSet(false, true)) {
            try {
                if (newest.getVolatile() > completed) {
                    settle(newest.getVolatile(), nanoTime());
                    // Perhaps the next one is under way, perhaps none is.
                    idle = true;
                }
            } finally {
                looking.set(false);
            }
        }
    }

    /** A seam: tests stop the JVM. */
    protected long nanoTime() {
        return System.nanoTime();
    }

    private void settle(final long newCompleted, final long nowNanos) {
        completed = newCompleted;
        lastNanos = nowNanos;
        stalledNanos = 0;
        nextReportNanos = limitNanos;
        if (escalated) {
            escalated = false;
            if (boost != null) {
                boost.takeBack();
            }
        }
    }

    private boolean escalate() {
        if (escalated) {
            return false;
        }
        escalated = true;
        escalations++;
        registry.sight(completed + 1);
        if (boost != null) {
            boost.raise(completed + 1);
        }
        return true;
    }

    private void report() {
        if (nextReportNanos == limitNanos) {
            stalls++;
        }
        nextReportNanos = 2 * stalledNanos;
        try {
            handler.stalled(completed + 1, stalledNanos);
        } catch (final Throwable e) {
            // The handler is the user's. The wait that led here must go on whatever it does.
            failures++;
        }
    }
}
