package org.pagurus.rcu;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.concurrent.TimeUnit;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The grace-period guarantee and the publish-subscribe guarantee, under load. {@link SeededBugsTest} proves that it can fail. */
class GracePeriodTortureTest {
    private static final long SEED = Long.getLong("pagurus.seed", System.nanoTime());
    private static final long MAX_UPDATES = 1_000_000;

    @ParameterizedTest
    @MethodSource("org.pagurus.rcu.Fences#testable")
    void readersNeverSeeReclaimedOrUnfinishedElements(final Fence fence) throws InterruptedException {
        try (RcuDomain domain = RcuDomain.builder().fence(fence).strict()) {
            final Torture.Result result = Torture.run(domain, SEED, MAX_UPDATES, TimeUnit.SECONDS.toNanos(2));

            final String repeat = result + "; repeat with -Dpagurus.test.flags=-Dpagurus.seed=" + SEED;
            assertNull(result.failure(), repeat);
            assertFalse(result.isBroken(), repeat);
            assertTrue(result.updates() > 0 && result.sections() > 0, repeat);
        }
    }
}
