package org.pagurus.bench.report;

import java.util.ArrayList;
import java.util.List;
import java.util.function.LongFunction;
import org.pagurus.bench.demo.Units;

/**
 * A chart of ratios to the first figure, as SVG: both axes are logarithmic, so that a power of the size is a straight line and
 * its exponent the slope. Each doubling of the size is a step of the same length.
 */
final class RatioChart {
    private static final int WIDTH = 960;
    private static final int HEIGHT = 360;
    private static final int LEFT = 64;
    private static final int RIGHT = 260;
    private static final int TOP = 30;
    private static final int BOTTOM = 40;

    private final Sketch sketch = new Sketch(WIDTH, HEIGHT);
    private final List<Long> sizes;
    private final int lowest;
    private final int highest;

    /**
     * An empty chart.
     *
     * @param sizes      of the x axis, rising; two at least
     * @param leastRatio above 0
     * @param mostRatio  of all lines
     * @param size       a size in words
     */
    RatioChart(List<Long> sizes, double leastRatio, double mostRatio, LongFunction<String> size) {
        this.sizes = sizes;
        lowest = Math.min(-1, (int) Math.floor(log2(leastRatio)));
        highest = Math.max(1, (int) Math.ceil(log2(mostRatio)));
        for (int power = lowest; power <= highest; power++) {
            double ratio = Math.pow(2, power);
            sketch.line("grid", LEFT, y(ratio), WIDTH - RIGHT, y(ratio));
            sketch.text("axis end", LEFT - 8, y(ratio) + 4, power < 0 ? "1/" + (1L << -power) : Units.count(1L << power));
        }
        for (long one : sizes) {
            sketch.text("axis middle", x(one), HEIGHT - BOTTOM + 18, size.apply(one));
        }
        sketch.text("axis end", LEFT - 8, TOP - 12, "ratio");
    }

    private static double log2(double value) {
        return Math.log(value) / Math.log(2);
    }

    private double x(long size) {
        double first = log2(sizes.get(0));
        double last = log2(sizes.get(sizes.size() - 1));
        return LEFT + (log2(size) - first) / (last - first) * (WIDTH - LEFT - RIGHT);
    }

    private double y(double ratio) {
        double part = (log2(ratio) - lowest) / (highest - lowest);
        return HEIGHT - BOTTOM - part * (HEIGHT - TOP - BOTTOM);
    }

    /**
     * A line, with its name at its end.
     *
     * @param at     its sizes
     * @param ratios one for each
     */
    RatioChart series(String name, String cssClass, List<Long> at, double[] ratios) {
        List<double[]> places = new ArrayList<>();
        for (int i = 0; i < ratios.length; i++) {
            places.add(new double[] {x(at.get(i)), y(ratios[i])});
        }
        sketch.series(name, cssClass, places);
        return this;
    }

    /** The whole drawing. */
    String svg(String description) {
        return sketch.svg(description);
    }
}
