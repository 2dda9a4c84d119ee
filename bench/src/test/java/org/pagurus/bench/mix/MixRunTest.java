package org.pagurus.bench.mix;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.pagurus.bench.latency.LatencyRow;

class MixRunTest {
    private static final long LIVE = 4 << 20;

    private static MixCell cell(String allocator, Mix mix, State state, long millis) {
        return new MixCell(allocator, mix, state, 1, 0, millis * 1_000_000, 20_000, LIVE, 9);
    }

    private static MixRow run(MixCell cell, Path folder) throws IOException {
        Path log = folder.resolve("log");
        Files.writeString(log, "");
        MixRun run = new MixRun(cell);
        try (Store store = MixRun.open(cell)) {
            MixRow row = run.run(store, new PauseLog(log), 1);
            run.requireIntact(store);
            return row;
        }
    }

    @Test
    void run_inEachState_movesWhatItSays(@TempDir Path folder) throws IOException {
        for (String allocator : List.of("pagurus", "pagurus-replace")) {
            MixRow off = run(cell(allocator, Mix.A, State.OFF, 100), folder);
            assertEquals(0, off.moves().pages(), off.toString());
            assertEquals(2_000, off.arrivals().operations(), 2);
            assertTrue(off.operationsPerSecond() > 0);
            assertTrue(off.moves().replacedPerSecond() > 0, off.toString());
            assertEquals(Keys.of(LIVE).records() * (long) Values.USUAL_BYTES, off.memory().recordBytes());
            MixRow continuous = run(cell(allocator, Mix.A, State.CONTINUOUS, 100), folder);
            assertTrue(continuous.moves().pages() > 0, continuous.toString());
            assertEquals(0, continuous.moves().folded(), continuous.toString());
        }
    }

    /** Replaced values leave holes, and the heap's own compactor folds what is left. */
    @Test
    void run_withTheCompactorOn_foldsPages(@TempDir Path folder) throws IOException {
        long folded = 0;
        // On a busy machine the compactor may not have had the processor; then it gets more time.
        for (long millis = 100; folded == 0 && millis <= 1_600; millis *= 2) {
            folded = run(cell("pagurus", Mix.B, State.ON, millis), folder).moves().folded();
        }
        assertTrue(folded > 0);
    }

    @Test
    void requireIntact_whatIsWrong_isFound() {
        MixCell cell = cell("pagurus", Mix.F, State.OFF, 1);
        MixRun run = new MixRun(cell);
        try (Store store = MixRun.open(cell); Store.Access access = store.access()) {
            byte[] value = new byte[Values.MAX_BYTES];
            int keys = Keys.of(LIVE).count();
            for (int key = 0; key < keys; key++) {
                access.replace(key, value, Values.write(value, key, Values.USUAL_FIELD_BYTES));
            }
            run.requireIntact(store);
            int last = keys - 1;
            Values.writeField(value, last, 4, Values.USUAL_FIELD_BYTES, 1);
            access.replace(last, value, Values.USUAL_BYTES);
            String lost = assertThrows(IllegalStateException.class, () -> run.requireIntact(store)).getMessage();
            assertEquals("read-modify-writes were lost: done=0 counted=1", lost);
            access.replace(last, value, Values.write(value, last - 1, Values.USUAL_FIELD_BYTES));
            String wrong = assertThrows(IllegalStateException.class, () -> run.requireIntact(store)).getMessage();
            assertTrue(wrong.startsWith("the value of key " + last + " is wrong"), wrong);
        }
    }

    @Test
    void plan_everyRound_hasEveryCell_everySecondBackwards() {
        MixPlan plan = new MixPlan(Contender.all(), List.of(Mix.values()), List.of(State.OFF, State.ON), List.of(1, 2),
            1_000_000, 2, 1_000, LIVE, 1);
        List<MixCell> first = plan.cells(0);
        List<MixCell> second = plan.cells(1);
        // Two ways to use Pagurus in two states, and five peers.
        assertEquals((2 * 2 + 5) * 4 * 2, first.size());
        assertEquals(first.size(), new HashSet<>(first).size());
        assertEquals(2 * first.size(), plan.forks());
        assertEquals(first.get(0).allocator(), second.get(second.size() - 1).allocator());
        assertEquals(first.get(0).mix(), second.get(second.size() - 1).mix());
        assertTrue(first.stream().allMatch(cell -> cell.allocator().startsWith("pagurus") == (cell.state() != State.OWN)));
    }

    @Test
    void forks_haveTheFlagsOfTheirContender() throws JsonProcessingException {
        MixForks forks = new MixForks(List.of("-Dgiven=1"), name -> { });
        Path log = Path.of("/tmp/l");
        List<String> here = forks.command(cell("pagurus", Mix.A, State.ON, 1), log);
        assertTrue(here.containsAll(List.of("-Dgiven=1", "-XX:+UseG1GC", "-XX:+AlwaysPreTouch", PauseLog.flag(log))), "" + here);
        List<String> heap = forks.command(cell("heap-g1", Mix.A, State.OWN, 1), log);
        assertTrue(heap.stream().noneMatch(flag -> flag.startsWith("-Xms")), "" + heap);
        // Twice the values at their largest, and what the benchmark itself needs.
        assertTrue(heap.contains("-Xmx" + (64 + 8 + 2 * 4 + 5) + "m"), "" + heap);
    }

    /** What does not run is reported, and the others go on. */
    @Test
    void plan_aJvmThatFails_isAFailureAndNoRow() throws IOException {
        MixPlan plan = new MixPlan(List.of(Contender.PAGURUS), List.of(Mix.C), List.of(State.OFF, State.ON), List.of(1),
            1_000_000, 1, 1_000, LIVE, 1);
        MixPlan.Result result = plan.run(List.of("-Xno-such-option"), name -> { });
        assertEquals(List.of(), result.rows());
        assertEquals(2, result.failures().size());
        assertTrue(result.failures().get(0).startsWith("pagurus, mix C, compaction off, 1 thread, round 1: exit code 1"),
            result.failures().get(0));
        assertTrue(result.failures().get(0).contains("-Xno-such-option"), result.failures().get(0));
    }

    private static MixRow row(int round, long p50, double speed) {
        List<Long> ladder = LatencyRow.LADDER.stream().map(percent -> p50).toList();
        return new MixRow("ohc", Mix.B, "own", "replace", 1, round, 50_000, "17", speed,
            new LatencyRow.Due(100, p50, 2 * p50, 3 * p50, 4 * p50, p50, p50, ladder), new MixRow.Pauses(round, 7, 7),
            new MixRow.Footprint(64 << 20, 32 << 20, 10 << 20, 106L << 20), new MixRow.Moves(5, 0, 0, 0, 0, 0));
    }

    @Test
    void summary_hasMediansWithTheirSpread() throws JsonProcessingException {
        MixSummary summary = new MixSummary(List.of(row(0, 300, 40_000), row(1, 100, 49_000), row(2, 200, 60_000)));
        assertEquals(1, summary.spreads().size());
        MixSummary.Spread spread = summary.spreads().get(0);
        assertEquals(200, spread.median().arrivals().p50Nanos());
        assertEquals(100, spread.least().arrivals().p50Nanos());
        assertEquals(900, spread.most().arrivals().p999Nanos());
        assertEquals(49_000, spread.median().operationsPerSecond());
        assertEquals(1, spread.median().pauses().count());
        String table = summary.table();
        assertTrue(table.contains("(200 ns to 600 ns)"), table);
        assertTrue(table.contains("cannot hold the rate"), table);
        // Resident less empty, over 96 MiB.
        assertTrue(table.contains(" 1.00 "), table);
        ObjectMapper json = new ObjectMapper();
        assertEquals(row(1, 100, 49_000), json.readValue(json.writeValueAsString(row(1, 100, 49_000)), MixRow.class));
    }
}
