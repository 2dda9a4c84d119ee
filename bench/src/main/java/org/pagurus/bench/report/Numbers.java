package org.pagurus.bench.report;

import org.pagurus.bench.demo.Units;

/** Numbers beside what is drawn: as few digits as tell them apart. */
final class Numbers {
    private static final double NANOS = 1e9;
    private static final double TEN = 10;

    private Numbers() {
    }

    /** For example {@code 0.04}, {@code 7.8}, {@code 12}. */
    static String seconds(long nanos) {
        double seconds = nanos / NANOS;
        return Units.format(seconds >= TEN ? "%.0f" : seconds >= 1 ? "%.1f" : "%.2f", seconds);
    }

    /** For example {@code 1.08}, {@code 11.2}. */
    static String ratio(double ratio) {
        return Units.format(ratio >= TEN ? "%.1f" : "%.2f", ratio);
    }

    /** A mark of an axis. */
    static String axis(double value) {
        return value == Math.rint(value) ? Units.count((long) value) : Units.format("%.3g", value).replaceFirst("0+$", "");
    }
}
