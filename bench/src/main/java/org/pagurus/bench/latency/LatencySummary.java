package org.pagurus.bench.latency;

import java.util.ArrayList;
import java.util.List;
import java.util.function.ToDoubleFunction;
import org.pagurus.bench.demo.Units;
import org.pagurus.bench.goals.Goal;
import org.pagurus.bench.goals.Median;
import org.pagurus.relocation.OnMigration;
import org.pagurus.relocation.ReadMode;

/** The rows of all rounds: medians, as tables too, and what they are held against. */
public final class LatencySummary {
    private static final String TIMES = "%-9s %-13s %7s %-10s %-9s %12s %9s %9s %9s %9s %10s %9s %9s %9s %9s%n";
    private static final String COUNTS = "%-9s %-13s %7s %-10s %-9s %9s %9s %9s %9s %9s %9s %9s %9s %9s%n";
    private static final double MOST_MEDIAN = 1.03;
    private static final double MOST_P999 = 1.3;
    private static final long LONGEST_NANOS = 100_000;
    private static final double MILLION = 1e6;

    private final List<LatencyRow> rows;
    private final List<LatencyRow> medians = new ArrayList<>();

    /**
     * Sums up.
     *
     * @param rows of all rounds
     */
    public LatencySummary(List<LatencyRow> rows) {
        this.rows = List.copyOf(rows);
        for (LatencyRow row : rows) {
            if (row.round() == 0) {
                medians.add(LatencyRow.median(rows.stream().filter(row::isLike).toList()));
            }
        }
    }

    /**
     * The middle of the rounds, in the order in which they were measured first.
     *
     * @return a row for each heap, load and interval
     */
    public List<LatencyRow> medians() {
        return List.copyOf(medians);
    }

    /**
     * How often a MiB moves, for people.
     *
     * @param intervalMillis 0 for no pause, null for never
     * @return for example {@code 50 ms}
     */
    public static String moves(Integer intervalMillis) {
        return intervalMillis == null ? "quiet" : intervalMillis == 0 ? "continuous" : intervalMillis + " ms";
    }

    /**
     * Two tables of the medians: times, and what was counted.
     *
     * @return lines, each with its end
     */
    public String table() {
        StringBuilder text = new StringBuilder(Units.format("latencies of operations from when they were due; then accesses that"
            + " met a page in the middle of its copy: of a million, and their times%n"));
        text.append(Units.format(TIMES, "policy", "reads", "threads", "1 MiB each", "load", "ops/s", "p50", "p99", "p99.9", "max",
            "met", "p50", "p99", "longest", "own"));
        for (LatencyRow row : medians) {
            LatencyRow.Due due = row.arrivals();
            LatencyRow.Met met = row.met();
            boolean any = met.longestNanos() > 0;
            text.append(Units.format(TIMES, row.policy(), row.readMode(), row.threads(), moves(row.intervalMillis()), row.load(),
                Units.format("%,.0f", row.operationsPerSecond()), Units.nanos(due.p50Nanos()), Units.nanos(due.p99Nanos()),
                Units.nanos(due.p999Nanos()), Units.nanos(due.maxNanos()),
                any ? Units.format("%,.1f", met.accesses() * MILLION / due.operations()) : "",
                any ? Units.nanos(met.p50Nanos()) : "", any ? Units.nanos(met.p99Nanos()) : "",
                any ? Units.nanos(met.longestNanos()) : "", any ? Units.nanos(met.longestOwnNanos()) : ""));
        }
        text.append(Units.format("%n" + COUNTS, "policy", "reads", "threads", "1 MiB each", "load", "MiB/s", "pages", "cancels",
            "put back", "pins", "waits", "retries", "snapshots", "buffered"));
        for (LatencyRow row : medians) {
            if (row.intervalMillis() != null) {
                LatencyRow.Moves moves = row.moves();
                text.append(Units.format(COUNTS, row.policy(), row.readMode(), row.threads(), moves(row.intervalMillis()),
                    row.load(), Units.format("%,.1f", moves.mibPerSecond()), moves.pagesMigrated(), moves.cancels(),
                    moves.putBack(), moves.pins(), moves.waits(), moves.retries(), moves.snapshotReads(),
                    moves.bufferedWrites()));
            }
        }
        return text.toString();
    }

    // ---- goals ----

    /**
     * What is held: latencies of a heap with the default policy under moves without a pause, and the longest access that a
     * migration made longer.
     *
     * @return three goals for each number of threads
     */
    public List<Goal> goals() {
        List<Goal> goals = new ArrayList<>();
        for (int threads : rows.stream().map(LatencyRow::threads).distinct().toList()) {
            Cell cell = new Cell(OnMigration.CANCEL, ReadMode.READ_THROUGH, threads);
            goals.add(ratio("median latency, moving / quiet, " + cell, MOST_MEDIAN, cell, row -> row.arrivals().p50Nanos()));
            goals.add(ratio("p99.9, moving / quiet, " + cell, MOST_P999, cell, row -> row.arrivals().p999Nanos()));
            goals.add(longest(cell));
        }
        return goals;
    }

    /** The median over rounds, whose measurements follow each other; beside it the same load without moves. */
    private Goal ratio(String name, double bar, Cell cell, ToDoubleFunction<LatencyRow> figure) {
        double moving = ratio(cell, Load.MOVING, figure);
        if (Double.isNaN(moving)) {
            return Goal.notMeasured(name, "it needs CANCEL, READ_THROUGH and continuous moves");
        }
        Goal goal = Goal.atMost(name, bar, moving);
        return new Goal(goal.name(), goal.bar(), goal.measured() + Units.format(" (%.2f with the same load and no moves)",
            ratio(cell, Load.SAME_LOAD, figure)), goal.value(), goal.held());
    }

    double ratio(Cell cell, Load load, ToDoubleFunction<LatencyRow> figure) {
        List<LatencyRow> quiet = rounds(cell, Load.QUIET, null);
        List<LatencyRow> loaded = rounds(cell, load, 0);
        double[] ratios = new double[Math.min(quiet.size(), loaded.size())];
        for (int i = 0; i < ratios.length; i++) {
            ratios[i] = figure.applyAsDouble(loaded.get(i)) / figure.applyAsDouble(quiet.get(i));
        }
        return Median.of(ratios);
    }

    private List<LatencyRow> rounds(Cell cell, Load load, Integer interval) {
        return rows.stream().filter(row -> row.isOf(cell) && row.load().equals(load.id())
            && (interval == null || interval.equals(row.intervalMillis()))).toList();
    }

    /** Of all intervals. */
    private Goal longest(Cell cell) {
        String name = "longest access that met a move, on the processor, " + cell;
        List<LatencyRow> moving = rounds(cell, Load.MOVING, null);
        if (moving.stream().noneMatch(row -> row.met().accesses() > 0)) {
            return Goal.notMeasured(name, moving.isEmpty() ? "it needs CANCEL and READ_THROUGH"
                : "no access met a page in the middle of its copy");
        }
        long own = moving.stream().mapToLong(row -> row.met().longestOwnNanos()).max().orElseThrow();
        long clock = moving.stream().mapToLong(row -> row.met().longestNanos()).max().orElseThrow();
        long alone = rounds(cell, Load.SAME_LOAD, null).stream().mapToLong(row -> row.arrivals().longestOwnNanos()).max()
            .orElse(0);
        Goal goal = Goal.timeBelow(name, LONGEST_NANOS, own);
        return new Goal(goal.name(), goal.bar(), goal.measured() + " (" + Units.nanos(clock) + " by the clock; any access without"
            + " moves " + Units.nanos(alone) + ")", goal.value(), goal.held());
    }
}
