package org.pagurus.bench.replay;

import org.HdrHistogram.Histogram;

/**
 * How long calls took, in nanoseconds.
 *
 * @param count how many
 * @param p50   half of them took at most this
 * @param p99   99 %
 * @param p999  99.9 %
 * @param max   the slowest
 */
public record Percentiles(long count, long p50, long p99, long p999, long max) {
    /**
     * Of what was recorded.
     *
     * @param histogram nanoseconds
     * @return the percentiles; 0 without calls
     */
    public static Percentiles of(Histogram histogram) {
        return new Percentiles(histogram.getTotalCount(), histogram.getValueAtPercentile(50), histogram.getValueAtPercentile(99),
            histogram.getValueAtPercentile(99.9), histogram.getMaxValue());
    }
}
