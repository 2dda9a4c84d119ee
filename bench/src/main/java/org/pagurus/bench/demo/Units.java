package org.pagurus.bench.demo;

import java.util.Locale;

/**
 * Figures as people read them. Always with a point as decimal separator, so that outputs can be compared.
 */
public final class Units {
    private static final long KIB = 1L << 10;
    private static final long MIB = 1L << 20;
    private static final long GIB = 1L << 30;
    private static final long TIB = 1L << 40;

    private Units() {
    }

    /**
     * A size with a unit that suits it.
     *
     * @param bytes the size
     * @return for example {@code 12.3 MiB}
     */
    public static String bytes(long bytes) {
        if (bytes < KIB) {
            return bytes + " B";
        }
        if (bytes < MIB) {
            return decimal(bytes, KIB) + " KiB";
        }
        if (bytes < TIB) {
            return bytes < 10 * GIB ? decimal(bytes, MIB) + " MiB" : decimal(bytes, GIB) + " GiB";
        }
        return decimal(bytes, TIB) + " TiB";
    }

    private static String decimal(long bytes, long unit) {
        return bytes % unit == 0 ? Long.toString(bytes / unit) : format("%.1f", (double) bytes / unit);
    }

    /**
     * A size in MiB, for columns.
     *
     * @param bytes the size
     * @return for example {@code 12.3 MiB}
     */
    public static String mib(long bytes) {
        return format("%,.1f MiB", (double) bytes / MIB);
    }

    /**
     * A time with a unit that suits it.
     *
     * @param nanos nanoseconds
     * @return for example {@code 12.3 us}
     */
    public static String nanos(long nanos) {
        if (nanos < 1_000) {
            return nanos + " ns";
        }
        return nanos < 1_000_000 ? format("%.1f us", nanos / 1e3) : format("%,.1f ms", nanos / 1e6);
    }

    /**
     * A number with its thousands apart.
     *
     * @param count the number
     * @return for example {@code 1,234,567}
     */
    public static String count(long count) {
        return format("%,d", count);
    }

    /**
     * A ratio.
     *
     * @param ratio the ratio
     * @return with two decimals
     */
    public static String ratio(double ratio) {
        return format("%.2f", ratio);
    }

    /**
     * {@code String.format} in the root locale.
     *
     * @param pattern   the pattern
     * @param arguments its arguments
     * @return the text
     */
    public static String format(String pattern, Object... arguments) {
        return String.format(Locale.ROOT, pattern, arguments);
    }
}
