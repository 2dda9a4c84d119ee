package org.pagurus.bench.goals;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class GoalRunTest {
    private static final Goal HELD = Goal.atLeast("speed", 3, 4);
    private static final Goal MISSED = Goal.atMost("memory", 1.1, 1.2);
    private static final Goal ABSENT = Goal.notMeasured("library", "no file found");
    private static final Goal FIGURE = Goal.figure("latency", "5 us", 5_000);

    private static GoalGroup group(String name, Goal... goals) {
        return new GoalGroup(name, "what " + name + " runs", 65, progress -> List.of(goals));
    }

    private static GoalGroup failing(String name, Exception failure) {
        return new GoalGroup(name, "fails", 5, progress -> {
            throw failure;
        });
    }

    private static GoalRun run(GoalGroup... groups) {
        return GoalRun.of(List.of(groups), ignored -> { }, ignored -> { });
    }

    @Test
    void run_isHeld_ifNoGoalIsMissed() {
        assertTrue(run(group("a", HELD), group("b", ABSENT, FIGURE)).isHeld());
        assertFalse(run(group("a", HELD, MISSED), group("b", HELD)).isHeld());
    }

    @Test
    void groupThatThrows_isReported_andTheOthersRun() {
        List<String> measured = new ArrayList<>();
        GoalRun run = GoalRun.of(List.of(failing("a", new IOException("the disk is full")),
            failing("b", new IllegalStateException()), group("c", HELD)), ignored -> { },
            result -> measured.add(result.group().name()));
        assertFalse(run.isHeld());
        assertEquals(List.of("a", "b", "c"), measured);
        assertEquals("IOException: the disk is full", run.results().get(0).failure());
        assertEquals("java.lang.IllegalStateException", run.results().get(1).failure());
        String table = run.table();
        assertTrue(table.contains("FAILED: IOException: the disk is full"), table);
        assertTrue(table.contains("goals held: 1 of 1; not measured: 0; groups failed: 2 of 3"), table);
    }

    @Test
    void groupThatLacksAClass_isReported_andTheOthersRun() {
        GoalGroup broken = new GoalGroup("a", "", 1, progress -> {
            throw new NoClassDefFoundError("Peer");
        });
        GoalRun run = run(broken, group("b", HELD));
        assertEquals("NoClassDefFoundError: Peer", run.results().get(0).failure());
        assertEquals(2, run.results().size());
    }

    @Test
    void groupThatMeasuresNothing_hasFailed() {
        assertFalse(run(group("a")).isHeld());
        assertEquals("it measured nothing", run(group("a")).results().get(0).failure());
    }

    @Test
    void table_hasAllGoals_belowTheirGroups() {
        String table = run(group("a", HELD, MISSED), group("b", ABSENT, FIGURE)).table();
        List<String> lines = table.lines().map(String::stripTrailing).toList();
        assertEquals("a: 0 s (estimated 1 min 5 s)", lines.get(1));
        assertEquals("  speed                | >= 3         | 4.00                        | held", lines.get(2));
        assertEquals("  memory               | <= 1.10      | 1.20                        | MISSED", lines.get(3));
        assertEquals("b: 0 s (estimated 1 min 5 s)", lines.get(4));
        assertEquals("  library              |              | not measured: no file found | -", lines.get(5));
        assertEquals("  latency              |              | 5 us                        | -", lines.get(6));
        assertEquals("goals held: 1 of 2; not measured: 1; groups failed: 0 of 2; took 0 s (estimated 2 min 10 s)", lines.get(7));
    }

    @Test
    void estimate_isTheSum() {
        String text = GoalRun.estimate(List.of(group("a"), group("b")));
        assertTrue(text.contains("what b runs"), text);
        assertTrue(text.lines().anyMatch(line -> line.startsWith("together") && line.contains(" 2 min 10 s ")), text);
        assertEquals("59 s", GoalRun.time(59.4));
        assertEquals("1 min 0 s", GoalRun.time(59.6));
    }

    @Test
    void progress_namesTheGroup() {
        List<String> names = new ArrayList<>();
        GoalRun.of(List.of(new GoalGroup("a", "", 1, progress -> {
            progress.accept("first");
            return List.of(HELD);
        })), names::add, ignored -> { });
        assertEquals(List.of("a: first"), names);
    }

    @Test
    void json_hasTheSettingTheGroupsAndEachGoal(@TempDir Path folder) throws IOException {
        Path file = folder.resolve("o.json");
        run(group("a", HELD, MISSED), group("b", ABSENT), failing("c", new IOException("why"))).write(Map.of("x", 7), file);
        JsonNode json = new ObjectMapper().readTree(file.toFile());
        assertTrue(json.hasNonNull("jdk"));
        assertTrue(json.get("processors").asInt() > 0);
        assertEquals(7, json.get("x").asInt());
        assertFalse(json.get("held").asBoolean());
        assertEquals(3, json.get("groups").size());
        assertEquals(65, json.get("groups").get(0).get("estimatedSeconds").asInt());
        assertTrue(json.get("groups").get(0).get("failure").isNull());
        assertEquals("IOException: why", json.get("groups").get(2).get("failure").asText());
        JsonNode goals = json.get("goals");
        assertEquals(3, goals.size());
        assertEquals("""
            {"group":"a","goal":"memory","bar":"<= 1.10","measured":"1.20","value":1.2,"held":false}""",
            goals.get(1).toString());
        assertEquals("""
            {"group":"b","goal":"library","bar":"","measured":"not measured: no file found","value":null,"held":null}""",
            goals.get(2).toString());
    }
}
