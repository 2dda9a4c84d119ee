package org.pagurus.bench.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LatencyCommandTest {
    @Test
    void latency_small_measuresEveryPolicy(@TempDir Path folder) throws IOException {
        Path json = folder.resolve("o.json");
        Path report = folder.resolve("o.html");
        Invocation invocation = Invocation.of("bench", "latency", "--live", "4m", "--seconds", "0.05", "--rounds", "2", "--rate",
            "20000", "--threads", "1", "--interval", "20,continuous", "--json", json.toString(), "--report", report.toString());
        assertEquals(Main.OK, invocation.exitCode(), invocation.out() + invocation.err());
        JsonNode file = new ObjectMapper().readTree(json.toFile());
        // Four policies with two ways to read: quiet, and with and without moves at two intervals.
        assertEquals(4 * 2 * 5, file.get("medians").size());
        assertEquals(2 * 4 * 2 * 5, file.get("rounds").size());
        Map<String, Long> moved = new HashMap<>();
        for (JsonNode row : file.get("medians")) {
            assertEquals("pagurus", row.get("allocator").asText());
            assertEquals("A", row.get("mix").asText());
            assertEquals(1_000, row.get("arrivals").get("operations").asLong(), 2, row.toString());
            assertTrue(row.get("operationsPerSecond").asDouble() > 0, row.toString());
            long pages = row.get("moves").get("pagesMigrated").asLong();
            assertTrue(pages == 0 || row.get("load").asText().equals("moving"), row.toString());
            moved.merge(row.get("policy").asText() + " " + row.get("readMode").asText(), pages, Long::sum);
        }
        assertEquals(8, moved.size());
        moved.forEach((heap, pages) -> assertTrue(pages > 0, heap));
        assertEquals(3, file.get("goals").size());
        assertTrue(invocation.out().contains("goals held: "), invocation.out());
        assertTrue(Files.readString(report).contains("FALLBACK EXCLUSIVE, 1 thread"));
    }

    @Test
    void latency_mixes_measuresPagurusAndAPeerInJvmsOfTheirOwn(@TempDir Path folder) throws IOException {
        Path json = folder.resolve("o.json");
        Invocation invocation = Invocation.of("bench", "latency", "--mix", "f", "--allocator", "pagurus-replace,heap-g1",
            "--state", "on", "--live", "4m", "--seconds", "0.1", "--rounds", "1", "--rate", "5000", "--json", json.toString());
        assertEquals(Main.OK, invocation.exitCode(), invocation.out() + invocation.err());
        assertTrue(invocation.out().contains("  mix F: 50 read, 50 read-modify-write"), invocation.out());
        assertTrue(invocation.out().contains("in 2 JVMs"), invocation.out());
        JsonNode file = new ObjectMapper().readTree(json.toFile());
        assertEquals(2, file.get("rounds").size());
        assertEquals(2, file.get("medians").size());
        assertEquals(0, file.get("failures").size());
        for (int i = 0; i < 2; i++) {
            JsonNode row = file.get("rounds").get(i);
            assertEquals(i == 0 ? "pagurus-replace" : "heap-g1", row.get("allocator").asText());
            assertEquals(i == 0 ? "on" : "own", row.get("state").asText());
            assertEquals("F", row.get("mix").asText());
            assertEquals("replace", row.get("updates").asText());
            assertEquals(500, row.get("arrivals").get("operations").asLong(), 2, row.toString());
            assertTrue(row.get("operationsPerSecond").asDouble() > 0, row.toString());
            assertTrue(row.get("memory").get("residentBytes").asLong() > 4 << 20, row.toString());
            assertTrue(row.get("pauses").get("count").asLong() >= 0, row.toString());
            assertEquals(row.get("allocator"), file.get("medians").get(i).get("median").get("allocator"));
        }
    }

    private static void assertRefused(String message, String... options) {
        String[] arguments = new String[options.length + 2];
        arguments[0] = "bench";
        arguments[1] = "latency";
        System.arraycopy(options, 0, arguments, 2, options.length);
        Invocation invocation = Invocation.of(arguments);
        assertEquals(Main.UNUSABLE, invocation.exitCode());
        assertTrue(invocation.err().contains(message), invocation.err());
    }

    @Test
    void latency_argumentsThatDoNotGo_saysWhatIsAllowed() {
        assertRefused("--policy: there is no sleep; allowed are all, wait, retry, fallback, cancel", "--policy", "sleep");
        assertRefused("--read-mode: there is no shared; allowed are all, read_through, exclusive", "--read-mode", "shared");
        assertRefused("allowed are continuous to 500 ms (--seconds=0.5)", "--interval", "1000", "--seconds", "0.5");
        assertRefused("'soon' is not an interval; write milliseconds, for example 50, or continuous", "--interval", "soon");
        assertRefused("--threads: 0 is out of range; allowed are 1 to 64", "--threads", "0");
        assertRefused("--seconds: 0.0 is out of range", "--seconds", "0");
        assertRefused("--rate: 99 is out of range", "--rate", "99");
        assertRefused("--live: 1 MiB is out of range", "--live", "1m");
        assertRefused("bytes; choose a capacity that leaves room", "--live", "32g");
        assertRefused("--mix: there is no D; allowed are all, a, b, c, f", "--mix", "A,D");
        assertRefused("--allocator: there is no redis; allowed are all, pagurus, pagurus-replace, ohc, terracotta, chronicle, "
            + "heap-g1, heap-zgc", "--allocator", "redis");
        assertRefused("--state: there is no own; allowed are all, off, on, continuous", "--mix", "A", "--state", "own");
        assertRefused("--state: goes with --mix or --allocator only", "--state", "on");
        assertRefused("--policy: does not go with --mix or --allocator", "--mix", "A", "--policy", "wait");
        assertRefused("--report: does not go with --mix or --allocator", "--allocator", "ohc", "--report", "/tmp/o.html");
        assertRefused("bytes; choose a capacity that leaves room", "--mix", "A", "--live", "30g");
        assertRefused("--rate: 99 is out of range", "--mix", "A", "--rate", "99");
        assertRefused("both name", "--json", "/tmp/o", "--report", "/tmp/o");
    }
}
