package org.pagurus.bench.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DefragCommandTest {
    @Test
    void defrag_small_writesARowForEachPhaseAndAllocator(@TempDir Path folder) throws IOException {
        Path json = folder.resolve("o.json");
        Invocation invocation = Invocation.of("bench", "defrag", "--workload", "c2", "--live", "4m", "--seed", "5", "--json",
            json.toString());
        assertEquals(Main.OK, invocation.exitCode(), invocation.out() + invocation.err());
        JsonNode rows = new ObjectMapper().readTree(json.toFile());
        assertEquals(9, rows.size());
        Set<String> seen = new HashSet<>();
        for (JsonNode row : rows) {
            assertEquals("C2", row.get("workload").asText());
            assertEquals(5, row.get("seed").asLong());
            assertTrue(row.get("liveBytes").asLong() > 0, row.toString());
            // Malloc keeps some memory of the warm-up, which is much at this size.
            double least = row.get("allocator").asText().equals("malloc") ? 0.5 : 1.0;
            assertTrue(row.get("ratio").asDouble() > least, row.toString());
            seen.add(row.get("allocator").asText() + " " + row.get("phase").asText());
        }
        assertEquals(9, seen.size());
        assertTrue(seen.containsAll(List.of("pagurus fill", "pagurus-default-cap free", "malloc defragmented")), seen.toString());
        assertTrue(invocation.out().contains("seed=5"), invocation.out());
        assertTrue(invocation.out().contains("bars held: "), invocation.out());
    }
}
