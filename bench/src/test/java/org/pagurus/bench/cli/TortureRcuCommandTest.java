package org.pagurus.bench.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.pagurus.rcu.Mutation;
import org.pagurus.rcu.torture.TortureOptions;

class TortureRcuCommandTest {
    private static final List<String> FIELDS = List.of("jdk", "os", "processors", "right", "kind", "fence", "fenceReason",
        "readers", "seconds", "seed", "budget", "command", "finding", "ages", "forbidden", "sections", "sectionsPerSecond",
        "gracePeriods", "gracePeriodsPerSecond", "elapsedNanos", "pipeNanos", "waits", "floodCallbacks", "shortLivedThreads",
        "readersReclaimed", "scans", "scanFences", "scenes", "litmusRounds", "litmusTightRounds");

    @TempDir
    private Path folder;

    private JsonNode figures() throws IOException {
        return new ObjectMapper().readTree(folder.resolve("o.json").toFile());
    }

    private String[] arguments(String... more) {
        return Stream.concat(Stream.of(more),
            Stream.of("--json", folder.resolve("o.json").toString())).toArray(String[]::new);
    }

    @ParameterizedTest
    @ValueSource(strings = {"strict", "sleepable"})
    void torture_ofARightDomain_findsNothing(String kind) throws IOException {
        Invocation invocation =
            Invocation.of(arguments("torture", "rcu", "--seconds", "2", "--seed", "7", "--readers", "2", "--kind", kind));
        assertEquals(Main.OK, invocation.exitCode(), invocation.out() + invocation.err());
        JsonNode figures = figures();
        FIELDS.forEach(field -> assertTrue(figures.has(field), field));
        assertTrue(figures.get("right").asBoolean() && figures.get("finding").isNull(), figures.toString());
        assertTrue(figures.get("ages").get(0).asLong() > 0, figures.toString());
        assertEquals(0, figures.get("forbidden").asLong());
        assertEquals(7, figures.get("waits").size());
        assertTrue(figures.get("gracePeriods").asLong() > 0, figures.toString());
        assertEquals(7, figures.get("seed").asLong());
        assertTrue(invocation.out().contains("seed=7"), invocation.out());
        assertTrue(invocation.out().contains("2  forbidden"), invocation.out());
        assertTrue(invocation.out().contains("grace periods/s"), invocation.out());
    }

    /** The proof that a failure fails: the domain has a bug that the command does not know of. */
    @Test
    void torture_ofABrokenDomain_failsAndNamesTheCommandThatRepeatsIt() throws IOException {
        Invocation invocation = Invocation.of(new TortureRcuCommand(options ->
            TortureOptions.of(Mutation.SKIP_SLOT, null, null, 2, 30, options.seed())), arguments("--seed", "7"));
        assertEquals(Main.FAILED, invocation.exitCode(), invocation.out() + invocation.err());
        assertTrue(invocation.out().contains("WRONG: "), invocation.out());
        assertTrue(invocation.out().contains("Repeat: ./pagurus torture rcu --seconds 30 --seed 7 --readers 2 --kind strict "
            + "--mutation skip-slot"), invocation.out());
        assertFalse(figures().get("right").asBoolean());
        assertTrue(figures().get("finding").get("afterNanos").asLong() > 0, figures().toString());
    }

    @Test
    void mutation_isCaught() throws IOException {
        Invocation invocation = Invocation.of(arguments("torture", "rcu", "--mutation", "one-flip-scan", "--readers", "2"));
        assertEquals(Main.OK, invocation.exitCode(), invocation.out() + invocation.err());
        assertTrue(invocation.out().contains("1 of 1 caught."), invocation.out());
        JsonNode one = figures().get("mutations").get(0);
        assertEquals("one-flip-scan", one.get("mutation").asText());
        assertEquals("sleepable", one.get("kind").asText());
        assertTrue(one.get("caught").asBoolean() && figures().get("right").asBoolean(), figures().toString());
    }

    /** The domain is right, so there is nothing to catch. */
    @Test
    void mutation_notCaught_fails() throws IOException {
        Invocation invocation = Invocation.of(new TortureRcuCommand(options ->
            TortureOptions.of(options.kind(), options.fence(), 2, 1, options.seed())), arguments("--mutation", "skip-slot"));
        assertEquals(Main.FAILED, invocation.exitCode(), invocation.out() + invocation.err());
        assertTrue(invocation.out().contains("WRONG: not caught."), invocation.out());
        assertTrue(invocation.out().contains("0 of 1 caught."), invocation.out());
        assertFalse(figures().get("mutations").get(0).get("caught").asBoolean());
    }
}
