package org.pagurus.bench.compaction;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.DoubleSummaryStatistics;
import java.util.List;
import java.util.function.ToDoubleFunction;
import org.pagurus.bench.demo.Units;
import org.pagurus.bench.goals.Goal;

/** What the result is held against. */
public final class CompactionGoals {
    private static final double MOST_SPREAD = 1.2;
    private static final long LONGEST_SLICE_NANOS = 1_000_000;
    private static final double MOST_METADATA = 0.01;
    private static final double LEAST_SPEED = 0.7;

    private CompactionGoals() {
    }

    /**
     * All goals.
     *
     * @param result what was measured
     * @return each with its figure
     */
    public static List<Goal> of(CompactionResult result) {
        List<Goal> goals = new ArrayList<>();
        for (String scenario : List.of(CostRun.HALF, CostRun.FIXED, CostRun.FIXED_NOW)) {
            goals.add(spread(result, "busy time", scenario, CostRow::busyNanosForMib));
            goals.add(spread(result, "processor time", scenario, CostRow::processorNanosForMib));
        }
        result.slices().stream().max(Comparator.comparingLong(SliceRow::liveBytes)).ifPresent(row -> {
            String name = "p99.9 of slices under load, " + Units.bytes(row.liveBytes()) + " live";
            goals.add(Goal.timeBelow(name, LONGEST_SLICE_NANOS, row.p999Nanos()));
            goals.add(Goal.timeBelow(name + ", processor time", LONGEST_SLICE_NANOS, row.processorP999Nanos()));
        });
        for (MetadataRow row : result.metadata()) {
            goals.add(metadata(row.objectBytes(), row.part()));
        }
        double plain = speed(result, CopyRun.RESIDENT);
        for (String way : List.of(CopyRun.SLICES, CopyRun.NOW)) {
            goals.add(Goal.atLeast("speed / Unsafe.copyMemory, " + way, LEAST_SPEED, speed(result, way) / plain));
        }
        if (result.waits().size() > 1) {
            goals.add(longestWait(result.waits().get(0), result.waits().get(1)));
        }
        return goals;
    }

    /** A long write may be the scheduler's: beside it stands the longest with nothing moving. */
    private static Goal longestWait(WaitRow alone, WaitRow moving) {
        Goal goal = Goal.timeBelow("longest write while " + moving.during(), Writer.GOAL_NANOS, moving.maxNanos());
        return new Goal(goal.name(), goal.bar(), goal.measured() + " (" + Units.nanos(alone.maxNanos()) + " while "
            + alone.during() + ")", goal.value(), goal.held());
    }

    private static Goal spread(CompactionResult result, String time, String scenario, ToDoubleFunction<CostRow> cost) {
        return spread(time, scenario, result.costs().stream().filter(row -> row.scenario().equals(scenario)).mapToDouble(cost)
            .toArray());
    }

    /**
     * That moving costs the same in every heap.
     *
     * @param time     what is counted
     * @param scenario what is moved
     * @param costs    for each MiB, of the heap sizes
     * @return the dearest heap / the cheapest
     */
    public static Goal spread(String time, String scenario, double... costs) {
        String name = time + " for each MiB, most / least over heap sizes, " + scenario;
        DoubleSummaryStatistics summary = Arrays.stream(costs).summaryStatistics();
        return costs.length < 2 ? Goal.notMeasured(name, "one size only")
            : Goal.atMost(name, MOST_SPREAD, summary.getMax() / summary.getMin());
    }

    /**
     * That metadata is small beside full pages.
     *
     * @param objectBytes of the objects in the pages
     * @param part        metadata / memory of pages
     * @return the part
     */
    public static Goal metadata(int objectBytes, double part) {
        return Goal.partBelow("metadata / full pages, objects of " + Units.bytes(objectBytes), MOST_METADATA, part);
    }

    static double speed(CompactionResult result, String way) {
        return result.copies().stream().filter(row -> row.way().equals(way)).mapToDouble(CopyRow::gigabytesPerSecond).findFirst()
            .orElse(Double.NaN);
    }
}
