package org.pagurus.relocation.internal.migration;

import java.util.function.IntPredicate;
import java.util.function.Supplier;

/**
 * The compactor's work in slices: looks at the gauge, makes a plan, gives its folds to the migrator batch by batch, and goes
 * on until the policy says that it is done, or nothing is worth folding.
 *
 * <pre>
 *   idle --ratio above the target--&gt; scanning --&gt; choosing --&gt; moving --&gt; choosing | scanning | idle
 *                                        `--nothing worth folding--&gt; backing off: for a while, or until there is more to do
 * </pre>
 *
 * <p>One thread at a time, under the compactor's lock.
 */
public final class Background {
    private static final long MIN_BACKOFF_NANOS = 1_000_000L;
    private static final long MAX_BACKOFF_NANOS = 32_000_000_000L;
    /** Under load pages get emptier while the ratio stays. */
    private static final long MAX_BUSY_BACKOFF_NANOS = 100_000_000L;
    /** With so much more held than at the last try it tries again at once. */
    private static final double WORSE = 0.02;
    /** A session that has allocated nothing for so long gives its open pages up. */
    private static final long IDLE_LOOK_NANOS = 250_000_000L;

    private final Policy policy;
    private final Gauge gauge;
    private final Planner planner;
    private final Migrator migrator;
    private final Supplier<IntPredicate> idleSessions;
    private volatile boolean running;
    /** The migrator's batch is not complete. */
    private boolean choosing;
    private volatile long nextTryNanos = System.nanoTime();
    private long backoffNanos = MIN_BACKOFF_NANOS;
    private volatile double triedRatio;
    private boolean triedQuiet;
    private long nextIdleLookNanos = System.nanoTime();

    /**
     * Nothing is under way.
     *
     * @param idleSessions the sessions, by their ids, that have allocated nothing since it was asked last
     */
    public Background(Policy policy, Gauge gauge, Planner planner, Migrator migrator, Supplier<IntPredicate> idleSessions) {
        this.policy = policy;
        this.gauge = gauge;
        this.planner = planner;
        this.migrator = migrator;
        this.idleSessions = idleSessions;
    }

    /**
     * Goes on until the deadline at most.
     *
     * @return what was done, in pages or steps; 0 if there was nothing to do now
     */
    public int slice(long start, long deadlineNanos) {
        gauge.look(start);
        planner.look(start);
        if (choosing) {
            return choose(deadlineNanos);
        }
        if (!migrator.isIdle()) {
            return migrator.step(deadlineNanos);
        }
        if (!shouldRun(start)) {
            return 0;
        }
        if (planner.needsPass(start)) {
            planner.begin(policy.effort(gauge.ratio(), gauge.isQuiet(), gauge.isScarce()), sessionsToRevoke(start));
        }
        return planner.scan(deadlineNanos) ? choose(deadlineNanos) : 1;
    }

    private boolean shouldRun(long now) {
        double ratio = gauge.ratio();
        boolean quiet = gauge.isQuiet();
        if (running && policy.isDone(ratio, quiet)) {
            running = false;
            planner.forget();
        } else if (!running && policy.isAbove(ratio, quiet) && !isBackingOff(now, ratio, quiet)) {
            running = true;
        }
        return running;
    }

    private boolean isBackingOff(long now, double ratio, boolean quiet) {
        return now - nextTryNanos < 0 && ratio < triedRatio + WORSE && !(quiet && !triedQuiet);
    }

    private IntPredicate sessionsToRevoke(long now) {
        if (now - nextIdleLookNanos < 0) {
            return session -> false;
        }
        nextIdleLookNanos = now + IDLE_LOOK_NANOS;
        return idleSessions.get();
    }

    private int choose(long deadlineNanos) {
        choosing = !planner.choose(migrator, gauge.bytesAbove(policy.doneRatio(gauge.isQuiet())), deadlineNanos);
        if (choosing) {
            return 1;
        }
        int folds = planner.batchFolds();
        planner.endBatch();
        if (folds > 0) {
            backoffNanos = MIN_BACKOFF_NANOS;
        } else {
            boolean fruitless = planner.isFruitless();
            planner.forget();
            if (fruitless) {
                backOff();
            }
        }
        return folds;
    }

    private void backOff() {
        running = false;
        triedRatio = gauge.ratio();
        triedQuiet = gauge.isQuiet();
        backoffNanos = Math.min(2 * backoffNanos, triedQuiet ? MAX_BACKOFF_NANOS : MAX_BUSY_BACKOFF_NANOS);
        nextTryNanos = System.nanoTime() + backoffNanos;
    }

    /** Somebody else is about to use the planner and the migrator: a batch begun is complete as it is. */
    public void interrupt() {
        choosing = false;
        planner.forget();
    }

    /** Any thread: whether there is work that goes on when time and grace periods allow. */
    public boolean isRunning() {
        return running || !migrator.isIdle();
    }

    /** Any thread: when it tries again, {@code System.nanoTime()}; in the past if it is not backing off. */
    public long nextTryNanos() {
        return nextTryNanos;
    }

    /** Any thread: it tries again at once above this ratio. */
    public double nextTryRatio() {
        return triedRatio + WORSE;
    }

    /** The share of a core that this work may take now. */
    public double share() {
        return policy.share(gauge.ratio(), gauge.isQuiet());
    }
}
