package org.pagurus.bench.report;

import java.util.ArrayList;
import java.util.List;
import org.pagurus.bench.demo.Units;

/**
 * A chart of latencies by percentile, as SVG: each nine more is a step to the right, and the y axis has powers of ten, so that
 * the few late ones are as well seen as the many others. The last step is the latest of all.
 */
final class PercentileChart {
    private static final int WIDTH = 960;
    private static final int HEIGHT = 360;
    private static final int LEFT = 64;
    private static final int RIGHT = 150;
    private static final int TOP = 30;
    private static final int BOTTOM = 40;
    static final double ALL = 100;
    /** The latest has no number of nines; it stands behind the last that has. */
    private static final double LATEST = 4.6;
    static final List<Double> TICKS = List.of(0.0, 90.0, 99.0, 99.9, 99.99, ALL);

    private final Sketch sketch = new Sketch(WIDTH, HEIGHT);
    private final int lowest;
    private final int highest;

    /**
     * An empty chart.
     *
     * @param leastNanos above 0
     * @param mostNanos  above it
     */
    PercentileChart(long leastNanos, long mostNanos) {
        lowest = lowestPower(leastNanos);
        highest = highestPower(mostNanos, lowest);
        for (int power = lowest; power <= highest; power++) {
            long nanos = Math.round(Math.pow(10, power));
            sketch.line("grid", LEFT, y(nanos), WIDTH - RIGHT, y(nanos));
            sketch.text("axis end", LEFT - 8, y(nanos) + 4, power(nanos));
        }
        for (double percent : TICKS) {
            sketch.text("axis middle", x(percent), HEIGHT - BOTTOM + 18, name(percent));
        }
        sketch.text("axis end", LEFT - 8, TOP - 12, "latency");
        sketch.text("axis end", WIDTH - RIGHT, HEIGHT - 4, "percent of the operations");
    }

    static int lowestPower(long leastNanos) {
        return (int) Math.floor(Math.log10(leastNanos));
    }

    static int highestPower(long mostNanos, int lowest) {
        return Math.max(lowest + 1, (int) Math.ceil(Math.log10(mostNanos)));
    }

    /** A time that is a power of ten. */
    static String power(long nanos) {
        return nanos < 1_000 ? nanos + " ns" : nanos < 1_000_000 ? nanos / 1_000 + " us"
            : nanos < 1_000_000_000 ? nanos / 1_000_000 + " ms" : nanos / 1_000_000_000 + " s";
    }

    /** What stands below a percentile. */
    static String name(double percent) {
        return percent == ALL ? "latest" : percent == Math.rint(percent) ? Long.toString((long) percent)
            : Units.format("%s", percent);
    }

    /** How many nines a percentile has. */
    static double nines(double percent) {
        return percent == ALL ? LATEST : -Math.log10(1 - percent / ALL);
    }

    private static double x(double percent) {
        return LEFT + nines(percent) / LATEST * (WIDTH - LEFT - RIGHT);
    }

    private double y(double nanos) {
        double part = (Math.log10(Math.max(1, nanos)) - lowest) / (highest - lowest);
        return HEIGHT - BOTTOM - part * (HEIGHT - TOP - BOTTOM);
    }

    /**
     * A line, with its name at its end.
     *
     * @param percents its percentiles, rising
     * @param nanos    a latency for each
     */
    PercentileChart series(String name, String cssClass, List<Double> percents, List<Long> nanos) {
        List<double[]> places = new ArrayList<>();
        for (int i = 0; i < percents.size(); i++) {
            places.add(new double[] {x(percents.get(i)), y(nanos.get(i))});
        }
        sketch.series(name, cssClass, places);
        return this;
    }

    /** The whole drawing. */
    String svg(String description) {
        return sketch.svg(description);
    }
}
