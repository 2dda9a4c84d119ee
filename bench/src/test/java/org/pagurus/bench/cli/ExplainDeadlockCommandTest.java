package org.pagurus.bench.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.pagurus.relocation.explain.Scenario;

/** Runs the scenarios in JVMs of their own. */
class ExplainDeadlockCommandTest {
    private static final Set<String> READERS = Set.of("reader-1", "reader-2");

    @TempDir
    private Path folder;

    private JsonNode figures() throws IOException {
        return new ObjectMapper().readTree(folder.resolve("o.json").toFile());
    }

    private String[] arguments(String... more) {
        return Stream.concat(Stream.of(more), Stream.of("--seconds", "1", "--json", folder.resolve("o.json").toString(),
            "--report", folder.resolve("o.html").toString())).toArray(String[]::new);
    }

    @Test
    void theWrongProtocolHangsAndIsReported_andAllOthersFinish() throws IOException {
        Invocation invocation = Invocation.of(arguments("explain", "deadlock"));
        assertEquals(Main.OK, invocation.exitCode(), invocation.out() + invocation.err());
        JsonNode figures = figures();
        assertTrue(figures.get("right").asBoolean());
        assertEquals(Scenario.values().length, figures.get("scenarios").size());
        for (JsonNode one : figures.get("scenarios")) {
            assertEquals(0, one.get("problems").size(), one::toString);
            assertEquals(one.get("deadlock").asBoolean(), !one.get("result").get("finished").asBoolean(), one::toString);
            assertTrue(one.get("result").get("metEntries").asLong() > 0, one::toString);
            assertEquals(0, one.get("result").get("wrongReads").asLong(), one::toString);
        }
        assertStallIsReported(result("spin-inside").get("stall"), invocation.out());
        assertTrue(result("cancel-inside").get("cancels").asLong() > 0, "CANCEL cures the wrong migrator");
        assertTrue(result("cancel").get("cancels").asLong() > 0);
        assertTrue(result("wait").get("waits").asLong() > 0);
        assertTrue(result("retry").get("retries").asLong() > 0);
        assertTrue(result("fallback").get("snapshots").asLong() > 0);
        assertTrue(result("spin").get("spins").asLong() > 0);
        assertTrue(result("read-through").get("waits").asLong() + result("read-through").get("cancels").asLong() == 0);
        assertTrue(Files.readString(folder.resolve("o.html")).contains("class=\"grace-period\""));
    }

    private static void assertStallIsReported(JsonNode stall, String out) {
        assertEquals("migrator", stall.get("waiter").get("thread").asText());
        assertTrue(stall.get("waiter").get("stack").toString().contains("RcuDomain.synchronize"), stall::toString);
        assertTrue(stall.get("waiter").get("stack").toString().contains("SceneProtocol.waitInMigrating"), stall::toString);
        assertTrue(stall.get("page").asInt() > 0);
        assertTrue(stall.get("holders").size() > 0, stall::toString);
        for (JsonNode holder : stall.get("holders")) {
            assertTrue(READERS.contains(holder.get("thread").asText()), stall::toString);
            assertTrue(out.contains("thread \"" + holder.get("thread").asText() + "\""), out);
        }
        assertTrue(stall.get("holders").toString().contains("SceneProtocol.spinOnMigrationEntry"), stall::toString);
        assertTrue(out.contains("migrator waits for grace period " + stall.get("gracePeriod").asText()), out);
        assertTrue(out.contains("DEADLOCK after"), out);
    }

    private JsonNode result(String scenario) throws IOException {
        for (JsonNode one : figures().get("scenarios")) {
            if (one.get("scenario").asText().equals(scenario)) {
                return one.get("result");
            }
        }
        throw new AssertionError(scenario + " is missing");
    }

    /** The proof that a failure fails: there is no deadlock. */
    @Test
    void aDeadlockThatDoesNotHappen_fails() throws IOException {
        Invocation invocation = Invocation.of(new ExplainDeadlockCommand(List.of(Scenario.SPIN_INSIDE),
            scenario -> Scenario.CANCEL_INSIDE), arguments());
        assertEquals(Main.FAILED, invocation.exitCode(), invocation.out() + invocation.err());
        assertTrue(invocation.out().contains("WRONG: it finished, and should have hung"), invocation.out());
        assertTrue(invocation.out().contains("WRONG: 1 of 1 scenarios"), invocation.out());
        assertFalse(figures().get("right").asBoolean());
    }

    /** The same for a cure that does not cure. */
    @Test
    void aCureThatHangs_fails() throws IOException {
        Invocation invocation = Invocation.of(new ExplainDeadlockCommand(List.of(Scenario.CANCEL),
            scenario -> Scenario.SPIN_INSIDE), arguments());
        assertEquals(Main.FAILED, invocation.exitCode(), invocation.out() + invocation.err());
        assertTrue(invocation.out().contains("WRONG: it did not finish"), invocation.out());
        assertFalse(result("cancel").get("finished").asBoolean());
        assertNull(figures().get("scenarios").get(0).get("result").get("events").get(0).get("open"));
    }
}
