package org.pagurus.bench.steady;

import java.util.SplittableRandom;
import java.util.function.LongSupplier;
import org.HdrHistogram.Histogram;

/** One run: fill, overwrite for a while, then overwrite and measure. */
final class SteadyRun {
    private static final double P50 = 50;
    private static final double P99 = 99;
    private static final double P999 = 99.9;
    private static final long MAX_NANOS = 100_000_000_000L;
    private static final int DIGITS = 3;
    private static final int MOST_TIMES = 4;
    /** Until then pages are as the fill left them. */
    private static final double WARM_UP_TURNOVERS = 1.5;
    private static final double MEASURED_TURNOVERS = 1;

    private final SteadyPlan plan;
    private final LongSupplier clock;

    SteadyRun(SteadyPlan plan, LongSupplier clock) {
        this.plan = plan;
        this.clock = clock;
    }

    SteadyRow run(SteadyStore store, ObjectSizes sizes, Pattern pattern, double fill, boolean compacting, int round) {
        Replacing objects = new Replacing(store, new SplittableRandom(plan.seed() + round), sizes, plan, fill);
        // A drift of sizes needs the compactor from the beginning.
        store.setCompacting(compacting);
        if (!objects.fill(pattern)) {
            return new SteadyRow(sizes.id(), pattern.id(), fill, compacting, round, false, objects.count(), 0, 0, 0, 0, 0, 0, 0,
                0, 0, 0, 0, Cleaner.movedForWritten(fill), 0);
        }
        replace(objects, plan.warmUpNanos(), WARM_UP_TURNOVERS, new Histogram(MAX_NANOS, DIGITS));
        final long written = objects.writtenBytes();
        final long writes = objects.writes();
        final long failures = objects.failures();
        final SteadyStore.State before = store.state();
        Histogram times = new Histogram(MAX_NANOS, DIGITS);
        // Where sizes drift, what a write costs depends on where they are: both ways then do the same work.
        boolean drifting = sizes == ObjectSizes.DRIFTING;
        long nanos = replace(objects, drifting ? 0 : plan.measureNanos(),
            drifting ? objects.turnovers() + MEASURED_TURNOVERS : 0, times);
        SteadyStore.State after = store.state();
        long newlyWritten = objects.writtenBytes() - written;
        long moved = after.bytesCopied() - before.bytesCopied();
        double held = after.slotBytes() == 0 ? 1 : (double) after.heldBytes() / after.slotBytes();
        return new SteadyRow(sizes.id(), pattern.id(), fill, compacting, round, true, objects.count(),
            (objects.writes() - writes) * 1e9 / nanos, (objects.failures() - failures) * 1e9 / nanos,
            times.getValueAtPercentile(P50), times.getValueAtPercentile(P99), times.getValueAtPercentile(P999),
            times.getMaxValue(), newlyWritten, (double) newlyWritten / (plan.capacityBytes() * fill), moved,
            newlyWritten == 0 ? 0 : (double) moved / newlyWritten, held, Cleaner.movedForWritten(fill),
            Cleaner.movedForWritten(1 / held));
    }

    /**
     * Overwrites for a time and until the live bytes have been overwritten so often, but no longer than some times that a run is
     * measured. Each write is timed from the end of the one before, so that nothing is left out. Returns how long it took.
     */
    private long replace(Replacing objects, long leastNanos, double turnovers, Histogram times) {
        long mostNanos = MOST_TIMES * plan.measureNanos();
        long start = clock.getAsLong();
        long last = start;
        do {
            objects.replace();
            long now = clock.getAsLong();
            times.recordValue(Math.min(MAX_NANOS, now - last));
            last = now;
        } while (last - start < mostNanos && (last - start < leastNanos || objects.turnovers() < turnovers));
        return Math.max(1, last - start);
    }
}
