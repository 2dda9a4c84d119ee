package org.pagurus.relocation.explain;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * The scenarios that end. The one that hangs needs a JVM that can be ended: {@code ExplainDeadlockCommandTest}, in {@code bench}.
 */
@Timeout(120)
class SceneTest {
    private static final long LIMIT_MILLIS = 10_000;

    @ParameterizedTest
    @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "SPIN_INSIDE")
    void finishes(Scenario scenario) throws InterruptedException {
        SceneResult result = Scene.run(scenario, LIMIT_MILLIS);
        assertEquals(List.of(), result.problems(scenario), result::toString);
        assertTrue(result.metPage() > 0, result::toString);
        assertTrue(result.events().stream().anyMatch(event -> event.kind() == Event.Kind.MEETING), result::toString);
    }

    @Test
    void whatIsNotAsExpectedIsSaid() throws InterruptedException {
        SceneResult result = Scene.run(Scenario.CANCEL_INSIDE, LIMIT_MILLIS);
        assertEquals(List.of("it finished, and should have hung"), result.problems(Scenario.SPIN_INSIDE));
    }
}
