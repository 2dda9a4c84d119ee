package org.pagurus.bench.suite;

import java.util.List;
import java.util.function.Consumer;
import org.pagurus.bench.compaction.AvailableMemory;
import org.pagurus.bench.compaction.CompactionGoals;
import org.pagurus.bench.compaction.CompactionPlan;
import org.pagurus.bench.goals.Goal;
import org.pagurus.bench.goals.GoalGroup;

/** {@code bench compaction} with {@code --seconds 3}. */
public final class CompactionMeasurement implements GoalGroup.Measurement {
    private static final List<Long> LIVE_BYTES = List.of(64L << 20, 256L << 20, 1L << 30, 4L << 30);
    private static final long FIXED_BYTES = 32L << 20;
    private static final long COPY_BYTES = 256L << 20;
    private static final long SLICE_NANOS = 3_000_000_000L;
    private static final long SEED = 1;

    /** Creates the measurement; its JVM does. */
    public CompactionMeasurement() {
        // No state.
    }

    @Override
    public List<Goal> measure(Consumer<String> progress) {
        CompactionPlan plan = new CompactionPlan(LIVE_BYTES, FIXED_BYTES, COPY_BYTES, COPY_BYTES, SLICE_NANOS,
            AvailableMemory.bytes(), SEED);
        return CompactionGoals.of(plan.run(progress), LIVE_BYTES);
    }
}
