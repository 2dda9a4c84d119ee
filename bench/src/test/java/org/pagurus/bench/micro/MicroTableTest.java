package org.pagurus.bench.micro;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.runner.BenchmarkList;
import org.openjdk.jmh.runner.format.OutputFormatFactory;
import org.openjdk.jmh.runner.options.VerboseMode;

class MicroTableTest {
    private static MicroRow row(String method, double nanos, String... parameters) {
        return new MicroRow("AccessBenchmark", method, List.of(parameters), nanos, 0.5, nanos / 2);
    }

    @Test
    void shortName_isClassAndMethod() {
        assertEquals("AccessBenchmark.rawRead", MicroRow.shortName("org.pagurus.bench.jmh.AccessBenchmark.rawRead"));
    }

    @Test
    void floor_isTheLongestOneOfTheSameWords() {
        MicroRow brief = row("rawRead", 1);
        MicroRow full = row("rawReadFull", 2);
        List<MicroRow> rows = List.of(brief, full, row("rawReader", 3), row("rawReadFullFence", 4));

        assertEquals(brief, MicroTable.floorOf(row("pagurusRead", 5), rows).orElseThrow());
        assertEquals(brief, MicroTable.floorOf(row("peerReadLock", 5), rows).orElseThrow());
        assertEquals(brief, MicroTable.floorOf(row("pagurusReadFuller", 5), rows).orElseThrow());
        assertEquals(full, MicroTable.floorOf(row("pagurusReadFull", 5), rows).orElseThrow());
        assertEquals(full, MicroTable.floorOf(full, rows).orElseThrow());
        assertTrue(MicroTable.floorOf(row("pagurusWrite", 5), rows).isEmpty());
    }

    @Test
    void floor_hasNoParametersButThoseOfItsRow() {
        MicroRow idle = row("rawWait", 1, "readers=1");
        MicroRow none = row("rawWait", 2);
        List<MicroRow> both = List.of(idle, none);

        assertEquals(idle, MicroTable.floorOf(row("pagurusWait", 3, "fence=FULL", "readers=1"), both).orElseThrow());
        assertEquals(none, MicroTable.floorOf(row("pagurusWait", 3, "fence=FULL", "readers=2"), both).orElseThrow());
        assertTrue(MicroTable.floorOf(row("pagurusWait", 3, "readers=2"), List.of(idle)).isEmpty());
    }

    @Test
    void floor_isOfTheSameClass() {
        MicroRow other = new MicroRow("OtherBenchmark", "rawRead", List.of(), 1, 0.5, 1);

        assertTrue(MicroTable.floorOf(row("pagurusRead", 2), List.of(other)).isEmpty());
    }

    @Test
    void row_ofNoKnownRole_isRefused() {
        assertThrows(IllegalArgumentException.class, () -> row("read", 1).subject());
    }

    @Test
    void text_putsEachFloorAboveWhatStandsOnIt() {
        List<MicroRow> rows = List.of(row("peerReadLock", 20, "threads=2"),
            new MicroRow("AccessBenchmark", "pagurusReadFull", List.of(), 6, 0.5, 4), row("rawReadFull", 5),
            row("pagurusRead", 1000, "fence=FULL"), row("rawRead", 10));
        String expected = """
            %-60s           ns         +-        least     per second     ratio

            random accesses of 8 bytes
            AccessBenchmark
            %-60s        10.00       0.50         5.00    100,000,000
            %-60s     1,000.00       0.50       500.00      1,000,000    100.00
            %-60s        20.00       0.50        10.00     50,000,000      2.00
            %-60s         5.00       0.50         2.50    200,000,000
            %-60s         6.00       0.50         4.00    166,666,667      1.60
            """.formatted("", "  rawRead", "  pagurusRead fence=FULL", "  peerReadLock threads=2", "  rawReadFull",
            "  pagurusReadFull");

        String text = MicroTable.text(rows).lines().map(String::stripTrailing).collect(Collectors.joining("\n"));
        assertEquals(expected.strip(), text.strip());
    }

    @Test
    void everyBenchmark_hasItsFloor() {
        List<MicroRow> rows = new ArrayList<>();
        for (Class<?> type : Arrays.stream(MicroGroup.values()).flatMap(group -> group.types().stream()).toList()) {
            for (Method method : type.getMethods()) {
                if (method.isAnnotationPresent(Benchmark.class)) {
                    rows.add(new MicroRow(type.getSimpleName(), method.getName(), List.of(), 1, 0, 1));
                }
            }
        }
        assertEquals(91, rows.size(), rows.toString());
        assertEquals(BenchmarkList.defaultList().find(OutputFormatFactory.createFormatInstance(System.out,
            VerboseMode.SILENT), List.of("org.pagurus.bench.jmh"), List.of()).size(), rows.size(), "a class is in no group");
        rows.forEach(row -> assertTrue(MicroTable.floorOf(row, rows).isPresent(), row.toString()));
    }
}
