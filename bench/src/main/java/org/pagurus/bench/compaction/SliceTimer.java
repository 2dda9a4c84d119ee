package org.pagurus.bench.compaction;

import java.util.function.IntSupplier;
import java.util.function.LongSupplier;
import org.HdrHistogram.Histogram;

/** Calls a compactor and notes how long each slice takes, by the clock and in processor time. One thread. */
final class SliceTimer {
    /** A call that did nothing costs less; one that took so long counts as a slice. */
    static final long LEAST_NANOS = 50_000;
    private static final long MAX_NANOS = 100_000_000_000L;
    private static final int DIGITS = 3;

    private final IntSupplier work;
    private final LongSupplier clock;
    private final LongSupplier processor;
    private final Histogram clockNanos = new Histogram(MAX_NANOS, DIGITS);
    private final Histogram processorNanos = new Histogram(MAX_NANOS, DIGITS);
    private long busyNanos;
    private long busyProcessorNanos;
    private long firstNanos;
    private long lastNanos;

    /**
     * A timer.
     *
     * @param work      what to call; returns 0 if there was nothing to do
     * @param clock     nanoseconds that pass
     * @param processor nanoseconds that this thread had a processor
     */
    SliceTimer(IntSupplier work, LongSupplier clock, LongSupplier processor) {
        this.work = work;
        this.clock = clock;
        this.processor = processor;
    }

    /** One call. Returns whether it did something. */
    boolean slice() {
        long processorStart = processor.getAsLong();
        long start = clock.getAsLong();
        int done = work.getAsInt();
        long end = clock.getAsLong();
        if (done > 0 || end - start >= LEAST_NANOS) {
            clockNanos.recordValue(Math.min(MAX_NANOS, end - start));
            long processorTime = processor.getAsLong() - processorStart;
            processorNanos.recordValue(Math.min(MAX_NANOS, processorTime));
            busyProcessorNanos += processorTime;
            firstNanos = clockNanos.getTotalCount() == 1 ? start : firstNanos;
            lastNanos = end;
            busyNanos += end - start;
        }
        return done > 0;
    }

    Histogram clockNanos() {
        return clockNanos;
    }

    Histogram processorNanos() {
        return processorNanos;
    }

    /** All slices together. */
    long busyNanos() {
        return busyNanos;
    }

    /** Processor time of all slices together. */
    long busyProcessorNanos() {
        return busyProcessorNanos;
    }

    /** From the begin of the first slice to the end of the last. */
    long spanNanos() {
        return lastNanos - firstNanos;
    }
}
