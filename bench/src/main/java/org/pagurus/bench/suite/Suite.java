package org.pagurus.bench.suite;

import java.util.List;
import org.pagurus.bench.goals.GoalGroup;
import org.pagurus.bench.goals.OwnJvm;

/** All groups. */
public final class Suite {
    /** The most that all groups may take together, by their estimates. */
    public static final int BUDGET_SECONDS = 20 * 60;

    private Suite() {
    }

    /**
     * The groups, in the order in which they run.
     *
     * @param jvmFlags of the JVMs that are started
     * @return all groups
     */
    public static List<GoalGroup> groups(List<String> jvmFlags) {
        return List.of(
            new GoalGroup("rcu", "sections, deferred callbacks and grace periods, beside locks and reference counts", 70,
                new RcuMeasurement(jvmFlags)),
            new GoalGroup("allocation", "a free and an allocation, beside malloc, jemalloc, mimalloc and Netty; two threads",
                60, new AllocationMeasurement(jvmFlags)),
            new GoalGroup("compaction", "cost by heap size, slices, metadata, copying, a writer's waits", 110,
                new OwnJvm(jvmFlags, CompactionMeasurement.class)),
            new GoalGroup("defrag", "memory for each live byte: W1 to W8, B to E, I", 170, new DefragMeasurement(jvmFlags)),
            new GoalGroup("steady", "writes with the compactor and without, four fifths full", 60,
                new OwnJvm(jvmFlags, SteadyMeasurement.class)),
            new GoalGroup("latency", "accesses while pages move without a pause", 50,
                new OwnJvm(jvmFlags, LatencyMeasurement.class)));
    }
}
