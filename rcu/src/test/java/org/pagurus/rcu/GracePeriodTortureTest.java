package org.pagurus.rcu;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.pagurus.rcu.torture.Kind;
import org.pagurus.rcu.torture.Torture;
import org.pagurus.rcu.torture.TortureOptions;
import org.pagurus.rcu.torture.TortureResult;

/** The guarantees of a strict domain, under load. {@link SeededBugsTest} proves that it can fail. */
class GracePeriodTortureTest {
    private static final long SEED = Long.getLong("pagurus.seed", System.nanoTime());
    static final int SECONDS = 3;
    /** So many scenes, of five sorts. */
    private static final int TWO_ROUNDS = 10;

    @ParameterizedTest
    @MethodSource("org.pagurus.rcu.Fences#testable")
    void noSectionSeesTheEndOfAGracePeriodThatWaitsForIt(final Fence fence) throws InterruptedException {
        assertRight(Torture.run(
            TortureOptions.of(Kind.STRICT, fence, TortureOptions.DEFAULT_READERS, SECONDS, SEED), progress -> { }));
    }

    /** Nothing was wrong, and all that there is was done. */
    static void assertRight(final TortureResult result) {
        assertTrue(result.isRight(), result.toString());
        assertEquals(0, result.forbidden(), result.toString());
        assumeTrue(result.scenes() >= TWO_ROUNDS, "the machine was too busy: " + result.scenes() + " scenes, " + result);
        assertTrue(result.sections() > 0 && result.gracePeriods() > 0, result.toString());
        assertTrue(result.waits().values().stream().allMatch(count -> count > 0), result.waits().toString());
        assertTrue(result.flood() > 0 && result.mayflies() > 0 && result.litmusRounds() > 0, result.toString());
    }
}
