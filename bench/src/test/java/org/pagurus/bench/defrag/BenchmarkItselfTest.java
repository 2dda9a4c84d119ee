package org.pagurus.bench.defrag;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.core.JsonProcessingException;
import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.pagurus.bench.defrag.workload.Phase;
import org.pagurus.bench.defrag.workload.Workload;

/** The benchmark finds what is known beforehand. */
class BenchmarkItselfTest {
    private static final long LIVE = 4L << 20;
    private static final long SLOW_MILLIS = 100;

    private static List<Row> run(Workload workload, FakeStore store, int threads) {
        List<Row> rows = new ArrayList<>();
        new WorkloadRun(workload, Allocator.MALLOC, new WorkloadRun.Parameters(1, threads, 1), 0).run(store, rows::add);
        return rows;
    }

    @ParameterizedTest
    @ValueSource(doubles = {1, 1.5, 20})
    void knownWaste_isTheRatioOfEveryPhase(double waste) {
        List<Row> rows = run(Workloads.of("W3", LIVE), new FakeStore(waste, 0), 1);
        assertEquals(3, rows.size());
        for (Row row : rows) {
            assertEquals(waste, row.ratio(), 1e-6, row.toString());
            assertEquals((long) (waste * row.liveBytes()), row.residentBytes());
        }
        assertEquals(LIVE, rows.get(0).liveBytes(), 100);
    }

    @Test
    void slowReads_areSeenInThePauses() {
        FakeStore store = new FakeStore(1, SLOW_MILLIS);
        Row row = run(new Waiting(store), store, 1).get(0);
        assertTrue(row.longestPauseNanos() >= SLOW_MILLIS * 1_000_000, row.toString());
        // One of a thousand: the 99th percentile is not among them, the highest ones are.
        assertTrue(row.p50Nanos() < row.longestPauseNanos() / 2, row.toString());
        assertTrue(row.accesses() > 1000, row.toString());
    }

    /** One object, until two reads were slow. */
    private record Waiting(FakeStore store) implements Workload {
        @Override
        public String name() {
            return "waiting";
        }

        @Override
        public String description() {
            return name();
        }

        @Override
        public List<Phase> phases() {
            return List.of(Phase.of("wait", (objects, random) -> {
                objects.add(100);
                while (store.slowReads() < 2) {
                    Thread.onSpinWait();
                    Thread.yield();
                }
            }));
        }

        @Override
        public int maxObjects() {
            return 1;
        }

        @Override
        public long limitBytes() {
            return 100;
        }

        @Override
        public int largestBytes() {
            return 100;
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"W3", "C", "F80", "J"})
    void threads_shareTheLimit(String name) {
        List<Row> rows = run(Workloads.of(name, LIVE), new FakeStore(1, 0), 3);
        assertFalse(rows.isEmpty());
        for (Row row : rows) {
            assertEquals(3, row.threads());
            assertTrue(row.liveBytes() > 0 && row.liveBytes() <= LIVE, row.toString());
            assertEquals(1, row.ratio(), 1e-6);
        }
    }

    @Test
    void failureInOneThread_endsTheRun() {
        FakeStore store = new FakeStore(1, 0);
        Workload failing = new Failing(Workloads.of("J", LIVE));
        String message = assertThrows(IllegalStateException.class, () -> run(failing, store, 3)).getMessage();
        assertTrue(message.contains("on purpose") || message.contains("another thread"), message);
    }

    /** J, whose last thread fails while the others wait for it. */
    private record Failing(Workload workload) implements Workload {
        @Override
        public String name() {
            return workload.name();
        }

        @Override
        public String description() {
            return workload.description();
        }

        @Override
        public List<Phase> phases() {
            return workload.phases().stream().map(phase -> Phase.of(phase.name(), (objects, random) ->
                phase.body().run(objects, new FailingRandom()))).toList();
        }

        @Override
        public List<Workload> parts(int threads) {
            List<Workload> parts = new ArrayList<>(workload.parts(threads));
            parts.set(threads - 1, new Failing(parts.get(threads - 1)));
            return parts;
        }

        @Override
        public int maxObjects() {
            return workload.maxObjects();
        }

        @Override
        public long limitBytes() {
            return workload.limitBytes();
        }

        @Override
        public int largestBytes() {
            return workload.largestBytes();
        }
    }

    /** Fails after a while. */
    private static final class FailingRandom implements RandomGenerator {
        private int left = 50_000;

        @Override
        public long nextLong() {
            if (left-- == 0) {
                throw new IllegalStateException("on purpose");
            }
            return left * 0x9E3779B97F4A7C15L;
        }
    }

    @Test
    void schedule_takesTurnsWithinAWorkload() {
        List<Schedule.Run> runs = Schedule.of(List.of("W1", "B"), 2, List.of(Allocator.PAGURUS, Allocator.OHC));
        assertEquals(List.of("W1 1 pagurus", "W1 1 ohc", "W1 2 pagurus", "W1 2 ohc", "B 1 pagurus", "B 1 ohc", "B 2 pagurus",
            "B 2 ohc"), runs.stream().map(run -> run.workload() + " " + run.round() + " " + run.allocator().id()).toList());
    }

    private static Row row(String phase, int round, double ratio, long pause) {
        return new Row("W1", phase, "pagurus", 100, 110, 1, 120, 111, ratio, 1.2, 7, 1000.0 * round, 5, 6, 7, 8, 9, 10, pause, 12,
            1.10, 0, 50, ratio <= 1.10, 1, 200, "detail", "peak", 1, round, null, 1000 * round,
            List.of(new Point(1000 * round, 1, 100, 110, 111)), "a" + round, "r" + round);
    }

    @Test
    void medians_areOfEachFigureByItself() throws JsonProcessingException {
        List<Row> medians = Medians.of(List.of(row("1", 1, 1.30, 40), row("2", 1, 1.0, 10), row("1", 2, 1.05, 60),
            row("2", 2, 1.2, 20), row("1", 3, 1.08, 30)));
        assertEquals(List.of("1", "2"), medians.stream().map(Row::phase).toList());
        Row first = medians.get(0);
        assertEquals(1.08, first.ratio());
        assertEquals(40, first.longestPauseNanos());
        assertEquals(2000, first.operationsPerSecond());
        assertEquals(new Row.Range(1.05, 1.30), first.spread().get("ratio"));
        assertEquals(new Row.Range(30, 60), first.spread().get("longestPauseNanos"));
        assertEquals(0, first.round());
        // Judged by the medians, not by any round.
        assertEquals(true, first.held());
        // What is drawn is the third round's, whose ratio is the median.
        assertEquals(3000, first.startNanos());
        assertEquals(List.of(new Point(3000, 1, 100, 110, 111)), first.timeline());
        assertEquals("a3 r3", first.framesBefore() + " " + first.framesAfter());
        // Of two the middle.
        assertEquals(1.1, medians.get(1).ratio(), 1e-12);
        assertEquals(15, medians.get(1).longestPauseNanos());
        assertEquals(first, RowJson.parse(RowJson.line(first)));
        assertTrue(DefragTable.line(first).contains("ratio 1.05-1.30"), DefragTable.line(first));
    }

    @Test
    void aPeersFailure_isNoFailureOfTheBenchmark() {
        Forks.Result failed = new Forks.Result(List.of(), "it does not start", false);
        assertTrue(failed.isFatal(Allocator.PAGURUS));
        assertFalse(failed.isFatal(Allocator.CHRONICLE));
        assertTrue(new Forks.Result(List.of(), "wrong", true).isFatal(Allocator.CHRONICLE));
        assertFalse(new Forks.Result(List.of(), "", false).isFatal(Allocator.PAGURUS));
    }

    @Test
    void allocators_haveNamesAndGroups() {
        assertEquals(List.of(Allocator.PAGURUS, Allocator.PAGURUS_DEFAULT_CAP, Allocator.NETTY_POOLED, Allocator.NETTY_ADAPTIVE,
            Allocator.HEAP_ZGC), Allocator.parse("heap-zgc, Netty,pagurus"));
        assertEquals(List.of(Allocator.values()), Allocator.parse("all"));
        assertTrue(assertThrows(IllegalArgumentException.class, () -> Allocator.parse("ohx")).getMessage().contains("'ohx'"));
        assertThrows(IllegalArgumentException.class, () -> Allocator.parse("ohc,"));
    }
}
