package org.pagurus.bench.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.pagurus.bench.goals.Goal;
import org.pagurus.bench.goals.GoalGroup;

class GoalsCommandTest {
    private static final GoalGroup FAST = new GoalGroup("fast", "what is held", 2,
        progress -> List.of(Goal.atMost("section", 1.3, 1.0), Goal.notMeasured("library", "no file found")));
    private static final GoalGroup SLOW = new GoalGroup("slow", "what is missed", 3,
        progress -> List.of(Goal.atMost("copy", 1.05, 1.5)));
    private static final GoalGroup BROKEN = new GoalGroup("broken", "what fails", 4, progress -> {
        throw new IllegalStateException("a read was wrong");
    });

    private static Invocation run(List<GoalGroup> groups, String... arguments) {
        return Invocation.of(new GoalsCommand(groups), arguments);
    }

    @Test
    void allHeld_isRight() {
        Invocation invocation = run(List.of(FAST));
        assertEquals(Main.OK, invocation.exitCode(), invocation.out());
        assertTrue(invocation.out().contains("goals held: 1 of 1; not measured: 1;"), invocation.out());
    }

    @Test
    void missedGoal_isNamed_andFails() {
        Invocation invocation = run(List.of(FAST, SLOW));
        assertEquals(Main.FAILED, invocation.exitCode());
        List<String> lines = invocation.out().lines().filter(line -> line.contains("copy")).toList();
        assertEquals(2, lines.size(), "as soon as it is measured, and at the end: " + invocation.out());
        lines.forEach(line -> assertTrue(line.endsWith("MISSED"), line));
        assertTrue(invocation.out().contains("goals held: 1 of 2;"), invocation.out());
    }

    @Test
    void estimate_comesFirst() {
        String out = run(List.of(FAST, SLOW)).out();
        assertTrue(out.indexOf("together") > 0 && out.indexOf("together") < out.indexOf("section"), out);
        assertTrue(out.contains("5 s   on two quiet cores"), out);
    }

    @Test
    void groupThatThrows_fails_andTheRestRuns() {
        Invocation invocation = run(List.of(BROKEN, FAST));
        assertEquals(Main.FAILED, invocation.exitCode());
        assertTrue(invocation.out().contains("FAILED: IllegalStateException: a read was wrong"), invocation.out());
        assertTrue(invocation.out().contains("goals held: 1 of 1; not measured: 1; groups failed: 1 of 2"), invocation.out());
    }

    @Test
    void only_leavesTheOthersOut() {
        Invocation invocation = run(List.of(BROKEN, SLOW, FAST), "--only", "fast");
        assertEquals(Main.OK, invocation.exitCode(), invocation.out());
        assertFalse(invocation.out().contains("slow"), invocation.out());
        Invocation wrong = run(List.of(BROKEN, SLOW, FAST), "--only", "fast,quick");
        assertEquals(Main.UNUSABLE, wrong.exitCode());
        assertTrue(wrong.err().contains("--only: there is no group 'quick'; allowed are broken, slow, fast"), wrong.err());
    }

    @Test
    void filesAreWritten(@TempDir Path folder) throws IOException {
        Path json = folder.resolve("o.json");
        Path report = folder.resolve("o.html");
        run(List.of(FAST, SLOW, BROKEN), "--json", json.toString(), "--report", report.toString());
        JsonNode file = new ObjectMapper().readTree(json.toFile());
        assertFalse(file.get("held").asBoolean());
        assertTrue(file.hasNonNull("start") && file.hasNonNull("loadAverageAtStart") && file.hasNonNull("jdk"), file.toString());
        assertEquals(List.of("fast", "fast", "slow"), file.get("goals").findValuesAsText("group"));
        assertEquals(List.of("section", "library", "copy"), file.get("goals").findValuesAsText("goal"));
        String page = Files.readString(report);
        assertTrue(page.contains("<h2>slow</h2>") && page.contains("MISSED") && page.contains("a read was wrong"), page);
    }
}
