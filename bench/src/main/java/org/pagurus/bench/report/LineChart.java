package org.pagurus.bench.report;

import java.util.List;

/**
 * A chart of lines over time, as SVG. Both axes begin at 0; the series must not be empty.
 */
final class LineChart {
    private static final int WIDTH = 960;
    private static final int HEIGHT = 330;
    private static final int LEFT = 52;
    private static final int RIGHT = 84;
    private static final int TOP = 30;
    private static final int BOTTOM = 40;
    private static final int STEPS = 6;

    private final double maxX;
    private final double maxY;
    private final Sketch sketch = new Sketch(WIDTH, HEIGHT);

    /**
     * An empty chart.
     *
     * @param maxX  the last x, in seconds
     * @param maxY  the largest y
     * @param unitY of the y axis
     */
    LineChart(double maxX, double maxY, String unitY) {
        this.maxX = maxX;
        double stepY = niceStep(maxY);
        this.maxY = Math.ceil(maxY / stepY) * stepY;
        for (int i = 0; i * stepY <= this.maxY * 1.0001; i++) {
            sketch.line("grid", LEFT, y(i * stepY), WIDTH - RIGHT, y(i * stepY));
            sketch.text("axis end", LEFT - 8, y(i * stepY) + 4, Numbers.axis(i * stepY));
        }
        double stepX = niceStep(maxX);
        for (int i = 0; i * stepX <= maxX * 1.0001; i++) {
            sketch.text("axis middle", x(i * stepX), HEIGHT - BOTTOM + 18, Numbers.axis(i * stepX));
        }
        sketch.text("axis end", LEFT - 8, TOP - 12, unitY);
        sketch.text("axis end", WIDTH - RIGHT, HEIGHT - 4, "seconds");
    }

    /** A step of 1, 2 or 5 times a power of ten, so that about {@link #STEPS} make up the axis. */
    static double niceStep(double max) {
        double rough = Math.max(max, 1e-9) / STEPS;
        double power = Math.pow(10, Math.floor(Math.log10(rough)));
        double digit = rough / power;
        if (digit <= 1) {
            return power;
        }
        return (digit <= 2 ? 2 : digit <= 5 ? 5 : 10) * power;
    }

    private double x(double value) {
        return LEFT + value / maxX * (WIDTH - LEFT - RIGHT);
    }

    private double y(double value) {
        return HEIGHT - BOTTOM - value / maxY * (HEIGHT - TOP - BOTTOM);
    }

    /** A part of the time, with its name above. */
    LineChart band(String name, double from, double to, boolean shaded) {
        if (shaded) {
            sketch.rectangle("band", x(from), TOP, x(to) - x(from), HEIGHT - TOP - BOTTOM);
        }
        sketch.text("axis middle", (x(from) + x(to)) / 2, TOP - 12, name);
        return this;
    }

    /** A moment. */
    LineChart mark(double at) {
        sketch.line("mark", x(at), TOP - 4, x(at), HEIGHT - BOTTOM);
        return this;
    }

    /** A line, with its name at its end. */
    LineChart series(String name, String cssClass, List<double[]> points) {
        sketch.series(name, cssClass, points.stream().map(point -> new double[] {x(point[0]), y(point[1])}).toList());
        return this;
    }

    /** The whole drawing. */
    String svg(String description) {
        return sketch.svg(description);
    }
}
