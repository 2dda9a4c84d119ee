package org.pagurus.rcu;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.lang.invoke.VarHandle;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.stream.Stream;

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
 * Forbidden: both find the value of the round before. To provoke it, each thread first stores to some lines that the other one
 * has just written: its store waits behind them in the store buffer, while its load finds the line at hand.
 */
class FullOrderingTest {
    private static final int ROUNDS = 300_000;
    private static final int SPINS_BEFORE_YIELD = 2_000;
    private static final long LIMIT_NANOS = TimeUnit.SECONDS.toNanos(10);

    private static final int LINES = 16;
    private static final int DELAY_BITS = 7;

    private final long seed = Long.getLong("pagurus.seed", System.nanoTime());
    private final PaddedLong[] lines = Stream.generate(() -> new PaddedLong(0)).limit(LINES).toArray(PaddedLong[]::new);
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
            assertEquals(0, forbiddenOutcomes(RcuDomain::synchronize, domain, ROUNDS), repeat());
        }
    }

    @ParameterizedTest
    @MethodSource("org.pagurus.rcu.Fences#testable")
    void aPolledGracePeriodDoesSoToo(final Fence fence) throws InterruptedException {
        try (RcuDomain domain = RcuDomain.builder().fence(fence).strict()) {
            assertEquals(0,
                forbiddenOutcomes(polled -> assertTrue(polled.isElapsed(polled.startGracePeriod())), domain, ROUNDS), repeat());
        }
    }

    @Test
    void withoutAGracePeriodItIsCaught() throws InterruptedException {
        assumeTrue(Runtime.getRuntime().availableProcessors() > 1, "needs two cores");
        final long forbidden = forbiddenOutcomes(domain -> { }, null, Long.MAX_VALUE);
        assumeTrue(forbidden > 0 || tightRounds > ROUNDS, "the cores were too busy: " + repeat());
        assertTrue(forbidden > 0, repeat());
    }

    private String repeat() {
        return "tightRounds=" + tightRounds + "; repeat with -Dpagurus.test.flags=-Dpagurus.seed=" + seed;
    }

    /** Runs for so many rounds, or until the first forbidden outcome. */
    private long forbiddenOutcomes(final Consumer<RcuDomain> gracePeriod, final RcuDomain domain, final long rounds)
            throws InterruptedException {
        final long deadlineNanos = System.nanoTime() + LIMIT_NANOS;
        final Thread updater = new Thread(() -> {
            final Random random = new Random(seed);
            for (long round = 1; !stop; round++) {
                meet(updaterRound, otherRound, round, random);
                x.setRelease(round);
                gracePeriod.accept(domain);
                updaterSaw.setRelease(y.getOpaque());
                updaterDone.setRelease(round);
            }
        }, "updater");
        updater.setDaemon(true);
        updater.start();
        long forbidden = 0;
        final Random random = new Random(~seed);
        for (long round = 1; round <= rounds && forbidden == 0 && System.nanoTime() - deadlineNanos < 0; round++) {
            boolean tight = meet(otherRound, updaterRound, round, random);
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

    /** Both go on at about the same time, each with some stores that take their time. Returns whether this one never yielded. */
    private boolean meet(final PaddedLong own, final PaddedLong other, final long round, final Random random) {
        final int delay = random.nextInt(1 << random.nextInt(DELAY_BITS));
        final int stores = random.nextInt(LINES + 1);
        own.setRelease(round);
        final boolean tight = await(other, round);
        for (int i = 0; i < delay; i++) {
            Thread.onSpinWait();
        }
        for (int i = 0; i < stores; i++) {
            lines[i].setRelease(round);
        }
        return tight;
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
