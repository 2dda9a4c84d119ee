package org.pagurus.bench.suite;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.HashSet;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.pagurus.bench.goals.GoalGroup;
import org.pagurus.bench.goals.GoalRun;

class SuiteTest {
    private static final List<GoalGroup> GROUPS = Suite.groups(List.of());

    @Test
    void groupsTogether_takeTwentyMinutesAtMost() {
        assertEquals(1_200, Suite.BUDGET_SECONDS);
        int seconds = GoalRun.seconds(GROUPS);
        assertTrue(seconds <= Suite.BUDGET_SECONDS, seconds + " s");
        GROUPS.forEach(group -> assertTrue(group.seconds() > 0, group.name()));
    }

    @Test
    void names_areWordsOfTheirOwn() {
        assertEquals(GROUPS.size(), new HashSet<>(GROUPS.stream().map(GoalGroup::name).toList()).size());
        GROUPS.forEach(group -> assertTrue(group.name().matches("[a-z]+"), group.name()));
    }
}
