package org.pagurus.bench.suite;

import java.util.List;
import org.pagurus.bench.goals.GoalGroup;
import org.pagurus.bench.goals.OwnJvm;
import org.pagurus.bench.micro.AccessGoals;
import org.pagurus.bench.micro.AllocationGoals;
import org.pagurus.bench.micro.RcuGoals;

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
            new GoalGroup("rcu", "sections, deferred callbacks and grace periods, beside locks and reference counts", 100,
                progress -> RcuGoals.measure(jvmFlags, progress)),
            new GoalGroup("access", "random reads over 1 GiB and copies of 4 KiB, beside raw memory, handles and segments", 180,
                progress -> AccessGoals.measure(jvmFlags, progress)),
            new GoalGroup("allocation", "a free and an allocation, beside malloc, jemalloc, mimalloc and Netty; two threads",
                40, progress -> AllocationGoals.measure(jvmFlags, progress)),
            new GoalGroup("compaction", "cost by heap size, slices, metadata, copying, a writer's waits", 80,
                new OwnJvm(jvmFlags, CompactionMeasurement.class)),
            new GoalGroup("scale", "cost of moving and metadata, 64 MiB to 8 GiB live", 120,
                new OwnJvm(jvmFlags, ScaleMeasurement.class)),
            new GoalGroup("defrag", "memory for each live byte, 256 MiB live: W1 to W8, B to E, I", 200,
                new DefragMeasurement(jvmFlags)),
            new GoalGroup("cache", "1 GiB of values under replacement, beside OHC and byte[] under generational ZGC", 220,
                new CacheMeasurement(jvmFlags)),
            new GoalGroup("steady", "writes with the compactor and without, four fifths full", 60,
                new OwnJvm(jvmFlags, SteadyMeasurement.class)),
            new GoalGroup("latency", "accesses while pages move without a pause", 55,
                new OwnJvm(jvmFlags, LatencyMeasurement.class)));
    }
}
