package org.pagurus.bench.defrag;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.pagurus.bench.defrag.workload.Bars;
import org.pagurus.bench.goals.Goal;

class DefragGoalsTest {
    private static final Schedule.Run RUN = new Schedule.Run("C", 1, Allocator.PAGURUS);

    private static Row row(String phase, double ratio, double peak, int samples, long pause, Bars bars) {
        return new Row("C", phase, "pagurus", 100, 100, 0, 100, 100, ratio, peak, samples, 1, 1, 1, 1, 1, 1, 1, pause, 1,
            bars.ratio(), bars.peakRatio(), bars.pauseNanos(), bars.isEmpty() ? null : bars.areHeld(ratio, peak, pause), 1, 100,
            "", "", 1, 1, Map.of(), 0, List.of(), "", "");
    }

    private static List<Goal> goals(Row... rows) {
        return DefragGoals.of(RUN, new Forks.Result(List.of(rows), "", false));
    }

    @Test
    void eachKindOfBar_isJudgedByItsWorstPhase() {
        List<Goal> goals = goals(row("1", 1.05, 1.35, 9, 0, new Bars(1.1, 1.3, 0)), row("2", 1.2, 9, 9, 2_000_000,
            new Bars(1.1, 0, 1_000_000)), row("3", 5, 1.2, 9, 9_000_000, new Bars(0, 1.3, 0)));
        assertEquals(3, goals.size(), goals.toString());
        assertEquals(new Goal("C pagurus, memory / live", "<= 1.10", "1.20 (phase 2 of 3)", 1.2, false), goals.get(0));
        assertEquals("1.35 (phase 1 of 3)", goals.get(1).measured());
        assertTrue(goals.get(1).missed());
        assertEquals(new Goal("C pagurus, longest access", "<= 1.0 ms", "2.0 ms (phase 2 of 3)", 2_000_000, false), goals.get(2));
    }

    @Test
    void barsThatAreJustReached_areHeld() {
        List<Goal> goals = goals(row("1", 1.1, 1.3, 9, 1_000_000, new Bars(1.1, 1.3, 1_000_000)));
        assertEquals(3, goals.size());
        goals.forEach(goal -> assertTrue(goal.held(), goal.toString()));
    }

    @Test
    void barsThatDiffer_areJudgedEachByItsOwn() {
        List<Goal> goals = goals(row("1", 2.5, 0, 0, 0, new Bars(3, 0, 0)), row("2", 1.2, 0, 0, 0, new Bars(1.1, 0, 0)));
        assertEquals("<= 1.10", goals.get(0).bar());
        assertTrue(goals.get(0).missed());
    }

    @Test
    void peakWithoutASample_isNotMeasured() {
        List<Goal> goals = goals(row("1", 1.05, 0, 0, 0, new Bars(1.1, 1.3, 0)));
        assertNull(goals.get(1).held());
        assertTrue(goals.get(1).measured().contains("too short"), goals.get(1).measured());
    }

    @Test
    void runThatFailed_isMissed_andWhatItMeasuredCounts() {
        List<Goal> goals = DefragGoals.of(RUN, new Forks.Result(
            List.of(row("1", 1.05, 0, 0, 0, new Bars(1.1, 0, 0))), "exit code 1", false));
        assertTrue(goals.get(0).missed());
        assertEquals("exit code 1", goals.get(0).measured());
        assertFalse(goals.get(1).missed());
    }

    @Test
    void phasesWithoutBars_giveNoGoals() {
        assertEquals(List.of(), goals(row("1", 9, 9, 9, 9, Bars.NONE)));
    }
}
