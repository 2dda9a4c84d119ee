package org.pagurus.rcu;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** The guarantees of a sleepable domain under load, and the seeded bugs that the same load catches. */
class SleepableTortureTest {
    private static final long SEED = Long.getLong("pagurus.seed", System.nanoTime());
    private static final long MAX_UPDATES = 1_000_000;

    static Stream<Arguments> bugs() {
        return Fences.testable().flatMap(fence -> Stream.of(
            Arguments.of("sums skip one stripe, " + fence, fence, Mutation.SUMS_SKIP_STRIPE),
            Arguments.of("only one flip scan, " + fence, fence, Mutation.ONE_FLIP_SCAN)));
    }

    @ParameterizedTest
    @MethodSource("org.pagurus.rcu.Fences#testable")
    void readersNeverSeeReclaimedOrUnfinishedElements(final Fence fence) throws InterruptedException {
        try (SleepableDomain domain = RcuDomain.builder().fence(fence).sleepable()) {
            final Torture.Result result = Torture.run(domain, SEED, MAX_UPDATES, TimeUnit.SECONDS.toNanos(2));

            assertNull(result.failure(), repeat(result));
            assertEquals(0, result.poisoned() + result.torn(), repeat(result));
            assertTrue(result.updates() > 0 && result.sections() > 0, repeat(result));
            assertEquals(0, domain.stats().countedSections());
        }
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("bugs")
    void tortureCatches(final String bug, final Fence fence, final Mutation broken) throws InterruptedException {
        final SleepableDomain domain = broken.builder().name(bug).fence(fence).sleepable();

        final Torture.Result result = Torture.run(domain, SEED, Long.MAX_VALUE, TimeUnit.SECONDS.toNanos(10));

        assertNull(result.failure(), repeat(result));
        assertTrue(result.isBroken(), repeat(result));
    }

    private static String repeat(final Torture.Result result) {
        return result + "; repeat with -Dpagurus.test.flags=-Dpagurus.seed=" + SEED;
    }
}
