package org.pagurus.bench.compaction;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.HdrHistogram.Histogram;
import org.junit.jupiter.api.Test;
import org.pagurus.bench.goals.Goal;

class CompactionGoalsTest {
    private static final long MIB = 1 << 20;

    private static CompactionResult result() {
        List<CostRow> costs = List.of(new CostRow(CostRun.HALF, 64 * MIB, 10 * MIB, 10_000, 2 * 10_000, 11_000),
            new CostRow(CostRun.HALF, 256 * MIB, 40 * MIB, 48_000, 2 * 48_000, 50_000),
            new CostRow(CostRun.FIXED, 64 * MIB, 2 * MIB, 2_000, 2 * 2_000, 2_000),
            new CostRow(CostRun.FIXED, 256 * MIB, 2 * MIB, 2_500, 2 * 2_500, 3_000),
            new CostRow(CostRun.FIXED_NOW, 64 * MIB, 2 * MIB, 2_000, 2 * 2_000, 2_000));
        List<SliceRow> slices = List.of(
            new SliceRow(64 * MIB, 9, 1, 2, 2_000_000, 4, 1, 2, 3, 4, 5, 6),
            new SliceRow(256 * MIB, 9, 1, 2, 999_000, 9_000_000, 1, 2, 1_000_000, 4, 5, 6));
        List<MetadataRow> metadata = List.of(new MetadataRow(16, 1000, 20), new MetadataRow(1024, 1000, 5));
        List<CopyRow> copies = List.of(new CopyRow(CopyRun.RESIDENT, 1000, 100), new CopyRow(CopyRun.SLICES, 700, 100),
            new CopyRow(CopyRun.NOW, 690, 100));
        List<WaitRow> waits = List.of(new WaitRow("idle", 5, 1, 2, 70_000, 1, 1), new WaitRow("moving", 5, 1, 2, 60_000, 1, 1));
        return new CompactionResult(costs, slices, metadata, copies, waits, List.of("a note"));
    }

    @Test
    void goals_areJudgedByTheirBars() {
        Map<String, Goal> goals = CompactionGoals.of(result(), List.of(64 * MIB, 256 * MIB)).stream()
            .collect(Collectors.toMap(Goal::name, Function.identity()));
        assertEquals(13, goals.size(), goals.toString());
        judged(goals, CostRun.HALF, 1.2, true);
        judged(goals, CostRun.FIXED, 1.25, false);
        Goal single = goals.get("busy time for each MiB, most / least over heap sizes, " + CostRun.FIXED_NOW);
        assertNull(single.held());
        assertTrue(goals.get("p99.9 of slices under load, 256 MiB live").held());
        assertEquals(false, goals.get("p99.9 of slices under load, 256 MiB live, processor time").held());
        assertEquals(false, goals.get("metadata / full pages, objects of 16 B").held());
        assertTrue(goals.get("metadata / full pages, objects of 1 KiB").held());
        assertTrue(goals.get("speed / Unsafe.copyMemory, " + CopyRun.SLICES).held());
        assertEquals(false, goals.get("speed / Unsafe.copyMemory, " + CopyRun.NOW).held());
        Goal wait = goals.get("longest write while moving");
        assertEquals(false, wait.held());
        assertEquals("60.0 us (70.0 us while idle)", wait.measured());
    }

    private static void judged(Map<String, Goal> goals, String scenario, double value, boolean held) {
        Goal goal = goals.get("busy time for each MiB, most / least over heap sizes, " + scenario);
        assertEquals(value, goal.value(), 1e-9);
        assertEquals(held, goal.held());
    }

    @Test
    void table_hasEachRow() {
        String text = CompactionTable.text(result());
        for (String part : List.of("all live bytes", "2.0 MiB", "999.0 us", "2.00 %", "0.70", "moving", "a note")) {
            assertTrue(text.contains(part), part + " is missing in" + System.lineSeparator() + text);
        }
    }

    @Test
    void writesLongerThanTheGoal_areCounted() {
        Histogram histogram = new Histogram(60_000_000_000L, 3);
        histogram.recordValueWithCount(1_000, 9_998);
        histogram.recordValue(60_000);
        histogram.recordValue(90_000);
        WaitRow row = Writer.rowOf(histogram, "x", 2_000_000_000L);
        assertEquals(2, row.longer());
        assertEquals(10_000, row.writes());
        assertEquals(90_000, row.maxNanos(), 90);
        assertEquals(2, row.seconds());
    }

    @Test
    void availableMemory_isRead() {
        assertEquals(5L << 10, AvailableMemory.parse("MemFree: 1 kB\nMemAvailable:    5 kB\n"));
        assertThrows(IllegalStateException.class, () -> AvailableMemory.parse("MemFree: 1 kB"));
        assertTrue(AvailableMemory.bytes() > MIB);
    }
}
