package org.pagurus.bench.compaction;

import java.util.ArrayList;
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
            goals.add(Goal.partBelow("metadata / full pages, objects of " + Units.bytes(row.objectBytes()), MOST_METADATA,
                row.part()));
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

    /** The dearest heap / the cheapest, for each MiB. */
    private static Goal spread(CompactionResult result, List<Long> liveBytes, String time, String scenario,
        ToDoubleFunction<CostRow> cost) {
        String name = time + " for each MiB, most / least over heap sizes, " + scenario;
        DoubleSummaryStatistics costs = result.costs().stream().filter(row -> row.scenario().equals(scenario))
            .mapToDouble(cost).summaryStatistics();
        if (costs.getCount() < liveBytes.size()) {
            return Goal.notMeasured(name, String.join("; ", result.notes()));
        }
        return costs.getCount() < 2 ? Goal.notMeasured(name, "one size only")
            : Goal.atMost(name, MOST_SPREAD, costs.getMax() / costs.getMin());
    }

    static double speed(CompactionResult result, String way) {
        return result.copies().stream().filter(row -> row.way().equals(way)).mapToDouble(CopyRow::gigabytesPerSecond).findFirst()
            .orElse(Double.NaN);
    }
}
