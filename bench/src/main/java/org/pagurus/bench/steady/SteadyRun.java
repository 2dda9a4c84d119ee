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

    private final SteadyPlan plan;
    private final LongSupplier clock;

    SteadyRun(SteadyPlan plan, LongSupplier clock) {
        this.plan = plan;
        this.clock = clock;
    }

    SteadyRow run(SteadyStore store, Pattern pattern, double fill, boolean compacting, int round) {
        Replacing objects = new Replacing(store, new SplittableRandom(plan.seed() + round), plan.minObjectBytes(),
            plan.maxObjectBytes(), (long) (plan.capacityBytes() * fill));
        if (!objects.fill(pattern)) {
            return new SteadyRow(pattern.id(), fill, compacting, round, false, objects.count(), 0, 0, 0, 0, 0, 0, 0, 0, 0, 0,
                Cleaner.movedForWritten(fill), 0);
        }
        store.setCompacting(compacting);
        replaceFor(objects, plan.warmUpNanos(), new Histogram(MAX_NANOS, DIGITS));
        long written = objects.writtenBytes();
        long failures = objects.failures();
        SteadyStore.State before = store.state();
        Histogram writes = new Histogram(MAX_NANOS, DIGITS);
        long nanos = replaceFor(objects, plan.measureNanos(), writes);
        SteadyStore.State after = store.state();
        written = objects.writtenBytes() - written;
        failures = objects.failures() - failures;
        long moved = after.bytesCopied() - before.bytesCopied();
        double held = after.slotBytes() == 0 ? 1 : (double) after.heldBytes() / after.slotBytes();
        return new SteadyRow(pattern.id(), fill, compacting, round, true, objects.count(),
            (writes.getTotalCount() - failures) * 1e9 / nanos, failures * 1e9 / nanos, writes.getValueAtPercentile(P50),
            writes.getValueAtPercentile(P99), writes.getValueAtPercentile(P999), writes.getMaxValue(), written, moved,
            written == 0 ? 0 : (double) moved / written, held, Cleaner.movedForWritten(fill), Cleaner.movedForWritten(1 / held));
    }

    /** Each write from the end of the one before, so that nothing is left out. Returns how long it took. */
    private long replaceFor(Replacing objects, long nanos, Histogram writes) {
        long start = clock.getAsLong();
        long last = start;
        do {
            objects.replace();
            long now = clock.getAsLong();
            writes.recordValue(Math.min(MAX_NANOS, now - last));
            last = now;
        } while (last - start < nanos);
        return Math.max(1, last - start);
    }
}
