package org.pagurus.bench.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.pagurus.bench.scale.Measure;

class ScaleCommandTest {
    private static final long MIB = 1 << 20;
    private static final Set<String> TWO_SESSIONS = Set.of("REPLACE_TWO");

    @Test
    void scale_small_measuresEverything(@TempDir Path folder) throws IOException {
        Path json = folder.resolve("o.json");
        Path report = folder.resolve("o.html");
        Invocation invocation = Invocation.of("bench", "scale", "--live", "128m,64m", "--sessions", "1,4", "--rounds", "1",
            "--json", json.toString(), "--report", report.toString());
        assertEquals(Main.OK, invocation.exitCode(), invocation.out() + invocation.err());
        JsonNode file = new ObjectMapper().readTree(json.toFile());
        int missing = Runtime.getRuntime().availableProcessors() < 2 ? 1 : 0;
        assertEquals(Measure.values().length - missing, file.get("measures").size());
        for (JsonNode measure : file.get("measures")) {
            int sizes = TWO_SESSIONS.contains(measure.get("measure").asText()) ? 1 : 2;
            assertEquals(sizes, measure.get("sizes").size(), measure.toString());
            measure.get("medians").forEach(median -> assertTrue(median.asDouble() > 0, measure.toString()));
            if (measure.get("measure").asText().equals("PAGES")) {
                // Rising, whatever the order they were asked for; a page of 64 KiB each.
                assertEquals(64 * MIB, measure.get("sizes").get(0).asLong());
                assertEquals(1_024, measure.get("medians").get(0).asDouble());
                assertEquals(1, measure.get("growth").get("exponent").asDouble(), 1e-9);
            }
        }
        assertEquals(3, file.get("goals").size());
        assertTrue(file.get("target").size() > 10, file.get("target").toString());
        assertTrue(invocation.out().contains("for 1 TiB of live data"), invocation.out());
        assertTrue(Files.readString(report).contains("What should not grow with live data"));
    }

    private static void assertRefused(String message, String... options) {
        String[] arguments = new String[options.length + 2];
        arguments[0] = "bench";
        arguments[1] = "scale";
        System.arraycopy(options, 0, arguments, 2, options.length);
        Invocation invocation = Invocation.of(arguments);
        assertEquals(Main.UNUSABLE, invocation.exitCode());
        assertTrue(invocation.err().contains(message), invocation.err());
    }

    @Test
    void scale_argumentsThatDoNotGo_saysWhatIsAllowed() {
        assertRefused("--live: 1 MiB is out of range; allowed are 16 MiB to 1 TiB", "--live", "64m,1m");
        assertRefused("'much' is not a size", "--live", "much");
        assertRefused("--sessions: 0 is out of range; allowed are 1 to 1024", "--sessions", "1,0");
        assertRefused("Invalid value for option '--sessions'", "--sessions", "1,few");
        assertRefused("--rounds: 100 is out of range; allowed are 1 to 99", "--rounds", "100");
        assertRefused("both name", "--json", "/tmp/o", "--report", "/tmp/o");
    }
}
