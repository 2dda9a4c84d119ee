package org.pagurus.bench.steady;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.pagurus.bench.goals.Goal;
import org.pagurus.bench.goals.GoalGroup;
import org.pagurus.bench.goals.GoalRun;

/** A store with a known delay goes through all that lies between a clock and the verdict of the table of goals. */
class SeededSlowPathTest {
    private static final long CAPACITY = 1 << 20;
    /** Of one size, so that each write replaces one object and no more: 1,490 ns in the mean. */
    private static final SteadyPlan PLAN = new SteadyPlan(CAPACITY, List.of(SteadySummary.GOAL_FILL), 150, 150, 1, 1_000_000,
        20_000_000, 7);
    private static final long MEAN_NANOS = 1_490;
    private static final String NAME = "writes per second with the compactor / without, 80 % full, mixed sizes, uniform";

    private static GoalRun run(long delayNanos) {
        GoalGroup group = new GoalGroup("steady", "a fake store", 1, progress -> {
            List<SteadyRow> rows = new ArrayList<>();
            for (boolean compacting : new boolean[] {true, false}) {
                FakeSteadyStore store = new FakeSteadyStore(CAPACITY, delayNanos);
                rows.add(new SteadyRun(PLAN, store::nanos).run(store, ObjectSizes.MIXED, Pattern.UNIFORM,
                    SteadySummary.GOAL_FILL, compacting, 0));
            }
            return new SteadySummary(rows).goals();
        });
        return GoalRun.of(List.of(group), ignored -> { }, ignored -> { });
    }

    private static Goal goal(GoalRun run) {
        return run.results().get(0).goals().stream().filter(goal -> goal.name().equals(NAME)).findFirst().orElseThrow();
    }

    @Test
    void slowPath_isMissed_byJustAsMuchAsItIsSlower() {
        GoalRun run = run(MEAN_NANOS);
        assertFalse(run.isHeld());
        assertTrue(goal(run).missed());
        assertEquals(0.5, goal(run).value(), 0.01);
        assertTrue(run.table().lines().anyMatch(line -> line.contains(NAME) && line.endsWith("MISSED")), run.table());
    }

    @Test
    void withoutTheDelay_theSameGoalIsHeld() {
        GoalRun run = run(0);
        assertTrue(run.isHeld(), run.table());
        assertEquals(1, goal(run).value(), 0.01);
    }

    @Test
    void delayWithinTheBar_isHeld() {
        assertTrue(run(MEAN_NANOS / 20).isHeld());
    }
}
