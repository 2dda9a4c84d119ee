package org.pagurus.bench.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SteadyCommandTest {
    @Test
    void steady_small_writesARowForEachRun(@TempDir Path folder) throws IOException {
        Path json = folder.resolve("o.json");
        Invocation invocation = Invocation.of("bench", "steady", "--capacity", "16m", "--live", "50,80", "--rounds", "1",
            "--seconds", "0.05", "--json", json.toString());
        assertEquals(Main.OK, invocation.exitCode(), invocation.out() + invocation.err());
        JsonNode file = new ObjectMapper().readTree(json.toFile());
        assertEquals(24, file.get("runs").size());
        for (JsonNode row : file.get("runs")) {
            assertTrue(row.get("filled").asBoolean(), row.toString());
            assertTrue(row.get("operationsPerSecond").asDouble() > 0, row.toString());
            assertTrue(row.get("heldRatio").asDouble() >= 1, row.toString());
        }
        assertEquals(6, file.get("goals").size());
        assertTrue(invocation.out().contains("goals held: "), invocation.out());
    }
}
