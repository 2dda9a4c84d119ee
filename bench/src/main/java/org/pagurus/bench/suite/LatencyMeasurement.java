package org.pagurus.bench.suite;

import java.util.List;
import java.util.function.Consumer;
import org.pagurus.bench.goals.Goal;
import org.pagurus.bench.goals.GoalGroup;
import org.pagurus.bench.latency.LatencyPlan;
import org.pagurus.bench.latency.LatencySummary;
import org.pagurus.relocation.OnMigration;
import org.pagurus.relocation.ReadMode;

/** {@code bench latency} with {@code --policy cancel --read-mode read_through --threads 1,2 --interval continuous}. */
public final class LatencyMeasurement implements GoalGroup.Measurement {
    private static final List<Integer> THREADS = List.of(1, 2);
    private static final List<Integer> CONTINUOUS = List.of(0);
    private static final long NANOS = 1_000_000_000L;
    private static final int ROUNDS = 3;
    private static final int RATE = 100_000;
    private static final long LIVE_BYTES = 64L << 20;
    private static final long SEED = 1;

    /** Creates the measurement; its JVM does. */
    public LatencyMeasurement() {
        // No state.
    }

    @Override
    public List<Goal> measure(Consumer<String> progress) {
        LatencyPlan plan = new LatencyPlan(List.of(OnMigration.CANCEL), List.of(ReadMode.READ_THROUGH), THREADS, CONTINUOUS,
            CONTINUOUS, NANOS, ROUNDS, RATE, LIVE_BYTES, SEED);
        return new LatencySummary(plan.run(progress)).goals();
    }
}
