package org.pagurus.rcu;

import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** The torture catches each seeded bug. */
class SeededBugsTest {
    private static final long SEED = Long.getLong("pagurus.seed", System.nanoTime());

    static Stream<Arguments> bugs() {
        return Stream.of(
            Arguments.of("enter does not announce", SeededBugs.enterDoesNotAnnounce()),
            Arguments.of("scan skips one reader", SeededBugs.scanSkipsOneReader()),
            Arguments.of("elapsed one early", SeededBugs.elapsedOneEarly()));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("bugs")
    void tortureCatches(final String bug, final GracePeriods broken) throws InterruptedException {
        final RcuDomain domain = new RcuDomain(bug, broken);

        final Torture.Result result = Torture.run(domain, SEED, Long.MAX_VALUE, TimeUnit.SECONDS.toNanos(10));

        final String repeat = result + "; repeat with -Dpagurus.test.flags=-Dpagurus.seed=" + SEED;
        assertNull(result.failure(), repeat);
        assertTrue(result.isBroken(), repeat);
    }
}
