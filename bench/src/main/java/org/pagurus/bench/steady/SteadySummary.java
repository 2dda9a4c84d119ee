package org.pagurus.bench.steady;

import java.util.ArrayList;
import java.util.List;
import java.util.function.ToDoubleFunction;
import org.pagurus.bench.demo.Units;
import org.pagurus.bench.goals.Goal;
import org.pagurus.bench.goals.Median;

/** The rows of all rounds as a table of medians, and what they are held against. */
public final class SteadySummary {
    /** The part of the capacity that is judged. */
    public static final double GOAL_FILL = 0.8;
    private static final String LINE = "%-9s %-10s %5s %-3s %12s %9s %9s %10s %10s %7s %6s %14s %13s %13s%n";
    private static final double GOAL_RATIO = 0.9;

    private final List<SteadyRow> rows;

    /**
     * Sums up.
     *
     * @param rows of all runs
     */
    public SteadySummary(List<SteadyRow> rows) {
        this.rows = List.copyOf(rows);
    }

    /**
     * A line for each pattern, fill and way, medians of the rounds.
     *
     * @return lines, each with its end
     */
    public String table() {
        StringBuilder text = new StringBuilder(Units.format(LINE, "sizes", "writes", "full", "", "ops/s", "on/off", "failed/s",
            "p99.9", "longest", "held", "times", "moved/written", "cleaner", "cleaner"));
        text.append(Units.format(LINE, "", "", "", "", "", "", "", "", "", "", "", "", "at full", "at held"));
        for (SteadyRow row : rows) {
            if (row.round() == 0) {
                text.append(line(row));
            }
        }
        return text.toString();
    }

    private String line(SteadyRow row) {
        List<SteadyRow> rounds = rounds(row.sizes(), row.pattern(), row.fill(), row.compacting());
        if (!rounds.stream().allMatch(SteadyRow::filled)) {
            return Units.format("%-9s %-10s %5s %-3s no room for the fill%n", row.sizes(), row.pattern(), percent(row.fill()),
                way(row));
        }
        return Units.format(LINE, row.sizes(), row.pattern(), percent(row.fill()), way(row),
            Units.format("%,.0f", median(rounds, SteadyRow::operationsPerSecond)),
            row.compacting() ? Units.ratio(onOff(row.sizes(), row.pattern(), row.fill())) : "",
            Units.format("%,.1f", median(rounds, SteadyRow::failuresPerSecond)),
            Units.nanos((long) median(rounds, SteadyRow::p999Nanos)), Units.nanos((long) median(rounds, SteadyRow::maxNanos)),
            Units.ratio(median(rounds, SteadyRow::heldRatio)),
            Units.format("%.1f", median(rounds, SteadyRow::turnovers)),
            Units.format("%.4f", median(rounds, SteadyRow::movedForWritten)),
            Units.ratio(row.cleanerAtFill()), Units.ratio(median(rounds, SteadyRow::cleanerAtHeld)));
    }

    private static String percent(double part) {
        return Units.format("%.0f %%", 100 * part);
    }

    private static String way(SteadyRow row) {
        return row.compacting() ? "on" : "off";
    }

    /** Operations per second with the compactor / without: the median of the rounds, whose two runs follow each other. */
    double onOff(String sizes, String pattern, double fill) {
        List<SteadyRow> on = rounds(sizes, pattern, fill, true);
        List<SteadyRow> off = rounds(sizes, pattern, fill, false);
        double[] ratios = new double[Math.min(on.size(), off.size())];
        for (int i = 0; i < ratios.length; i++) {
            ratios[i] = on.get(i).operationsPerSecond() / off.get(i).operationsPerSecond();
        }
        return Median.of(ratios);
    }

    private List<SteadyRow> rounds(String sizes, String pattern, double fill, boolean compacting) {
        return rows.stream().filter(row -> row.sizes().equals(sizes) && row.pattern().equals(pattern) && row.fill() == fill
            && row.compacting() == compacting).toList();
    }

    private static double median(List<SteadyRow> rounds, ToDoubleFunction<SteadyRow> figure) {
        return Median.of(rounds.stream().mapToDouble(figure).toArray());
    }

    /**
     * What is held: throughput with the compactor at four fifths of the capacity.
     *
     * @return a goal for each way to choose sizes and objects
     */
    public List<Goal> goals() {
        List<Goal> goals = new ArrayList<>();
        for (ObjectSizes sizes : ObjectSizes.values()) {
            for (Pattern pattern : Pattern.values()) {
                String name = "writes per second with the compactor / without, 80 % full, " + sizes.id() + " sizes, "
                    + pattern.id();
                double ratio = onOff(sizes.id(), pattern.id(), GOAL_FILL);
                goals.add(Double.isNaN(ratio) ? Goal.notMeasured(name, "no run at 80 %")
                    : Goal.atLeast(name, GOAL_RATIO, ratio));
            }
        }
        return goals;
    }
}
