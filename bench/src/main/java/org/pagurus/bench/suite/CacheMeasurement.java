package org.pagurus.bench.suite;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.pagurus.bench.cache.CachePlan;
import org.pagurus.bench.caches.Subject;
import org.pagurus.bench.compaction.AvailableMemory;
import org.pagurus.bench.demo.Units;
import org.pagurus.bench.goals.Goal;
import org.pagurus.bench.goals.GoalGroup;

/** {@code bench cache} without G1, two rounds of 3 seconds. */
final class CacheMeasurement implements GoalGroup.Measurement {
    private static final CachePlan PLAN = new CachePlan(List.of(Subject.PAGURUS, Subject.OHC, Subject.HEAP_ZGC),
        List.of(1.5, 2.0, 3.0), 1L << 30, 3_000_000_000L, 2, 1, 1);

    private final List<String> jvmFlags;

    CacheMeasurement(List<String> jvmFlags) {
        this.jvmFlags = jvmFlags;
    }

    @Override
    public List<Goal> measure(Consumer<String> progress) throws IOException {
        long available = AvailableMemory.bytes();
        if (PLAN.mostBytes() > available) {
            return goals(new CachePlan.Result(List.of(), Map.of(), Map.of("memory", "it needs " + Units.bytes(PLAN.mostBytes())
                + ", and " + Units.bytes(available) + " are available")));
        }
        return goals(PLAN.run(jvmFlags, progress));
    }

    /**
     * The goals; where one has no figure, why its rows are missing. A run of Pagurus that failed misses all of them, that of a
     * peer is told beside them.
     */
    static List<Goal> goals(CachePlan.Result result) {
        result.failures().forEach((name, why) -> {
            if (name.startsWith(Subject.PAGURUS.id())) {
                throw new IllegalStateException(name + ": " + why.strip());
            }
        });
        List<Goal> goals = new ArrayList<>();
        for (Goal goal : result.goals()) {
            goals.add(goal.held() != null || result.skipped().isEmpty() ? goal
                : Goal.notMeasured(goal.name(), String.join("; ", result.skipped().values())));
        }
        result.failures().forEach((name, why) -> goals.add(Goal.notMeasured(name, why.lines().findFirst().orElse("it failed"))));
        return goals;
    }
}
