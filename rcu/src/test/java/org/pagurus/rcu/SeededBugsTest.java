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
        return Fences.testable().flatMap(fence -> Stream.of(
            Arguments.of("enter does not announce, " + fence.fence(), SeededBugs.enterDoesNotAnnounce(fence)),
            Arguments.of("scan skips one reader, " + fence.fence(), SeededBugs.scanSkipsOneReader(fence)),
            Arguments.of("elapsed one early, " + fence.fence(), SeededBugs.elapsedOneEarly(fence))));
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
