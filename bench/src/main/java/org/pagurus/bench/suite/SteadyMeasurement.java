package org.pagurus.bench.suite;

import java.util.List;
import java.util.function.Consumer;
import org.pagurus.bench.goals.Goal;
import org.pagurus.bench.goals.GoalGroup;
import org.pagurus.bench.steady.SteadyPlan;
import org.pagurus.bench.steady.SteadySummary;

/** {@code bench steady} with {@code --live 80}. */
public final class SteadyMeasurement implements GoalGroup.Measurement {
    private static final long CAPACITY_BYTES = 128L << 20;
    private static final int MIN_OBJECT_BYTES = 128;
    private static final int MAX_OBJECT_BYTES = 1024;
    private static final int ROUNDS = 3;
    private static final long MEASURE_NANOS = 500_000_000L;
    private static final long SEED = 1;

    /** Creates the measurement; its JVM does. */
    public SteadyMeasurement() {
        // No state.
    }

    @Override
    public List<Goal> measure(Consumer<String> progress) {
        SteadyPlan plan = new SteadyPlan(CAPACITY_BYTES, List.of(SteadySummary.GOAL_FILL), MIN_OBJECT_BYTES, MAX_OBJECT_BYTES,
            ROUNDS, MEASURE_NANOS / 2, MEASURE_NANOS, SEED);
        return new SteadySummary(plan.run(progress)).goals();
    }
}
