package org.pagurus.bench.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CompactionCommandTest {
    private static final long MIB = 1 << 20;

    @Test
    void compaction_small_measuresAllParts(@TempDir Path folder) throws IOException {
        Path json = folder.resolve("o.json");
        Invocation invocation = Invocation.of("bench", "compaction", "--live", "8m,16m", "--fixed", "4m", "--copy", "16m",
            "--seconds", "0.2", "--json", json.toString());
        assertEquals(Main.OK, invocation.exitCode(), invocation.out() + invocation.err());
        JsonNode file = new ObjectMapper().readTree(json.toFile());
        JsonNode result = file.get("result");
        assertEquals(6, result.get("costs").size());
        for (JsonNode row : result.get("costs")) {
            long expected = row.get("scenario").asText().startsWith("all") ? row.get("liveBytes").asLong() : 4 * MIB;
            // Every second object of full pages was freed: the rest moves once, but for what is left in a last page.
            assertEquals(expected, row.get("movedBytes").asLong(), expected * 0.1, row.toString());
            assertTrue(row.get("busyNanos").asLong() > 0, row.toString());
        }
        assertEquals(2, result.get("slices").size());
        assertEquals(15, result.get("metadata").size());
        assertEquals(6, result.get("copies").size());
        for (JsonNode row : result.get("copies")) {
            assertTrue(row.get("movedBytes").asLong() > MIB, row.toString());
        }
        assertEquals(2, result.get("waits").size());
        assertTrue(file.get("goals").size() > 10, file.get("goals").toString());
    }
}
