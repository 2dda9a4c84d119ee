package org.pagurus.bench.suite;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.pagurus.bench.defrag.Allocator;
import org.pagurus.bench.defrag.DefragGoals;
import org.pagurus.bench.defrag.Forks;
import org.pagurus.bench.defrag.Schedule;
import org.pagurus.bench.defrag.Workloads;
import org.pagurus.bench.goals.Goal;
import org.pagurus.bench.goals.GoalGroup;

/**
 * {@code bench defrag --workload W,B,C,D,E,I --allocator pagurus --live 256m}: all workloads that have bars, with the compactor's
 * cap lifted, as the bars of the worst moments ask for.
 */
final class DefragMeasurement implements GoalGroup.Measurement {
    private static final String WORKLOADS = "W,B,C,D,E,I";
    private static final long LIVE_BYTES = 256L << 20;
    private static final long SEED = 1;

    private final List<String> jvmFlags;

    DefragMeasurement(List<String> jvmFlags) {
        this.jvmFlags = jvmFlags;
    }

    @Override
    public List<Goal> measure(Consumer<String> progress) throws IOException {
        List<Goal> goals = new ArrayList<>();
        Forks forks = new Forks(jvmFlags, LIVE_BYTES, SEED, 1, progress);
        for (String workload : Workloads.parse(WORKLOADS)) {
            Schedule.Run run = new Schedule.Run(workload, 1, Allocator.PAGURUS);
            goals.addAll(DefragGoals.of(run, forks.run(run)));
        }
        return goals;
    }
}
