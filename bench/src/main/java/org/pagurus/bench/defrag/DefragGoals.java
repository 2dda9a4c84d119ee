package org.pagurus.bench.defrag;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.function.ToDoubleFunction;
import org.pagurus.bench.demo.Units;
import org.pagurus.bench.goals.Goal;

/** The bars of a workload as goals, one for each kind of bar, judged by the phase that is farthest from its own. */
public final class DefragGoals {
    private DefragGoals() {
    }

    /**
     * The goals of one run.
     *
     * @param run    which
     * @param result what it gave
     * @return a goal for each kind of bar that a phase has; a run that failed is a missed goal
     */
    public static List<Goal> of(Schedule.Run run, Forks.Result result) {
        List<Goal> goals = new ArrayList<>();
        String name = run.workload() + " " + run.allocator().id() + ", ";
        if (!result.failure().isEmpty()) {
            goals.add(new Goal(name + "run", "no failure", result.failure().strip(), Double.NaN, false));
        }
        List<Row> rows = result.rows();
        worst(rows, row -> row.bar() > 0, row -> row.ratio() / row.bar()).ifPresent(row ->
            goals.add(Goal.atMost(name + "memory / live", row.bar(), row.ratio()).with(phase(row, rows))));
        if (rows.stream().anyMatch(row -> row.peakBar() > 0)) {
            goals.add(worst(rows, row -> row.peakBar() > 0 && row.peakSamples() > 0, row -> row.peakRatio() / row.peakBar())
                .map(row -> Goal.atMost(name + "memory / live, worst moment", row.peakBar(), row.peakRatio())
                    .with(phase(row, rows)))
                .orElseGet(() -> Goal.notMeasured(name + "memory / live, worst moment", "too short for a sample")));
        }
        worst(rows, row -> row.pauseBarNanos() > 0, row -> (double) row.longestPauseNanos() / row.pauseBarNanos())
            .ifPresent(row -> goals.add(pause(name + "longest access", row).with(phase(row, rows))));
        return goals;
    }

    /** A bar of a pause is a most, as in {@link org.pagurus.bench.defrag.workload.Bars}. */
    private static Goal pause(String name, Row row) {
        return new Goal(name, "<= " + Units.nanos(row.pauseBarNanos()), Units.nanos(row.longestPauseNanos()),
            row.longestPauseNanos(), row.longestPauseNanos() <= row.pauseBarNanos());
    }

    private static String phase(Row row, List<Row> rows) {
        return rows.size() == 1 ? "one phase" : "phase " + row.phase() + " of " + rows.size();
    }

    private static Optional<Row> worst(List<Row> rows, Predicate<Row> hasBar, ToDoubleFunction<Row> excess) {
        return rows.stream().filter(hasBar).max(Comparator.comparingDouble(excess));
    }
}
