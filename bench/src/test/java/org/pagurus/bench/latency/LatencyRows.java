package org.pagurus.bench.latency;

import java.util.List;

/** Rows for tests. */
public final class LatencyRows {
    private LatencyRows() {
    }

    /** A row of one thread whose percentiles are multiples of the median. */
    public static LatencyRow row(String policy, Load load, Integer interval, int round, long p50, long longestOwn) {
        List<Long> ladder = LatencyRow.LADDER.stream().map(percent -> (long) (p50 * (1 + percent))).toList();
        boolean moving = load == Load.MOVING;
        return new LatencyRow(LatencyRow.PAGURUS, LatencyRow.MIX, policy,
            "READ_THROUGH", "strict", 1, load.id(), interval, round, 1e9 / p50,
            new LatencyRow.Due(1_000, p50, 2 * p50, 3 * p50, 4 * p50, 5 * p50, 5 * p50, ladder),
            moving ? new LatencyRow.Met(5, p50, p50, 2 * longestOwn, longestOwn) : new LatencyRow.Met(0, 0, 0, 0, 0),
            new LatencyRow.Moves(moving ? 100 : 0, moving ? 1_600 : 0, 5, 0, 9, 0, 0, 0, 0));
    }
}
