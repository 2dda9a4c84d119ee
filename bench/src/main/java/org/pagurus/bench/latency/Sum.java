package org.pagurus.bench.latency;

import java.util.List;
import org.HdrHistogram.Histogram;

/** What all threads' arrivals add up to. */
public final class Sum {
    private Histogram latencies;
    private Histogram met;
    private long longestNanos;
    private long longestOwnNanos;
    private long longestMetNanos;
    private long longestMetOwnNanos;

    /** Nothing yet. */
    public Sum() {
        // The first arrivals are copied.
    }

    /**
     * Any thread, once it has ended its own.
     *
     * @param arrivals of that thread
     */
    public synchronized void add(Arrivals arrivals) {
        if (latencies == null) {
            latencies = arrivals.latencies().copy();
            met = arrivals.met().copy();
        } else {
            latencies.add(arrivals.latencies());
            met.add(arrivals.met());
        }
        longestNanos = Math.max(longestNanos, arrivals.longest().nanos());
        longestOwnNanos = Math.max(longestOwnNanos, arrivals.longest().ownNanos());
        longestMetNanos = Math.max(longestMetNanos, arrivals.longestMet().nanos());
        longestMetOwnNanos = Math.max(longestMetOwnNanos, arrivals.longestMet().ownNanos());
    }

    /**
     * Latencies of all.
     *
     * @return their percentiles
     */
    public synchronized LatencyRow.Due due() {
        List<Long> ladder = LatencyRow.LADDER.stream().map(latencies::getValueAtPercentile).toList();
        return new LatencyRow.Due(latencies.getTotalCount(), latencies.getValueAtPercentile(50),
            latencies.getValueAtPercentile(99), latencies.getValueAtPercentile(99.9), latencies.getMaxValue(), longestNanos,
            longestOwnNanos, ladder);
    }

    synchronized LatencyRow.Met met() {
        return new LatencyRow.Met(met.getTotalCount(), met.getValueAtPercentile(50), met.getValueAtPercentile(99),
            longestMetNanos, longestMetOwnNanos);
    }
}
