package org.pagurus.bench.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.pagurus.bench.defrag.Allocator;
import org.pagurus.bench.peers.Peer;

class DefragCommandTest {
    @Test
    void defrag_small_writesARowForEachPhaseAndAllocator(@TempDir Path folder) throws IOException {
        Path json = folder.resolve("o.json");
        Invocation invocation = Invocation.of("bench", "defrag", "--workload", "c2", "--live", "4m", "--seed", "5", "--json",
            json.toString(), "--allocator", "pagurus,malloc");
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

    @Test
    void rounds_haveMediansBeside(@TempDir Path folder) throws IOException {
        JsonNode rows = run(folder.resolve("o.json"), "2", "ohc,heap-g1");
        assertEquals(18, rows.size());
        int medians = 0;
        Set<String> allocators = new HashSet<>();
        for (JsonNode row : rows) {
            allocators.add(row.get("allocator").asText());
            medians += row.get("round").asInt() == 0 ? 1 : 0;
            assertEquals(row.get("round").asInt() == 0, row.get("spread").isObject(), row.toString());
        }
        assertEquals(6, medians);
        assertEquals(Set.of("ohc", "heap-g1"), allocators);
    }

    /** Those that need a JDK or many flags of their own. */
    @Test
    void peers_runWithTheirOwnFlags(@TempDir Path folder) throws IOException {
        JsonNode rows = run(folder.resolve("o.json"), "1", "chronicle,heap-zgc");
        boolean zgc = Allocator.HEAP_ZGC.peer().isAvailable();
        assertEquals(zgc ? 6 : 3, rows.size());
        for (JsonNode row : rows) {
            assertTrue(row.get("liveBytes").asLong() > 0, row.toString());
            assertTrue(row.get("ratio").asDouble() > 0, row.toString());
        }
    }

    private static JsonNode run(Path json, String rounds, String allocators) throws IOException {
        Invocation invocation = Invocation.of("bench", "defrag", "--workload", "c2", "--live", "4m", "--rounds", rounds, "--json",
            json.toString(), "--allocator", allocators);
        assertEquals(Main.OK, invocation.exitCode(), invocation.out() + invocation.err());
        assertFalse(invocation.out().contains("FAILED"), invocation.out());
        return new ObjectMapper().readTree(json.toFile());
    }

    @Test
    void missingPeers_areSkippedWithTheReason() {
        StringWriter out = new StringWriter();
        List<Allocator> available = DefragCommand.available(List.of(Allocator.PAGURUS, Allocator.JEMALLOC),
            allocator -> allocator.isPagurus() ? Peer.here() : Peer.missing("install it"), new PrintWriter(out, true));
        assertEquals(List.of(Allocator.PAGURUS), available);
        assertEquals("skipping jemalloc: install it", out.toString().strip());
    }

    @Test
    void numbersOutOfRange_areRefused() {
        Invocation invocation = Invocation.of("bench", "defrag", "--threads", "65");
        assertEquals(Main.UNUSABLE, invocation.exitCode());
        assertTrue(invocation.err().contains("--threads: 65 is out of range; allowed are 1 to 64"), invocation.err());
        assertTrue(Invocation.of("bench", "defrag", "--rounds", "0").err().contains("--rounds: 0"));
    }

    @Test
    void trace_isReplayedByT(@TempDir Path folder) throws IOException {
        StringBuilder sizes = new StringBuilder();
        for (int i = 0; i < 20_000; i++) {
            sizes.append(100 + i * 7919 % 3_000).append(System.lineSeparator());
        }
        Path file = Files.writeString(folder.resolve("sizes"), sizes);
        Path json = folder.resolve("o.json");
        Invocation invocation = Invocation.of("bench", "defrag", "--workload", "T", "--trace", file.toString(), "--trace-format",
            "sizes", "--live", "4m", "--allocator", "pagurus", "--json", json.toString());
        assertEquals(Main.OK, invocation.exitCode(), invocation.out() + invocation.err());
        JsonNode rows = new ObjectMapper().readTree(json.toFile());
        assertEquals(2, rows.size());
        for (JsonNode row : rows) {
            assertEquals("T replay", row.get("workload").asText() + " " + row.get("phase").asText());
            assertEquals(4 << 20, row.get("liveBytes").asLong(), 3_100, row.toString());
        }
        assertTrue(invocation.out().contains("20,000 requests"), invocation.out());
    }

    @Test
    void trace_whatDoesNotGo_isRefused() {
        for (String[] wrong : new String[][] {
            {"T replays a trace; name it by --trace", "--workload", "T"},
            {"--trace: none: there is no such file", "--trace", "none", "--trace-format", "sizes"},
            {"--trace-columns is missing", "--trace", "none"},
            {"--trace-columns: key and size are needed", "--trace", "none", "--trace-columns", "key=k"},
            {"--trace-format: 'x' is not a format", "--trace", "none", "--trace-format", "x"},
            {"--trace-format: twitter files hold no requests", "--trace", "none", "--trace-format", "twitter"}}) {
            List<String> arguments = new ArrayList<>(List.of("bench", "defrag"));
            arguments.addAll(Arrays.asList(wrong).subList(1, wrong.length));
            Invocation invocation = Invocation.of(arguments.toArray(String[]::new));
            assertEquals(Main.UNUSABLE, invocation.exitCode());
            assertTrue(invocation.err().contains(wrong[0]), invocation.err());
        }
    }
}
