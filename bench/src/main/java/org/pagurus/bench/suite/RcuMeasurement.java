package org.pagurus.bench.suite;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import org.openjdk.jmh.runner.RunnerException;
import org.pagurus.bench.goals.Goal;
import org.pagurus.bench.goals.GoalGroup;
import org.pagurus.bench.micro.MicroRow;
import org.pagurus.bench.micro.MicroRun;
import org.pagurus.bench.micro.RcuGoals;

/** {@code bench micro --filter Rcu}: what its goals need, with half of the iterations. */
final class RcuMeasurement implements GoalGroup.Measurement {
    private static final int WARM_UPS = 3;
    private static final int ITERATIONS = 5;

    private final List<String> jvmFlags;

    RcuMeasurement(List<String> jvmFlags) {
        this.jvmFlags = jvmFlags;
    }

    @Override
    public List<Goal> measure(Consumer<String> progress) throws RunnerException {
        List<MicroRow> rows = new ArrayList<>();
        Set<String> skipped = new LinkedHashSet<>();
        for (MicroRun run : RcuGoals.runs()) {
            rows.addAll(run.shortened(WARM_UPS, ITERATIONS).run(jvmFlags, null, progress, skipped::add));
        }
        return RcuGoals.of(rows, List.copyOf(skipped));
    }
}
