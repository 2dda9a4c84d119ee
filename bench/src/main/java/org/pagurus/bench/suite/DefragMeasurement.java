package org.pagurus.bench.suite;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.pagurus.bench.defrag.Allocator;
import org.pagurus.bench.defrag.DefragGoals;
import org.pagurus.bench.defrag.Forks;
import org.pagurus.bench.defrag.Workloads;
import org.pagurus.bench.goals.Goal;
import org.pagurus.bench.goals.GoalGroup;

/**
 * {@code bench defrag --allocator pagurus --live 256m}: all workloads, with the compactor's cap lifted, as the bars of the worst
 * moments ask for.
 */
final class DefragMeasurement implements GoalGroup.Measurement {
    private static final long LIVE_BYTES = 256L << 20;
    private static final long SEED = 1;

    private final List<String> jvmFlags;

    DefragMeasurement(List<String> jvmFlags) {
        this.jvmFlags = jvmFlags;
    }

    @Override
    public List<Goal> measure(Consumer<String> progress) throws IOException {
        List<Goal> goals = new ArrayList<>();
        Forks forks = new Forks(jvmFlags, LIVE_BYTES, SEED, progress);
        for (String workload : Workloads.parse("all")) {
            goals.addAll(DefragGoals.of(workload, Allocator.PAGURUS, forks.run(workload, Allocator.PAGURUS)));
        }
        return goals;
    }
}
