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
import org.junit.jupiter.params.provider.CsvSource;
import org.pagurus.relocation.Mutation;
import org.pagurus.relocation.ReadMode;
import org.pagurus.relocation.torture.TortureOptions;

class TortureHeapCommandTest {
    private static final List<String> FIELDS = List.of("policy", "readMode", "fence", "millis", "seed", "command", "finding",
        "elapsedNanos", "rounds", "operations", "moves", "folds", "cancels", "putBacks", "pins", "waits", "retries", "snapshots",
        "buffered", "reserves", "objectPins", "gracePeriods", "exhausted", "poisonedFrames", "mayflies", "virtualThreads");

    @TempDir
    private Path folder;

    private JsonNode figures() throws IOException {
        return new ObjectMapper().readTree(folder.resolve("o.json").toFile());
    }

    private String[] arguments(String... more) {
        return Stream.concat(Stream.of(more),
            Stream.of("--json", folder.resolve("o.json").toString())).toArray(String[]::new);
    }

    private static TortureOptions with(TortureOptions options, Mutation mutation) {
        return new TortureOptions(options.policy(), options.readMode(), options.fence(), 60_000, options.seed(), mutation);
    }

    private static TortureOptions without(TortureOptions options) {
        return new TortureOptions(options.policy(), options.readMode(), options.fence(), 500, options.seed(), null);
    }

    @Test
    void torture_ofARightHeap_findsNothing() throws IOException {
        Invocation invocation = Invocation.of(arguments("torture", "heap", "--seconds", "3", "--seed", "7"));
        assertEquals(Main.OK, invocation.exitCode(), invocation.out() + invocation.err());
        JsonNode figures = figures();
        assertTrue(figures.get("right").asBoolean(), figures.toString());
        assertEquals(8, figures.get("runs").size());
        for (JsonNode run : figures.get("runs")) {
            FIELDS.forEach(field -> assertTrue(run.has(field), field));
            assertTrue(run.get("finding").isNull() && run.get("operations").asLong() > 0, run.toString());
            assertEquals(7, run.get("seed").asLong());
            assertEquals(375, run.get("millis").asLong());
        }
        assertTrue(invocation.out().contains("seed=7"), invocation.out());
        assertTrue(invocation.out().contains("Nothing was wrong."), invocation.out());
    }

    /** The proof that a failure fails: the heap has a bug that the command does not know of. */
    @Test
    void torture_ofABrokenHeap_failsAndNamesTheCommandThatRepeatsIt() throws IOException {
        Invocation invocation = Invocation.of(new TortureHeapCommand(options -> with(options, Mutation.PUT_BACK_DROPS_PINS)),
            arguments("--seed", "7", "--policy", "cancel", "--read-mode", "exclusive"));
        assertEquals(Main.FAILED, invocation.exitCode(), invocation.out() + invocation.err());
        assertTrue(invocation.out().contains("WRONG: "), invocation.out());
        assertTrue(invocation.out().contains("Repeat: ./pagurus torture heap --seconds 60 --seed 7 --policy cancel --read-mode "
            + "exclusive --mutation put-back-drops-pins"), invocation.out());
        assertFalse(figures().get("right").asBoolean());
        assertTrue(figures().get("runs").get(0).get("finding").get("afterNanos").asLong() > 0, figures().toString());
    }

    @Test
    void mutation_isCaught() throws IOException {
        Invocation invocation = Invocation.of(arguments("torture", "heap", "--mutation", "begin-with-pins"));
        assertEquals(Main.OK, invocation.exitCode(), invocation.out() + invocation.err());
        assertTrue(invocation.out().contains("2 of 2 caught."), invocation.out());
        for (JsonNode one : figures().get("mutations")) {
            assertEquals("begin-with-pins", one.get("mutation").asText());
            assertEquals("cancel", one.get("policy").asText());
            assertTrue(one.get("caught").asBoolean(), one.toString());
        }
        assertEquals(ReadMode.values().length, figures().get("mutations").size());
        assertTrue(figures().get("right").asBoolean(), figures().toString());
    }

    /** The heap is right, so there is nothing to catch. */
    @Test
    void mutation_notCaught_fails() throws IOException {
        Invocation invocation = Invocation.of(new TortureHeapCommand(TortureHeapCommandTest::without),
            arguments("--mutation", "begin-with-pins", "--read-mode", "exclusive"));
        assertEquals(Main.FAILED, invocation.exitCode(), invocation.out() + invocation.err());
        assertTrue(invocation.out().contains("WRONG: not caught."), invocation.out());
        assertTrue(invocation.out().contains("0 of 1 caught."), invocation.out());
        assertFalse(figures().get("mutations").get(0).get("caught").asBoolean());
    }

    @ParameterizedTest
    @CsvSource({"--policy, never, 'all, cancel, wait, retry, fallback'", "--read-mode, never, 'all, read_through, exclusive'",
        "--fence, never, 'auto, full, asymmetric'", "--mutation, never, 'all, begin-without-grace-period'",
        "--seconds, 0, '1 to 86400'"})
    void wrongArgument_isRefusedWithWhatIsAllowed(String option, String value, String allowed) {
        Invocation invocation = Invocation.of("torture", "heap", option, value);
        assertEquals(Main.UNUSABLE, invocation.exitCode(), invocation.out());
        assertTrue(invocation.err().contains(option + ": ") && invocation.err().contains(value)
            && invocation.err().contains(allowed), invocation.err());
    }

    @Test
    void mutationThatDoesNoHarmThere_isRefused() {
        Invocation invocation = Invocation.of("torture", "heap", "--mutation", "unvalidated-snapshot", "--read-mode",
            "read_through");
        assertEquals(Main.UNUSABLE, invocation.exitCode(), invocation.out());
        assertTrue(invocation.err().contains("unvalidated-snapshot does no harm"), invocation.err());
    }
}
