package org.pagurus.bench.demo;

import org.HdrHistogram.Histogram;

/**
 * Percentiles of read latencies, in nanoseconds.
 *
 * @param count reads
 * @param p50   half of them took at most this
 * @param p99   99 %
 * @param p999  99.9 %
 * @param max   the slowest
 */
public record Latencies(long count, long p50, long p99, long p999, long max) {
    /** The percentiles of a histogram. */
    static Latencies of(Histogram histogram) {
        return new Latencies(histogram.getTotalCount(), histogram.getValueAtPercentile(50), histogram.getValueAtPercentile(99),
            histogram.getValueAtPercentile(99.9), histogram.getMaxValue());
    }
}
