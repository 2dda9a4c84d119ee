package org.pagurus.bench.micro;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.pagurus.bench.goals.Goal;

class RcuGoalsTest {
    private static MicroRow row(String method, double nanos, String... parameters) {
        return new MicroRow("SomeBenchmark", method, List.of(parameters), nanos, 0.5, nanos / 2);
    }

    private static List<MicroRow> rows(double section, double full, double polled, double driven) {
        List<MicroRow> rows = new ArrayList<>(List.of(row("pagurusSectionAsymmetric", section), row("pagurusSectionFull", full),
            row("rawSectionFull", 8), row("rawSectionFence", 4), row("peerSectionStampedRead", 16),
            row("pagurusDeferPolled", polled, "fence=ASYMMETRIC", "readers=1"),
            row("pagurusDeferPolled", 1, "fence=FULL", "readers=1"),
            row("pagurusDeferDriven", driven, "fence=ASYMMETRIC"), row("peerDeferLinkedQueue", 24),
            row("pagurusGracePeriodSynchronize", 200, "fence=ASYMMETRIC", "readers=IDLE"),
            row("pagurusGracePeriod", 12_500, "fence=ASYMMETRIC", "readers=8")));
        return rows;
    }

    private static Goal goal(List<Goal> goals, String begin) {
        List<Goal> found = goals.stream().filter(goal -> goal.name().startsWith(begin)).toList();
        assertEquals(1, found.size(), begin + " in " + goals);
        return found.get(0);
    }

    @Test
    void goals_areJudgedByTheMeans() {
        List<Goal> goals = RcuGoals.of(rows(1.3, 8.8, 15, 15.1), List.of());
        assertTrue(goal(goals, "enter and exit a section, ASYMMETRIC").held());
        assertTrue(goal(goals, "enter and exit a section, FULL").held());
        assertEquals("1.10 (2.20 of a bare fence)", goal(goals, "enter and exit a section, FULL").measured());
        assertTrue(goal(goals, "defer and run a callback, polled").held());
        assertFalse(goal(goals, "defer and run a callback, driver").held());
    }

    @Test
    void sectionThatIsSlower_isMissed() {
        List<Goal> goals = RcuGoals.of(rows(1.31, 8.81, 15.1, 15), List.of());
        assertEquals(3, goals.stream().filter(Goal::missed).count(), goals.toString());
        assertTrue(goal(goals, "defer and run a callback, driver").held());
    }

    @Test
    void figures_standBesideTheGoals() {
        List<Goal> goals = RcuGoals.of(rows(1, 6, 12, 50), List.of());
        assertEquals("16.00 ns (16.00 times ours)", goal(goals, "enter and exit: StampedRead").measured());
        assertEquals("24.00 ns (2.00 times ours)", goal(goals, "a callback: ConcurrentLinkedQueue").measured());
        assertEquals("200 ns", goal(goals, "synchronize, one idle reader").measured());
        Goal rate = goal(goals, "grace periods in a second, readers: 8");
        assertEquals("80,000", rate.measured());
        assertEquals(null, rate.held());
    }

    @Test
    void whatWasLeftOut_isNotMeasured_andSaysWhy() {
        List<Goal> goals = RcuGoals.of(List.of(row("pagurusSectionFull", 6), row("rawSectionFull", 8), row("rawSectionFence", 4)),
            List.of("Asymmetric: no membarrier"));
        assertEquals("not measured: Asymmetric: no membarrier", goal(goals, "enter and exit a section, ASYMMETRIC").measured());
        assertTrue(goal(goals, "enter and exit a section, FULL").held());
        assertEquals(1, goals.stream().filter(goal -> goal.held() != null).count());
    }

    /** Names of methods in filters are not checked by the compiler. */
    @Test
    void everyRun_matchesABenchmark() {
        RcuGoals.runs().forEach(run -> assertFalse(run.isEmpty(), run.toString()));
    }
}
