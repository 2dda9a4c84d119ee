package org.pagurus.bench.report;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.Set;
import org.pagurus.bench.defrag.Point;
import org.pagurus.bench.defrag.Row;

/**
 * What one workload did with each allocator, ready to be drawn. Allocators take different times for the same work, so x is not
 * seconds: each phase is 1 wide. Its first {@link #BODY} is its allocations and frees, of which all allocators have the same; the
 * rest, or all of a phase without any, is the time in which nothing is done and the compactor may catch up.
 *
 * @param workload its name
 * @param phases   in order
 * @param live     what was live, of the first allocator; empty without timelines
 * @param lines    what each allocator held, of those with timelines
 * @param bars     the ratio after each phase
 */
record WorkloadFigure(String workload, List<PhaseSlot> phases, List<double[]> live, List<Line> lines, List<Bar> bars) {
    /** The part of a phase's width for what it does, if it does anything. */
    static final double BODY = 0.75;

    private static final double MIB = 1 << 20;
    private static final double NANOS = 1e9;

    /**
     * A phase.
     *
     * @param title      its name
     * @param body       {@link #BODY}, or 0 if nothing is allocated or freed
     * @param goal       what Pagurus' ratio must not exceed; 0 for nothing
     * @param leastNanos the time of the fastest allocator, settling included; 0 without timelines
     * @param mostNanos  of the slowest
     */
    record PhaseSlot(String title, double body, double goal, long leastNanos, long mostNanos) {
    }

    /**
     * What an allocator held.
     *
     * @param allocator its name
     * @param series    its colour
     * @param points    x and MiB
     */
    record Line(String allocator, int series, List<double[]> points) {
    }

    /**
     * A ratio after a phase.
     *
     * @param phase     from 0
     * @param allocator its name
     * @param series    its colour
     * @param ratio     total / live
     */
    record Bar(int phase, String allocator, int series, double ratio) {
    }

    /** All allocators in the order of the rows: an index in it is a series. */
    static List<String> allocators(List<Row> rows) {
        return rows.stream().map(Row::allocator).distinct().toList();
    }

    /** A figure for each workload, in the order of the rows. */
    static List<WorkloadFigure> of(List<Row> rows) {
        List<String> allocators = allocators(rows);
        Map<String, List<Row>> workloads = new LinkedHashMap<>();
        rows.forEach(row -> workloads.computeIfAbsent(row.workload(), name -> new ArrayList<>()).add(row));
        List<WorkloadFigure> figures = new ArrayList<>();
        workloads.forEach((name, some) -> figures.add(of(name, some, allocators)));
        return figures;
    }

    private static WorkloadFigure of(String workload, List<Row> rows, List<String> allocators) {
        List<String> names = rows.stream().map(Row::phase).distinct().toList();
        Map<String, List<double[]>> held = new LinkedHashMap<>();
        List<double[]> live = new ArrayList<>();
        List<Bar> bars = new ArrayList<>();
        String first = null;
        for (Row row : rows) {
            int phase = names.indexOf(row.phase());
            bars.add(new Bar(phase, row.allocator(), allocators.indexOf(row.allocator()), row.ratio()));
            for (Point point : row.timeline()) {
                double x = phase + part(row, point);
                held.computeIfAbsent(row.allocator(), name -> new ArrayList<>()).add(new double[] {x, point.totalBytes() / MIB});
                first = first == null ? row.allocator() : first;
                if (row.allocator().equals(first)) {
                    live.add(new double[] {x, point.liveBytes() / MIB});
                }
            }
        }
        List<Line> lines = new ArrayList<>();
        held.forEach((allocator, points) -> lines.add(new Line(allocator, allocators.indexOf(allocator), points)));
        return new WorkloadFigure(workload, names.stream().map(name -> slot(name, rows)).toList(), live, lines, bars);
    }

    private static PhaseSlot slot(String name, List<Row> rows) {
        List<Row> here = rows.stream().filter(row -> row.phase().equals(name)).toList();
        List<Long> times = here.stream().filter(row -> !row.timeline().isEmpty()).map(row -> end(row) - row.startNanos())
            .toList();
        OptionalDouble goal = here.stream().mapToDouble(Row::bar).filter(bar -> bar > 0).min();
        return new PhaseSlot(name.chars().allMatch(Character::isDigit) ? "phase " + name : name,
            here.stream().mapToDouble(WorkloadFigure::body).max().orElse(0), goal.orElse(0),
            times.stream().mapToLong(time -> time).min().orElse(0), times.stream().mapToLong(time -> time).max().orElse(0));
    }

    private static long end(Row row) {
        return last(row).nanos();
    }

    private static Point last(Row row) {
        return row.timeline().get(row.timeline().size() - 1);
    }

    /** Allocations and frees of a phase. */
    private static long operations(Row row) {
        return Math.round(row.operationsPerSecond() * row.phaseNanos() / NANOS);
    }

    private static double body(Row row) {
        return operations(row) == 0 ? 0 : BODY;
    }

    /** Where in a phase, 0 to 1, a moment is. */
    private static double part(Row row, Point point) {
        long end = end(row);
        long operations = operations(row);
        long left = last(row).operations() - point.operations();
        if (left > 0 && operations > 0) {
            return BODY * Math.max(0, 1 - (double) left / operations);
        }
        long bodyEnd = operations == 0 ? row.startNanos() : Math.min(end, row.startNanos() + row.phaseNanos());
        double idle = end <= bodyEnd ? 1 : Math.max(0, (double) (point.nanos() - bodyEnd) / (end - bodyEnd));
        return body(row) + (1 - body(row)) * idle;
    }

    /** The allocators that have a bar, in the order of their series: bars of a phase stand in this order. */
    Set<String> allocators() {
        Set<String> names = new LinkedHashSet<>();
        bars.forEach(bar -> names.add(bar.allocator()));
        return names;
    }

    /** The most that is drawn, in MiB. */
    double topMib() {
        double top = live.stream().mapToDouble(point -> point[1]).max().orElse(0);
        for (Line line : lines) {
            top = Math.max(top, line.points().stream().mapToDouble(point -> point[1]).max().orElse(0));
        }
        return top;
    }

    /** The goal of all phases that have one, 0 if they differ or there is none. */
    double commonGoal() {
        List<Double> goals = phases.stream().map(PhaseSlot::goal).filter(goal -> goal > 0).distinct().toList();
        return goals.size() == 1 ? goals.get(0) : 0;
    }

    /** Where ratios are cut off: what is above is drawn up to here, with its number. */
    double ratioLimit(double most) {
        double highest = bars.stream().mapToDouble(Bar::ratio).max().orElse(1);
        return Math.max(1.5, Math.min(most, highest));
    }

    /** From the fastest allocator's time to the slowest one's. */
    static String seconds(PhaseSlot phase) {
        String least = Numbers.seconds(phase.leastNanos());
        String most = Numbers.seconds(phase.mostNanos());
        return least.equals(most) ? most + " s" : least + "\u2013" + most + " s";
    }
}
