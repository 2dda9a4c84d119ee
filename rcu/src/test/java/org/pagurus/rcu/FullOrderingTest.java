package org.pagurus.rcu;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.lang.invoke.VarHandle;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.pagurus.rcu.internal.base.PaddedLong;

/**
 * A grace period is a full fence for who waits for it, on both sides, even if there is no reader.
 * <pre>
 *   updater                 other thread
 *   x = round               y = round
 *   grace period            full fence
 *   r1 = y                  r2 = x
 * </pre>
 * Forbidden: both find the value of the round before.
 */
class FullOrderingTest {
    private static final int ROUNDS = 300_000;
    private static final int SPINS_BEFORE_YIELD = 2_000;
    private static final long LIMIT_NANOS = TimeUnit.SECONDS.toNanos(10);

    private final PaddedLong x = new PaddedLong(0);
    private final PaddedLong y = new PaddedLong(0);
    private final PaddedLong updaterRound = new PaddedLong(0);
    private final PaddedLong otherRound = new PaddedLong(0);
    private final PaddedLong updaterSaw = new PaddedLong(0);
    private final PaddedLong updaterDone = new PaddedLong(0);
    private volatile boolean stop;
    private long tightRounds;

    @ParameterizedTest
    @MethodSource("org.pagurus.rcu.Fences#testable")
    void synchronizeOrdersWhatIsBeforeItAgainstWhatIsAfterIt(final Fence fence) throws InterruptedException {
        try (RcuDomain domain = RcuDomain.builder().fence(fence).strict()) {
            assertEquals(0, forbiddenOutcomes(RcuDomain::synchronize, domain));
        }
    }

    @ParameterizedTest
    @MethodSource("org.pagurus.rcu.Fences#testable")
    void aPolledGracePeriodDoesSoToo(final Fence fence) throws InterruptedException {
        try (RcuDomain domain = RcuDomain.builder().fence(fence).strict()) {
            assertEquals(0, forbiddenOutcomes(polled -> assertTrue(polled.isElapsed(polled.startGracePeriod())), domain));
        }
    }

    @Test
    void withoutAGracePeriodItIsCaught() throws InterruptedException {
        assumeTrue(Runtime.getRuntime().availableProcessors() > 1, "needs two cores");
        final long forbidden = forbiddenOutcomes(domain -> { }, null);
        assumeTrue(forbidden > 0 || tightRounds > ROUNDS / 2, "the cores were too busy: tightRounds=" + tightRounds);
        assertTrue(forbidden > 0, "tightRounds=" + tightRounds);
    }

    private long forbiddenOutcomes(final Consumer<RcuDomain> gracePeriod, final RcuDomain domain) throws InterruptedException {
        final long deadlineNanos = System.nanoTime() + LIMIT_NANOS;
        final Thread updater = new Thread(() -> {
            for (long round = 1; !stop; round++) {
                meet(updaterRound, otherRound, round);
                x.setRelease(round);
                gracePeriod.accept(domain);
                updaterSaw.setRelease(y.getOpaque());
                updaterDone.setRelease(round);
            }
        }, "updater");
        updater.setDaemon(true);
        updater.start();
        long forbidden = 0;
        for (long round = 1; round <= ROUNDS && System.nanoTime() - deadlineNanos < 0; round++) {
            boolean tight = meet(otherRound, updaterRound, round);
            y.setRelease(round);
            VarHandle.fullFence();
            final long saw = x.getOpaque();
            tight &= await(updaterDone, round);
            forbidden += saw != round && updaterSaw.getAcquire() != round ? 1 : 0;
            tightRounds += tight ? 1 : 0;
        }
        stop = true;
        updater.join();
        return forbidden;
    }

    private boolean meet(final PaddedLong own, final PaddedLong other, final long round) {
        own.setRelease(round);
        return await(other, round);
    }

    /** Waits until the counter has reached the round. Returns whether it was there without a yield. */
    private boolean await(final PaddedLong counter, final long round) {
        int spins = 0;
        while (counter.getAcquire() < round && !stop) {
            if (++spins < SPINS_BEFORE_YIELD) {
                Thread.onSpinWait();
            } else {
                Thread.yield();
            }
        }
        return spins < SPINS_BEFORE_YIELD;
    }
}
