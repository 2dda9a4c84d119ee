package org.pagurus.rcu;

import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.pagurus.rcu.torture.Kind;
import org.pagurus.rcu.torture.Torture;
import org.pagurus.rcu.torture.TortureOptions;
import org.pagurus.rcu.torture.TortureResult;

/** The guarantees of a strict domain, under load. {@link SeededBugsTest} proves that it can fail. */
class GracePeriodTortureTest {
    private static final long SEED = Long.getLong("pagurus.seed", System.nanoTime());

    @ParameterizedTest
    @MethodSource("org.pagurus.rcu.Fences#testable")
    void noSectionSeesTheEndOfAGracePeriodThatWaitsForIt(final Fence fence) throws InterruptedException {
        assertRight(Torture.run(TortureOptions.of(Kind.STRICT, fence, TortureOptions.DEFAULT_READERS, 2, SEED), progress -> { }));
    }

    /** Nothing was wrong, and something was done. */
    static void assertRight(final TortureResult result) {
        assertTrue(result.isRight(), result.toString());
        assertTrue(result.forbidden() == 0 && result.sections() > 0 && result.gracePeriods() > 0, result.toString());
        assertTrue(result.waits().values().stream().allMatch(count -> count > 0), result.waits().toString());
        assertTrue(result.flood() > 0 && result.mayflies() > 0 && result.litmusRounds() > 0, result.toString());
    }
}
