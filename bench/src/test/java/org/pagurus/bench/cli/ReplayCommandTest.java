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
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReplayCommandTest {
    @TempDir
    private Path folder;

    private Path shapes() throws IOException {
        return Files.writeString(folder.resolve("shapes.csv"),
            "cluster,key_bytes_mean,value_bytes_mean,operations,zipf_alpha\ncluster7,20,600,\"get:0.8 set:0.2\",0.9\n");
    }

    @Test
    void replay_pagurusAndMalloc_eachInAJvm() throws IOException {
        Path json = folder.resolve("o.json");
        Invocation invocation = Invocation.of("replay", shapes().toString(), "--format", "twitter", "--cluster", "7",
            "--requests", "20000", "--limit", "1m", "--allocator", "pagurus,malloc", "--seed", "9", "--json", json.toString());
        assertEquals(Main.OK, invocation.exitCode(), invocation.out() + invocation.err());
        JsonNode file = new ObjectMapper().readTree(json.toFile());
        assertEquals(9, file.get("task").get("seed").asLong());
        assertEquals(20_000, file.get("requests").asInt());
        assertEquals(0, file.get("problems").size());
        assertEquals(2, file.get("rows").size());
        for (JsonNode row : file.get("rows")) {
            assertEquals(0, row.get("wrong").asLong());
            assertTrue(row.get("hits").asLong() > 1_000, row.toString());
            assertEquals(20_000, row.get("reads").asLong() + row.get("writes").asLong());
            assertTrue(row.get("liveBytes").asLong() > 500_000, row.toString());
        }
        JsonNode pagurus = file.get("rows").get(0);
        assertEquals("pagurus", pagurus.get("subject").asText());
        assertTrue(pagurus.get("ratio").asDouble() > 1, pagurus.toString());
        assertTrue(invocation.out().contains("20,000 requests") && invocation.out().contains("seed=9"), invocation.out());
    }

    @Test
    void replay_whatDoesNotGo_isOneClearMessage() throws IOException {
        Path csv = Files.writeString(folder.resolve("t.csv"), "k,s\n1,5\n2,x\n");
        String shapes = shapes().toString();
        assertRefused("none: there is no such file", "none", "--columns", "key=k,size=s");
        assertRefused("Missing required parameter: 'FILE'");
        assertRefused("--columns is missing", csv.toString());
        assertRefused("--columns: key and size are needed", csv.toString(), "--columns", "key=k");
        assertRefused("t.csv, line 3: the size 'x' is not a number of bytes", csv.toString(), "--columns", "key=k,size=s");
        assertRefused("there is no column 'q' for key", csv.toString(), "--columns", "key=q,size=s");
        assertRefused("--format: 'xml' is not a format; allowed: csv, libcachesim, sizes, twitter", csv.toString(), "--format",
            "xml");
        assertRefused("--columns: sizes files have columns of their own", csv.toString(), "--format", "sizes", "--columns",
            "key=k,size=s");
        assertRefused("--cluster is missing", shapes, "--format", "twitter");
        assertRefused("--cluster: only --format twitter has clusters", csv.toString(), "--format", "sizes", "--cluster", "1");
        assertRefused("there is no cluster1; there are cluster7 to cluster7", shapes, "--format", "twitter", "--cluster", "1");
        assertRefused("--limit: 1 KiB is out of range; allowed are 1 MiB to", csv.toString(), "--format", "sizes", "--limit",
            "1k");
        assertRefused("needs a heap that cannot be had", shapes, "--format", "twitter", "--cluster", "7", "--limit", "60g",
            "--requests", "10");
        assertRefused("--requests: 0 is out of range", csv.toString(), "--format", "sizes", "--requests", "0");
        assertRefused("--allocator: 'zip' is not an allocator; allowed: pagurus, malloc", csv.toString(), "--format", "sizes",
            "--allocator", "zip");
        assertRefused("its folder does not exist", csv.toString(), "--format", "sizes", "--json", "/no/such/folder/o");
    }

    private static void assertRefused(String message, String... options) {
        List<String> arguments = new ArrayList<>(List.of("replay"));
        arguments.addAll(List.of(options));
        Invocation invocation = Invocation.of(arguments.toArray(String[]::new));
        assertEquals(Main.UNUSABLE, invocation.exitCode(), invocation.err());
        assertTrue(invocation.err().contains(message), invocation.err());
        assertEquals("", invocation.out());
    }
}
