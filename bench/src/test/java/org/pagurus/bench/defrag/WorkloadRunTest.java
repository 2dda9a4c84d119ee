package org.pagurus.bench.defrag;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.pagurus.bench.defrag.workload.Phase;
import org.pagurus.bench.defrag.workload.Workload;
import org.pagurus.bench.defrag.workload.WrongReadException;
import org.pagurus.bench.frames.FrameMap;
import org.pagurus.bench.goals.Setting;

class WorkloadRunTest {
    private static final long LIVE = 4L << 20;

    private static List<Row> run(Workload workload, Allocator allocator) {
        List<Row> rows = new ArrayList<>();
        new WorkloadRun(workload, allocator, new WorkloadRun.Parameters(1, 1, 1), WorkloadRun.SETTLE_NANOS).run(rows::add);
        return rows;
    }

    @Test
    void pagurus_w3_hasARowForEachPhase() throws IOException {
        List<Row> rows = run(Workloads.of("W3", LIVE), Allocator.PAGURUS);
        assertEquals(List.of("1", "2", "3"), rows.stream().map(Row::phase).toList());
        for (Row row : rows) {
            assertEquals((double) row.totalBytes() / row.liveBytes(), row.ratio());
            assertTrue(row.residentBytes() >= row.liveBytes(), row.toString());
            assertTrue(row.metadataBytes() > 0, row.toString());
            assertTrue(row.operationsPerSecond() > 0, row.toString());
            assertTrue(row.longestPauseNanos() > 0, row.toString());
            assertEquals(1.10, row.bar());
            assertEquals(row.ratio() <= 1.10 && (row.peakBar() == 0 || row.peakRatio() <= 1.30), row.held());
            assertEquals(row, RowJson.parse(RowJson.line(row)));
            assertTimeline(row);
            assertTrue(FrameMap.parse(row.framesAfter()).frames() > 0, row.framesAfter());
            assertTrue(FrameMap.parse(row.framesBefore()).frames() > 0, row.framesBefore());
        }
        assertEquals(1.30, rows.get(0).peakBar());
        assertEquals(0, rows.get(1).peakBar());
    }

    /** In order, within its phase, bounded, and the last point is what the row says. */
    private static void assertTimeline(Row row) {
        long before = row.startNanos();
        long operations = 0;
        for (Point point : row.timeline()) {
            assertTrue(point.nanos() >= before && point.operations() >= operations, row.toString());
            assertTrue(point.totalBytes() >= point.residentBytes() && point.liveBytes() <= row.limitBytes(), point.toString());
            before = point.nanos();
            operations = point.operations();
        }
        assertTrue(row.timeline().size() <= 200 / 3 + 1, "points=" + row.timeline().size());
        Point last = row.timeline().get(row.timeline().size() - 1);
        assertEquals(row.liveBytes(), last.liveBytes());
        assertEquals(row.residentBytes(), last.residentBytes());
        assertEquals(row.totalBytes(), last.totalBytes());
    }

    @Test
    void pagurus_c_compactsAtItsEndOnly() {
        List<Row> rows = run(Workloads.of("C", LIVE), Allocator.PAGURUS_DEFAULT_CAP);
        assertNull(rows.get(1).held());
        assertTrue(rows.get(1).ratio() >= 1.4, rows.get(1).toString());
        assertTrue(rows.get(2).ratio() < rows.get(1).ratio(), rows.get(2).toString());
        assertEquals(1_000_000, rows.get(2).pauseBarNanos());
    }

    @Test
    void malloc_hasNoBars() {
        List<Row> rows = run(Workloads.of("C2", LIVE), Allocator.MALLOC);
        assertTrue(rows.stream().allMatch(row -> row.held() == null && row.bar() == 0 && row.peakBar() == 0));
    }

    /** Proof that a run notices: a phase puts one object in the place of another. */
    @Test
    void swappedObjects_failTheRunAndNameTheSeed() {
        Workload broken = new Spoiled(Workloads.of("C2", LIVE));
        String message = assertThrows(WrongReadException.class, () -> run(broken, Allocator.PAGURUS)).getMessage();
        assertTrue(message.contains("are wrong") && message.contains("seed 1"), message);
    }

    /** A workload that spoils its first object at the end. */
    private record Spoiled(Workload workload) implements Workload {
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
            List<Phase> phases = new ArrayList<>(workload.phases());
            phases.add(Phase.of("spoil", (objects, random) ->
                objects.table().pointers().set(objects.at(0), objects.table().pointers().get(objects.at(1)))));
            return phases;
        }

        @Override
        public int maxObjects() {
            return workload.maxObjects();
        }

        @Override
        public int largestBytes() {
            return workload.largestBytes();
        }

        @Override
        public long limitBytes() {
            return workload.limitBytes();
        }
    }

    @Test
    void json_isAList(@TempDir Path folder) throws IOException {
        List<Row> rows = run(Workloads.of("C2", LIVE), Allocator.MALLOC);
        Path file = folder.resolve("o.json");
        RowJson.write(rows, Setting.here(List.of("bench", "defrag")), file);
        JsonNode list = new ObjectMapper().readTree(file.toFile());
        assertTrue(list.isArray());
        assertEquals(rows.size(), list.size());
        for (String field : List.of("workload", "phase", "allocator", "liveBytes", "residentBytes", "metadataBytes", "ratio",
            "peakRatio", "operationsPerSecond", "longestPauseNanos", "bar", "held")) {
            assertTrue(list.get(0).has(field), field);
        }
        assertEquals("./pagurus bench defrag", RowJson.setting(list.get(0)).orElseThrow().command());
        for (int i = 0; i < rows.size(); i++) {
            assertEquals(rows.get(i), RowJson.row(list.get(i)));
        }
    }

    /** Files that were published before there were timelines. */
    @Test
    void json_withoutTheNewFields_isRead() throws IOException {
        JsonNode old = new ObjectMapper().readTree("{\"workload\":\"W1\",\"phase\":\"1\",\"allocator\":\"malloc\","
            + "\"ratio\":1.2}");
        Row row = RowJson.row(old);
        assertEquals(1.2, row.ratio());
        assertEquals(List.of(), row.timeline());
        assertEquals("", row.framesBefore() + row.framesAfter());
        assertEquals(Optional.empty(), RowJson.setting(old));
    }
}
