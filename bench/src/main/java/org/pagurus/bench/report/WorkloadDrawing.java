package org.pagurus.bench.report;

import java.util.ArrayList;
import java.util.List;

/**
 * A workload as SVG: what each allocator held, above the ratios after each phase. Both have the same x axis, and both begin at 0.
 */
final class WorkloadDrawing {
    static final int WIDTH = 575;
    /** Ratios above are cut off. */
    static final double MOST_RATIO = 3;

    private static final int LEFT = 46;
    private static final int RIGHT = 166;
    private static final int TOP = 36;
    private static final int MEMORY_HEIGHT = 215;
    private static final int BETWEEN = 62;
    private static final int RATIO_HEIGHT = 110;
    private static final int BOTTOM = 12;
    private static final double FILL = 0.92;
    private static final int WIDEST_BAR = 34;
    /** A bar so wide has room for a number that is read from the left. */
    private static final int LEVEL_NUMBER = 28;
    /** Beside a bar that is narrower, numbers are smaller. */
    private static final int NARROW = 11;

    private final WorkloadFigure figure;
    /** Where the first panel begins. */
    private final int edge;
    private final int memoryHeight;
    private final int height;
    private final Sketch sketch;

    WorkloadDrawing(WorkloadFigure figure) {
        this.figure = figure;
        this.memoryHeight = figure.lines().isEmpty() ? 0 : MEMORY_HEIGHT;
        this.edge = memoryHeight == 0 ? 0 : TOP;
        this.height = edge + memoryHeight + BETWEEN + RATIO_HEIGHT + BOTTOM;
        this.sketch = new Sketch(WIDTH, height);
        if (memoryHeight > 0) {
            memory();
        }
        ratios();
    }

    private double x(double value) {
        return LEFT + value / figure.phases().size() * (WIDTH - LEFT - RIGHT);
    }

    // ---- memory ----

    private void memory() {
        double step = LineChart.niceStep(figure.topMib());
        double top = Math.ceil(figure.topMib() / step) * step;
        phases(edge, memoryHeight, true);
        sketch.text("axis end", LEFT - 8, TOP - 12, "MiB");
        for (int i = 0; i * step <= top * 1.0001; i++) {
            sketch.line("grid", LEFT, memoryY(i * step, top), WIDTH - RIGHT, memoryY(i * step, top));
            sketch.text("axis end", LEFT - 8, memoryY(i * step, top) + 4, Numbers.axis(i * step));
        }
        List<double[]> area = new ArrayList<>();
        area.add(new double[] {x(figure.live().get(0)[0]), memoryY(0, top)});
        area.addAll(places(figure.live(), top));
        area.add(new double[] {x(figure.live().get(figure.live().size() - 1)[0]), memoryY(0, top)});
        sketch.path("live-area", area);
        // The first allocator is drawn last, above the others.
        for (int i = figure.lines().size() - 1; i >= 0; i--) {
            WorkloadFigure.Line line = figure.lines().get(i);
            sketch.series(line.allocator(), Palette.cssClass(line.series()), places(line.points(), top));
        }
        sketch.series("live", "live-edge", places(figure.live(), top));
    }

    private double memoryY(double mib, double top) {
        return TOP + memoryHeight * (1 - mib / top);
    }

    private List<double[]> places(List<double[]> points, double top) {
        return points.stream().map(point -> new double[] {x(point[0]), memoryY(point[1], top)}).toList();
    }

    /** The phases' names above, what settles shaded, and lines between them. */
    private void phases(int top, int panelHeight, boolean named) {
        for (int i = 0; i < figure.phases().size(); i++) {
            WorkloadFigure.PhaseSlot phase = figure.phases().get(i);
            if (named) {
                double settling = x(i + phase.body());
                sketch.rectangle("band", settling, top, x(i + 1) - settling, panelHeight);
                sketch.text("axis middle", (x(i) + x(i + 1)) / 2, top + panelHeight + 16, WorkloadFigure.seconds(phase));
                sketch.text("phase middle", (x(i) + x(i + 1)) / 2, top - 12, phase.title());
            } else if (memoryHeight == 0) {
                sketch.text("phase middle", (x(i) + x(i + 1)) / 2, top - 40, phase.title());
            }
            if (i > 0) {
                sketch.line("mark", x(i), top - 4, x(i), top + panelHeight);
            }
        }
    }

    // ---- ratios ----

    private int ratioTop() {
        return edge + memoryHeight + BETWEEN;
    }

    private double ratioY(double ratio, double limit) {
        return ratioTop() + RATIO_HEIGHT * (1 - ratio / limit);
    }

    private void ratios() {
        double limit = figure.ratioLimit(MOST_RATIO);
        double step = limit > 2 ? 1 : 0.5;
        phases(ratioTop(), RATIO_HEIGHT, false);
        sketch.text("axis", 0, ratioTop() - 28, "held / live");
        for (int i = 0; i * step <= limit * 1.0001; i++) {
            sketch.line("grid", LEFT, ratioY(i * step, limit), WIDTH - RIGHT, ratioY(i * step, limit));
            sketch.text("axis end", LEFT - 8, ratioY(i * step, limit) + 4, Numbers.axis(i * step));
        }
        List<String> allocators = List.copyOf(figure.allocators());
        double pitch = Math.min(WIDEST_BAR, (x(1) - x(0)) * FILL / allocators.size());
        for (WorkloadFigure.Bar bar : figure.bars()) {
            bar(bar, middle(bar, allocators, pitch), pitch, limit);
        }
        goals(limit);
        // After the goal's line, which they may lie on.
        for (WorkloadFigure.Bar bar : figure.bars()) {
            number(bar, middle(bar, allocators, pitch), pitch, ratioY(Math.min(bar.ratio(), limit), limit));
        }
    }

    private double middle(WorkloadFigure.Bar bar, List<String> allocators, double pitch) {
        return (x(bar.phase()) + x(bar.phase() + 1)) / 2
            + (allocators.indexOf(bar.allocator()) - (allocators.size() - 1) / 2.0) * pitch;
    }

    private void bar(WorkloadFigure.Bar bar, double middle, double pitch, double limit) {
        double top = ratioY(Math.min(bar.ratio(), limit), limit);
        double wide = pitch * 0.86;
        sketch.rectangle("bar " + Palette.cssClass(bar.series()), middle - wide / 2, top, wide, ratioTop() + RATIO_HEIGHT - top);
        if (bar.ratio() > limit * 1.0001) {
            sketch.line("cut", middle - wide / 2 - 1, top + 10, middle + wide / 2 + 1, top + 5);
        }
    }

    private void number(WorkloadFigure.Bar bar, double middle, double pitch, double top) {
        if (pitch >= LEVEL_NUMBER) {
            sketch.text("number middle", middle, top - 4, Numbers.ratio(bar.ratio()));
        } else {
            sketch.upright(pitch < NARROW ? "number narrow" : "number", middle + Math.min(4, pitch / 3), top - 4,
                Numbers.ratio(bar.ratio()));
        }
    }

    private void goals(double limit) {
        for (int i = 0; i < figure.phases().size(); i++) {
            double goal = figure.phases().get(i).goal();
            if (goal > 0) {
                sketch.line("goal", x(i), ratioY(goal, limit), x(i + 1), ratioY(goal, limit));
                if (figure.commonGoal() == 0) {
                    sketch.text("goal-name", x(i + 1) + 3, ratioY(goal, limit) + 4, Numbers.ratio(goal));
                }
            }
        }
        if (figure.commonGoal() > 0) {
            sketch.text("goal-name", WIDTH - RIGHT + 8, ratioY(figure.commonGoal(), limit) + 4,
                "goal " + Numbers.ratio(figure.commonGoal()));
        }
    }

    /** The whole drawing. */
    String svg(String description) {
        return sketch.svg(description, memoryHeight == 0 ? height : TOP + memoryHeight);
    }
}
