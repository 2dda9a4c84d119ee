package org.pagurus.bench.micro;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.pagurus.bench.goals.Goal;

class AccessGoalsTest {
    private static List<MicroRow> round(int mib, double raw, double unchecked, double bounds, double handles, double segment,
        double rawGet, double get) {
        String size = "mib=" + mib;
        List<MicroRow> rows = new ArrayList<>(List.of(row("AccessBenchmark", "rawRead", size, raw),
            row("AccessBenchmark", "pagurusReadUnchecked", size, unchecked), row("AccessBenchmark", "pagurusRead", size, bounds),
            row("AccessBenchmark", "peerReadHandleTable", size, handles), row("BulkBenchmark", "rawGet", size, rawGet),
            row("BulkBenchmark", "pagurusGet", size, get)));
        if (segment > 0) {
            rows.add(row("AccessBenchmark", "peerReadSharedArena", size, segment));
        }
        return rows;
    }

    private static MicroRow row(String type, String method, String size, double least) {
        return new MicroRow(type, method, List.of(size), 3 * least, 0.5, least);
    }

    @Test
    void goals_areTheMediansOfTheRatiosOfEachRound() {
        List<Goal> goals = AccessGoals.of(List.of(round(1024, 10, 11, 14, 30, 14, 100, 104),
            round(1024, 100, 105, 125, 263, 125, 200, 212), round(1024, 10, 30, 12, 25, 30, 100, 100)));

        assertEquals(List.of(1.1, 1.25, 263 / 105.0, 1.0, 1.04), goals.stream().map(Goal::value).toList());
        assertTrue(goals.stream().allMatch(Goal::held), goals.toString());
        assertTrue(goals.stream().allMatch(goal -> goal.name().contains("over 1 GiB")), goals.toString());
    }

    @Test
    void goals_areMissedBeyondTheirBars() {
        List<Goal> goals = AccessGoals.of(List.of(round(1024, 100, 111, 131, 277, 130, 100, 106)));

        assertTrue(goals.stream().noneMatch(Goal::held), goals.toString());
    }

    @Test
    void goals_sayWhatWasNotMeasuredAndOverWhat() {
        List<Goal> goals = AccessGoals.of(List.of(round(256, 10, 11, 13, 30, 0, 100, 100)));

        assertNull(goals.get(3).held());
        assertEquals("not measured: needs JDK 22", goals.get(3).measured());
        assertFalse(goals.stream().anyMatch(goal -> !goal.name().contains("over less memory, mib=256")), goals.toString());
    }

    @Test
    void size_goesDownWithTheMemoryThatIsAvailable() {
        assertEquals(1024, MicroRun.mibFor(20L << 30));
        assertEquals(1024, MicroRun.mibFor(1536L << 20));
        assertEquals(512, MicroRun.mibFor((1536L << 20) - 1));
        assertEquals(64, MicroRun.mibFor(100L << 20));
        assertEquals(16, MicroRun.mibFor(0));
    }
}
