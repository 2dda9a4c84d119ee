package org.pagurus.rcu;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.util.concurrent.TimeUnit;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.pagurus.rcu.torture.StoreBuffering;

/** The fence of enter, and membarrier in its place: with either the forbidden outcome never shows, without both soon. */
class StoreBufferingTest {
    private static final long SEED = Long.getLong("pagurus.seed", System.nanoTime());

    @ParameterizedTest
    @MethodSource("org.pagurus.rcu.Fences#testable")
    void sectionOfOldVersionHoldsBackTheGracePeriod(final Fence fence) throws InterruptedException {
        final StoreBuffering.Result result =
            StoreBuffering.run(RcuDomain.builder().fence(fence).strict(), SEED, 2_000_000, 1, TimeUnit.SECONDS.toNanos(6));

        final String repeat = result + "; repeat with -Dpagurus.test.flags=-Dpagurus.seed=" + SEED;
        assertNull(result.failure(), repeat);
        assertEquals(0, result.forbidden(), repeat);
    }

    @Test
    void missingFenceIsCaught() throws InterruptedException {
        assertCaught(Mutation.DROP_ENTER_FENCE.builder().fence(Fence.FULL).strict());
    }

    @Test
    void missingMembarrierIsCaught() throws InterruptedException {
        Fences.assumeAsymmetric();
        assertCaught(Mutation.DROP_MEMBARRIER.builder().fence(Fence.ASYMMETRIC).strict());
    }

    private static void assertCaught(final RcuDomain broken) throws InterruptedException {
        assumeTrue(Runtime.getRuntime().availableProcessors() > 1, "needs two cores");

        final StoreBuffering.Result result =
            StoreBuffering.run(broken, SEED, Long.MAX_VALUE, 1, TimeUnit.SECONDS.toNanos(10));

        final String repeat = result + "; repeat with -Dpagurus.test.flags=-Dpagurus.seed=" + SEED;
        assertNull(result.failure(), repeat);
        assumeTrue(result.forbidden() > 0 || result.tightRounds() >= StoreBuffering.TELLING_ROUNDS,
            "the cores were too busy: " + repeat);
        assertTrue(result.forbidden() > 0, repeat);
    }
}
