package org.pagurus.bench.suite;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.pagurus.bench.cache.CachePlan;
import org.pagurus.bench.goals.Goal;

class CacheMeasurementTest {
    @Test
    void goals_withoutRows_sayWhyThereAreNone() {
        List<Goal> goals = CacheMeasurement.goals(new CachePlan.Result(List.of(), Map.of(), Map.of("heap-zgc", "no JDK 25")));
        assertEquals(3, goals.size());
        goals.forEach(goal -> assertEquals("not measured: no JDK 25", goal.measured()));
    }

    @Test
    void runOfPagurusThatFailed_fails() {
        CachePlan.Result result = new CachePlan.Result(List.of(), Map.of("pagurus round 1 of 2", "3 of 9 hits were wrong"),
            Map.of());
        String message = assertThrows(IllegalStateException.class, () -> CacheMeasurement.goals(result)).getMessage();
        assertEquals("pagurus round 1 of 2: 3 of 9 hits were wrong", message);
    }

    @Test
    void runOfAPeerThatFailed_isTold() {
        List<Goal> goals = CacheMeasurement.goals(new CachePlan.Result(List.of(), Map.of("heap-zgc x1.5 round 1 of 2",
            "exit code 1\nOutOfMemoryError"), Map.of()));
        assertEquals(4, goals.size());
        assertTrue(goals.contains(Goal.notMeasured("heap-zgc x1.5 round 1 of 2", "exit code 1")), goals.toString());
    }
}
