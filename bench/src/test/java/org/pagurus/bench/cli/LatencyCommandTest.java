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
        assertRefused("both name", "--json", "/tmp/o", "--report", "/tmp/o");
    }
}
