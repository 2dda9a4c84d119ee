package org.pagurus.bench.scale;

import java.util.List;
import java.util.function.DoubleUnaryOperator;

/** Results as if they had been measured. */
public final class ScaleResults {
    public static final long MIB = 1 << 20;
    private static final List<Long> LIVE = List.of(64 * MIB, 256 * MIB, 1024 * MIB);
    private static final List<Long> SESSIONS = List.of(1L, 4L, 64L);

    private ScaleResults() {
    }

    /** The median of the three rounds is the cost. */
    public static Series series(Measure measure, List<Long> sizes, DoubleUnaryOperator cost) {
        return new Series(measure, sizes, sizes.stream().map(size -> List.of(cost.applyAsDouble(size), 1e12, 0.001)).toList());
    }

    /** Pages of 64 KiB, a plan of 50 ns for each, 1 ms for each MiB moved, and 20 ns of a grace period for each session. */
    public static ScaleResult plain() {
        return new ScaleResult(List.of(
            series(Measure.MOVED, LIVE, live -> 1e6),
            series(Measure.MOVED_NOW, LIVE, live -> live > 512 * MIB ? 1.5e6 : 1e6),
            series(Measure.PLAN, LIVE, live -> 50 * live / 65_536),
            series(Measure.PAGES, LIVE, live -> live / 65_536),
            series(Measure.PAGE_TABLE, LIVE, live -> live / 8_192),
            series(Measure.METADATA, LIVE, live -> live / 256),
            series(Measure.METADATA_PART, LIVE, live -> live < 512 * MIB ? 0.004 : 0.012),
            series(Measure.GRACE_IDLE, SESSIONS, sessions -> 180 + 20 * sessions),
            series(Measure.REPLACE_TWO, List.of(4L, 64L), sessions -> 90)), List.of("8 GiB live left out: <no memory>"));
    }
}
