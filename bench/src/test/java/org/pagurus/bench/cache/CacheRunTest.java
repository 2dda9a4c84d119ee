package org.pagurus.bench.cache;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.pagurus.bench.caches.SeededBug;
import org.pagurus.bench.caches.Subject;
import org.pagurus.bench.goals.Goal;
import org.pagurus.bench.goals.Goals;
import org.pagurus.bench.replay.Percentiles;

class CacheRunTest {
    private static final long MIB = 1L << 20;

    private static CacheTask task(Subject subject, int threads) {
        return new CacheTask(subject, 4 * MIB, 30_000_000L, threads, 1);
    }

    @ParameterizedTest
    @EnumSource(value = Subject.class, names = {"PAGURUS", "HEAP_G1"})
    void run_oneAndTwoThreads(Subject subject) {
        for (int threads = 1; threads <= 2; threads++) {
            CacheRow row = CacheChild.run(task(subject, threads));
            assertEquals(0, row.wrong());
            assertTrue(row.checked() > 0 && row.getsPerSecond() > 0 && row.get().count() > 0, row.toString());
            assertTrue(row.samples() > 0, row.toString());
            assertTrue(row.hitRatio() > 0.5 && row.hitRatio() < 1, row.toString());
            assertTrue(row.liveBytes() > 3 * MIB && row.liveBytes() <= 4 * MIB, row.toString());
            assertTrue(row.residentBytes() > MIB && row.residentBytes() <= row.peakResidentBytes(), row.toString());
            assertEquals(row, CacheTask.parse(CacheTask.json(row), CacheRow.class));
        }
    }

    /** Stale values have another version, which threads that share keys cannot know. */
    @ParameterizedTest
    @EnumSource(value = SeededBug.class, names = {"STALE", "UNDEAD"}, mode = EnumSource.Mode.EXCLUDE)
    void seededBugs_areCaught(SeededBug bug) {
        CacheRow row = new CacheRun(task(Subject.HEAP_G1, 1), bug.open(4 * MIB)).run();
        assertTrue(row.checked() > 0);
        assertEquals(bug != SeededBug.NONE, row.wrong() > 0, row.wrong() + " wrong");
    }

    // ---- goals ----

    private static CacheRow row(String variant, int round, long residentMib, double getsPerSecond, long p999) {
        return new CacheRow(variant, round, "17", "ZGC", 0, 100 * MIB, residentMib * MIB, residentMib * MIB, 1, getsPerSecond,
            0.9, new Percentiles(100, 1, 2, p999, p999), 1, 0);
    }

    @Test
    void goals_areOfMediansAndOfTheSmallestHeapThatIsAsFast() {
        List<CacheRow> rows = new ArrayList<>();
        for (int round = 1; round <= 3; round++) {
            rows.add(row("pagurus", round, 110 + round, 150 + round, 1_000));
            rows.add(row("ohc", round, 100, 100 + round, 500));
            rows.add(row("heap-zgc x1.5", round, 150, 1, 1_101));
            rows.add(row("heap-zgc x2", round, 200, 1, 1_100));
            rows.add(row("heap-zgc x3", round, 300, 1, 900));
        }
        List<Goal> goals = CacheGoals.of(rows);
        assertEquals(112.0 / 200, goals.get(0).value());
        assertEquals(true, goals.get(0).held());
        assertTrue(goals.get(0).name().contains("(heap-zgc x2)"), goals.get(0).name());
        assertEquals(1_000.0 / 1_100, goals.get(1).value());
        assertEquals(152.0 / 102, goals.get(2).value());
        assertEquals(false, goals.get(2).held());
        assertTrue(Goals.table(goals).contains("goals held: 2 of 3"));
        String table = CacheMedian.table(CacheMedian.of(rows));
        assertEquals(6, table.lines().count(), table);
    }

    @Test
    void goals_noHeapIsAsFast_theFastestIsCompared() {
        List<CacheMedian> zgc = CacheMedian.of(List.of(row("heap-zgc x1.5", 1, 150, 1, 5_000),
            row("heap-zgc x2", 1, 200, 1, 4_000)));
        CacheMedian ours = CacheMedian.of(List.of(row("pagurus", 1, 110, 1, 1_000))).get(0);
        assertSame(zgc.get(1), CacheGoals.comparable(ours, zgc));
    }

    @Test
    void goals_withoutRows_areNotMeasured() {
        assertEquals(3, CacheGoals.of(List.of()).size());
        CacheGoals.of(List.of()).forEach(goal -> assertNull(goal.held()));
        List<Goal> alone = CacheGoals.of(List.of(row("pagurus", 1, 1, 1, 1), row("ohc", 1, 1, 1, 1)));
        assertNull(alone.get(0).held());
        assertNull(alone.get(1).held());
        assertEquals(false, alone.get(2).held());
    }

    @Test
    void variants_haveTheirJavaHeap() {
        CachePlan plan = new CachePlan(Variant.SUBJECTS, List.of(1.5, 2.0), 100 * MIB, 1, 1, 1, 1);
        assertEquals(List.of("pagurus", "ohc", "heap-zgc x1.5", "heap-zgc x2", "heap-g1 x1.5", "heap-g1 x2"),
            plan.variants().stream().map(Variant::id).toList());
        long keys = 100 * MIB / CacheTask.MEAN_SIZE * 200;
        assertEquals(96 * MIB + (long) (1.5 * keys), plan.variants().get(0).javaHeapBytes(100 * MIB));
        assertTrue(plan.variants().get(3).javaHeapBytes(100 * MIB) > 96 * MIB + 2 * (100 * MIB + keys));
        assertEquals(plan.variants().get(5).javaHeapBytes(100 * MIB), plan.mostBytes());
        assertEquals("heap-g1 x10", new Variant(Subject.HEAP_G1, 10).id());
    }
}
