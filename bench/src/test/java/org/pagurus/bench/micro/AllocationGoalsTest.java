package org.pagurus.bench.micro;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.pagurus.bench.goals.Goal;

class AllocationGoalsTest {
    private static MicroRow row(String method, double least) {
        return new MicroRow("SomeBenchmark", method, List.of(), 2 * least, 0.5, least);
    }

    @Test
    void goals_compareTheFastestIterations() {
        List<Goal> goals = AllocationGoals.of(List.of(row("rawReplace", 60), row("pagurusReplace", 20),
            row("peerReplaceNettyAdaptive", 70), row("pagurusAlone", 20), row("pagurusOwn", 25)),
            Map.of("jemalloc", List.of(row("rawReplace", 40))));
        assertEquals(5, goals.size());
        assertEquals(3, goals.get(0).value());
        assertTrue(goals.get(0).held());
        assertTrue(goals.get(1).name().startsWith("jemalloc"));
        assertEquals(false, goals.get(1).held());
        assertEquals(3.5, goals.get(2).value());
        assertEquals(false, goals.get(2).held());
        assertEquals(0.8, goals.get(3).value());
        assertTrue(goals.get(3).held());
        assertNull(goals.get(4).held());
    }

    /** Names of methods in filters are not checked by the compiler. */
    @Test
    void everyRun_matchesABenchmark() {
        AllocationGoals.runs().forEach(run -> assertFalse(run.isEmpty(), run.toString()));
    }

    @Test
    void resultsOfJmh_areRead() throws IOException {
        List<MicroRow> rows = PreloadedMalloc.parse("""
            [{"benchmark": "org.pagurus.bench.jmh.AllocationThreadsBenchmark.rawOwn", "threads": 2, "primaryMetric":
              {"score": 50.5, "scoreError": 1.5, "rawData": [[52.0, 49.0, 51.0]]}},
             {"benchmark": "org.pagurus.bench.jmh.AllocationBenchmark.rawReplace", "threads": 1, "primaryMetric":
              {"score": 40.5, "scoreError": "NaN", "rawData": [[40.5]]}}]""");
        assertEquals(new MicroRow("AllocationThreadsBenchmark", "rawOwn", List.of("threads=2"), 50.5, 1.5, 49), rows.get(0));
        assertEquals("rawReplace", rows.get(1).method());
        assertEquals(List.of(), rows.get(1).parameters());
    }
}
