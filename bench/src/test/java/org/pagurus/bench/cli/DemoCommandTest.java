package org.pagurus.bench.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.agrona.MutableDirectBuffer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.pagurus.examples.cache.OffHeapCache;

class DemoCommandTest {
    private static final List<String> FIELDS = List.of("liveBytes", "residentBytesBefore", "residentBytesAfter",
        "mappedBytesBefore", "mappedBytesAfter", "metadataBytes", "ratioBefore", "ratioAfter", "pagesMigrated", "pagesFolded",
        "migrationsCancelled", "readsChecked", "readsWrong", "readP50NanosQuiet", "readP99NanosQuiet", "readP999NanosQuiet",
        "readMaxNanosQuiet", "readP50NanosCompacting", "readP99NanosCompacting", "readP999NanosCompacting",
        "readMaxNanosCompacting", "seconds", "seed", "limitBytes", "readers", "jdk", "verifierProblems");

    @Test
    void demo_short_checksReadsAndMovesPages(@TempDir Path folder) throws IOException {
        Path json = folder.resolve("o.json");
        Path report = folder.resolve("o.html");
        Invocation invocation = Invocation.of("demo", "--seconds", "3", "--limit", "32m", "--readers", "1", "--seed", "5",
            "--json", json.toString(), "--report", report.toString());
        assertEquals(Main.OK, invocation.exitCode(), invocation.out() + invocation.err());
        JsonNode figures = new ObjectMapper().readTree(json.toFile());
        FIELDS.forEach(field -> assertTrue(figures.has(field), field));
        assertEquals(0, figures.get("readsWrong").asLong());
        assertEquals(0, figures.get("updatesLost").asLong());
        assertEquals(0, figures.get("problems").size());
        assertTrue(figures.get("readsChecked").asLong() > 1_000, figures.toString());
        assertTrue(figures.get("pagesMigrated").asLong() > 0, figures.toString());
        assertTrue(figures.get("liveBytes").asLong() > 1 << 20, figures.toString());
        assertTrue(figures.get("liveBytes").asLong() <= 32 << 20, figures.toString());
        assertEquals(5, figures.get("seed").asLong());
        assertTrue(invocation.out().contains("resident / live"), invocation.out());
        assertTrue(Files.readString(report).contains("<svg"));
    }

    /** The proof that the readers look: a few values are spoiled where they lie. */
    @Test
    void demo_spoiledValues_failsAndSaysSo(@TempDir Path folder) throws IOException {
        Path json = folder.resolve("o.json");
        DemoCommand command = new DemoCommand(demo -> demo.beforeFirstHalf(DemoCommandTest::spoil));
        Invocation invocation = Invocation.of(command, "--seconds", "3", "--limit", "32m", "--readers", "1", "--json",
            json.toString());
        assertEquals(Main.FAILED, invocation.exitCode(), invocation.out() + invocation.err());
        JsonNode figures = new ObjectMapper().readTree(json.toFile());
        assertTrue(figures.get("readsWrong").asLong() > 0, figures.toString());
        assertTrue(invocation.out().contains("WRONG: reads:"), invocation.out());
        assertTrue(invocation.out().contains("do not sum up to the checksum"), invocation.out());
    }

    private static void spoil(OffHeapCache<String> cache) {
        List<String> keys = new ArrayList<>();
        cache.forEach((key, length) -> {
            if (length > 0 && keys.size() < 200) {
                keys.add(key);
            }
        });
        keys.forEach(key -> cache.read(key, view -> ((MutableDirectBuffer) view).putByte(0, (byte) ~view.getByte(0))));
    }
}
