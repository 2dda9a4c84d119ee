package org.pagurus.bench.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CacheCommandTest {
    @Test
    void cache_small_measuresEachVariant(@TempDir Path folder) throws IOException {
        Path json = folder.resolve("o.json");
        Invocation invocation = Invocation.of("bench", "cache", "--live", "4m", "--seconds", "0.05", "--rounds", "1",
            "--allocator", "pagurus,ohc,heap-g1", "--heap", "2", "--json", json.toString());
        assertEquals(Main.OK, invocation.exitCode(), invocation.out() + invocation.err());
        JsonNode file = new ObjectMapper().readTree(json.toFile());
        assertEquals(3, file.get("rounds").size());
        assertEquals(3, file.get("medians").size());
        for (JsonNode row : file.get("rounds")) {
            assertEquals(0, row.get("wrong").asLong());
            assertTrue(row.get("getsPerSecond").asDouble() > 0, row.toString());
            assertTrue(row.get("liveBytes").asLong() > 2 << 20 && row.get("liveBytes").asLong() <= 4 << 20, row.toString());
        }
        assertEquals(3, file.get("goals").size());
        assertTrue(invocation.out().contains("gets/s, Pagurus / OHC"), invocation.out());
        assertTrue(invocation.out().contains("not measured: no rows of byte[] under ZGC"), invocation.out());
    }

    @Test
    void cache_argumentsThatDoNotGo_saysWhatIsAllowed() {
        assertRefused("--allocator: malloc is no cache of this benchmark; allowed: pagurus, ohc, heap-zgc, heap-g1",
            "--allocator", "malloc");
        assertRefused("--allocator: 'x' is not an allocator", "--allocator", "x");
        assertRefused("--live: 1 MiB is out of range; allowed are 4 MiB to 64 GiB", "--live", "1m");
        assertRefused("--live: 64 GiB needs", "--live", "64g", "--heap", "16");
        assertRefused("--seconds: 0.0 is out of range", "--seconds", "0");
        assertRefused("--rounds: 0 is out of range", "--rounds", "0");
        assertRefused("--threads: 65 is out of range", "--threads", "65");
        assertRefused("--heap: 1.0 is out of range; allowed are 1.1 to 16.0", "--heap", "1");
        assertRefused("its folder does not exist", "--json", "/no/such/folder/o");
    }

    private static void assertRefused(String message, String... options) {
        String[] arguments = new String[options.length + 2];
        arguments[0] = "bench";
        arguments[1] = "cache";
        System.arraycopy(options, 0, arguments, 2, options.length);
        Invocation invocation = Invocation.of(arguments);
        assertEquals(Main.UNUSABLE, invocation.exitCode());
        assertTrue(invocation.err().contains(message), invocation.err());
    }
}
