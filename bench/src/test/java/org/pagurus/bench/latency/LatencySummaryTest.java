package org.pagurus.bench.latency;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.pagurus.bench.goals.Goal;

class LatencySummaryTest {
    private static LatencyRow row(String policy, Load load, Integer interval, int round, long p50, long longestOwn) {
        return LatencyRows.row(policy, load, interval, round, p50, longestOwn);
    }

    private static List<LatencyRow> rounds(long quiet, long moving, long longestOwn) {
        List<LatencyRow> rows = new ArrayList<>();
        // A round on a slow machine: its ratio counts as the others' do.
        for (int round = 0; round < 3; round++) {
            int slower = round == 1 ? 10 : 1;
            rows.add(row("CANCEL", Load.QUIET, null, round, slower * quiet, 0));
            rows.add(row("CANCEL", Load.MOVING, 0, round, slower * moving, longestOwn));
            rows.add(row("CANCEL", Load.SAME_LOAD, 0, round, slower * quiet, 0));
        }
        return rows;
    }

    @Test
    void goals_heldAndMissed_followTheFigures() {
        List<Goal> held = new LatencySummary(rounds(1_000, 1_030, 99_999)).goals();
        assertEquals(3, held.size());
        held.forEach(goal -> assertTrue(goal.held(), goal.toString()));
        assertEquals(1.03, held.get(0).value(), 1e-9);
        List<Goal> missed = new LatencySummary(rounds(1_000, 1_301, 100_000)).goals();
        missed.forEach(goal -> assertFalse(goal.held(), goal.toString()));
        assertTrue(missed.get(1).measured().contains("1.00 with the same load and no moves"), missed.get(1).measured());
    }

    @Test
    void goals_withoutTheDefaultPolicy_areNotMeasured() {
        List<LatencyRow> rows = List.of(row("WAIT", Load.QUIET, null, 0, 1_000, 0), row("WAIT", Load.MOVING, 0, 0, 1_000, 0));
        new LatencySummary(rows).goals().forEach(goal -> assertNull(goal.held(), goal.toString()));
    }

    /** The longest access of all moves counts, whatever their interval. */
    @Test
    void goals_theLongestAccess_isThatOfAllIntervals() {
        List<LatencyRow> rows = rounds(1_000, 1_000, 50_000);
        rows.add(row("CANCEL", Load.MOVING, 50, 2, 1_000, 120_000));
        Goal longest = new LatencySummary(rows).goals().get(2);
        assertFalse(longest.held());
        assertEquals(120_000, longest.value());
    }

    @Test
    void medians_areOfLikeRows() {
        List<LatencyRow> rows = rounds(1_000, 2_000, 7);
        rows.set(4, row("CANCEL", Load.MOVING, 0, 1, 9_000, 70));
        List<LatencyRow> medians = new LatencySummary(rows).medians();
        assertEquals(3, medians.size());
        assertEquals(2_000, medians.get(1).arrivals().p50Nanos());
        assertEquals(70, medians.get(1).met().longestOwnNanos(), "the longest, not the middle");
        assertEquals(-1, medians.get(1).round());
        String table = new LatencySummary(rows).table();
        // Of the counts there is nothing to say in quiet.
        assertEquals(2, table.lines().filter(line -> line.contains(" quiet ")).count() + 1, table);
        assertEquals(2, table.lines().filter(line -> line.contains("same load")).count(), table);
    }

    @Test
    void medians_roundsWithoutAMeeting_sayNothingOfItsTime() {
        List<LatencyRow> rows = List.of(row("CANCEL", Load.MOVING, 0, 0, 1_000, 7), without(1), without(2));
        LatencyRow.Met met = new LatencySummary(rows).medians().get(0).met();
        assertEquals(0, met.accesses());
        assertEquals(1_000, met.p50Nanos());
        assertEquals(0, new LatencySummary(List.of(without(0))).medians().get(0).met().p50Nanos());
    }

    private static LatencyRow without(int round) {
        LatencyRow row = row("CANCEL", Load.MOVING, 0, round, 1_000, 0);
        return new LatencyRow(row.allocator(), row.mix(), row.policy(),
            row.readMode(), row.sections(), row.threads(), row.load(), row.intervalMillis(),
            row.round(), row.operationsPerSecond(), row.arrivals(), new LatencyRow.Met(0, 0, 0, 0, 0), row.moves());
    }
}
