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
            Arguments.of(Mutation.LOSE_REGISTRATION, fence), Arguments.of(Mutation.SKIP_SLOT, fence),
            Arguments.of(Mutation.STALE_RETIREMENT_STAMP, fence), Arguments.of(Mutation.CALLBACKS_JOIN_RUNNING_BATCH, fence),
            Arguments.of(Mutation.RECLAIM_ONE_EPOCH_EARLY, fence)));
    }

    @ParameterizedTest(name = "{0} {1}")
    @MethodSource("bugs")
    void tortureCatches(final Mutation bug, final Fence fence) throws InterruptedException {
        final RcuDomain domain = bug.builder().fence(fence).strict();

        final Torture.Result result = Torture.run(domain, SEED, Long.MAX_VALUE, TimeUnit.SECONDS.toNanos(10));

        final String repeat = result + "; repeat with -Dpagurus.test.flags=-Dpagurus.seed=" + SEED;
        assertNull(result.failure(), repeat);
        assertTrue(result.isBroken(), repeat);
    }
}
