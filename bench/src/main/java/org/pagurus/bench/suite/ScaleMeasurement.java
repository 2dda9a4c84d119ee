package org.pagurus.bench.suite;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.pagurus.bench.compaction.AvailableMemory;
import org.pagurus.bench.demo.Units;
import org.pagurus.bench.goals.Goal;
import org.pagurus.bench.goals.GoalGroup;
import org.pagurus.bench.scale.Measure;
import org.pagurus.bench.scale.ScaleGoals;
import org.pagurus.bench.scale.ScalePlan;
import org.pagurus.bench.scale.ScaleResult;
import org.pagurus.bench.scale.Series;

/** {@code bench scale --live 64m,256m,1g,4g,8g --rounds 1}, without the sessions, of which nothing is asked. */
public final class ScaleMeasurement implements GoalGroup.Measurement {
    private static final List<Long> LIVE_BYTES = List.of(64L << 20, 256L << 20, 1L << 30, 4L << 30, 8L << 30);
    /** What the goal is about; what lies beyond is a bonus that not every machine has the memory for. */
    private static final long WANTED_BYTES = 4L << 30;
    private static final long SEED = 1;

    /** Creates the measurement; its JVM does. */
    public ScaleMeasurement() {
        // No state.
    }

    @Override
    public List<Goal> measure(Consumer<String> progress) {
        return goals(new ScalePlan(LIVE_BYTES, List.of(), 1, AvailableMemory.bytes(), SEED).run(progress));
    }

    /** The goals of a result, each with the sizes it is about. */
    static List<Goal> goals(ScaleResult result) {
        long greatest = result.of(Measure.MOVED).map(Series::greatest).orElse(0L);
        List<Goal> goals = new ArrayList<>();
        for (Goal goal : ScaleGoals.of(result)) {
            goals.add(greatest < WANTED_BYTES ? Goal.notMeasured(goal.name(), String.join("; ", result.notes()))
                : goal.with("up to " + Units.bytes(greatest) + " live"));
        }
        return goals;
    }
}
