package org.pagurus.rcu;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.pagurus.rcu.torture.Kind;
import org.pagurus.rcu.torture.Torture;
import org.pagurus.rcu.torture.TortureOptions;

/** The guarantees of a sleepable domain, under load. {@link SeededBugsTest} proves that it can fail. */
class SleepableTortureTest {
    private static final long SEED = Long.getLong("pagurus.seed", System.nanoTime());

    @ParameterizedTest
    @MethodSource("org.pagurus.rcu.Fences#testable")
    void noSectionSeesTheEndOfAGracePeriodThatWaitsForIt(final Fence fence) throws InterruptedException {
        GracePeriodTortureTest.assertRight(Torture.run(TortureOptions.of(Kind.SLEEPABLE, fence, TortureOptions.DEFAULT_READERS,
            GracePeriodTortureTest.SECONDS, SEED), progress -> { }));
    }
}
