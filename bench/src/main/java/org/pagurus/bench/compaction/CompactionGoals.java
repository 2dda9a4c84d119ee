package org.pagurus.bench.compaction;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
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
     * @param result    what was measured
     * @param liveBytes of all heaps that should have been
     * @return each with its figure; without one where it needs a heap that was left out
     */
    public static List<Goal> of(CompactionResult result, List<Long> liveBytes) {
        List<Goal> goals = new ArrayList<>();
        for (String scenario : List.of(CostRun.HALF, CostRun.FIXED, CostRun.FIXED_NOW)) {
            goals.add(spread(result, liveBytes, "busy time", scenario, CostRow::busyNanosForMib));
            goals.add(spread(result, liveBytes, "processor time", scenario, CostRow::processorNanosForMib));
        }
        long largest = Collections.max(liveBytes);
        String name = "p99.9 of slices under load, " + Units.bytes(largest) + " live";
        result.slices().stream().filter(row -> row.liveBytes() == largest).findFirst().ifPresentOrElse(row -> {
            goals.add(Goal.timeBelow(name, LONGEST_SLICE_NANOS, row.p999Nanos()));
            goals.add(Goal.timeBelow(name + ", processor time", LONGEST_SLICE_NANOS, row.processorP999Nanos()));
        }, () -> goals.add(Goal.notMeasured(name, String.join("; ", result.notes()))));
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

    private static Goal spread(CompactionResult result, List<Long> liveBytes, String time, String scenario,
        ToDoubleFunction<CostRow> cost) {
        double[] costs = result.costs().stream().filter(row -> row.scenario().equals(scenario)).mapToDouble(cost).toArray();
        return costs.length < liveBytes.size() ? Goal.notMeasured(spreadName(time, scenario), String.join("; ", result.notes()))
            : spread(time, scenario, costs);
    }

    private static String spreadName(String time, String scenario) {
        return time + " for each MiB, most / least over heap sizes, " + scenario;
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
        String name = spreadName(time, scenario);
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
