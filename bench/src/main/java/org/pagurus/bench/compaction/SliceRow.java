package org.pagurus.bench.compaction;

import org.HdrHistogram.Histogram;

/**
 * How long slices took while another thread allocated and freed. Times in nanoseconds.
 *
 * @param liveBytes          live in the heap
 * @param slices             how many
 * @param p50Nanos           by the clock
 * @param p99Nanos           by the clock
 * @param p999Nanos          by the clock
 * @param maxNanos           by the clock
 * @param processorP50Nanos  processor time of the slice's thread
 * @param processorP99Nanos  likewise
 * @param processorP999Nanos likewise
 * @param processorMaxNanos  likewise
 * @param movedBytes         meanwhile
 * @param replacedPerSecond  objects that the other thread freed and allocated
 */
public record SliceRow(long liveBytes, long slices, long p50Nanos, long p99Nanos, long p999Nanos, long maxNanos,
    long processorP50Nanos, long processorP99Nanos, long processorP999Nanos, long processorMaxNanos, long movedBytes,
    double replacedPerSecond) {
    private static final double P50 = 50;
    private static final double P99 = 99;
    private static final double P999 = 99.9;

    static SliceRow of(long liveBytes, SliceTimer timer, long movedBytes, double replacedPerSecond) {
        Histogram clock = timer.clockNanos();
        Histogram processor = timer.processorNanos();
        return new SliceRow(liveBytes, clock.getTotalCount(), clock.getValueAtPercentile(P50), clock.getValueAtPercentile(P99),
            clock.getValueAtPercentile(P999), clock.getMaxValue(), processor.getValueAtPercentile(P50),
            processor.getValueAtPercentile(P99), processor.getValueAtPercentile(P999), processor.getMaxValue(), movedBytes,
            replacedPerSecond);
    }
}
