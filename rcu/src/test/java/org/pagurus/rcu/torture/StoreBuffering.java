package org.pagurus.rcu.torture;

import java.util.Random;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;

import org.pagurus.rcu.RcuDomain;
import org.pagurus.rcu.Reader;
import org.pagurus.rcu.internal.base.PaddedLong;

/**
 * The store-buffering litmus test on the shipped classes, two threads, many rounds.
 * <pre>
 *   reader                          updater
 *   enter:  state = epoch           unlinked = 1
 *           fence                   start a grace period
 *   r = unlinked                    over = isElapsed(cookie): fence, load state
 *   stay until the updater is done
 * </pre>
 * Forbidden: {@code over} and {@code r == 0}: the grace period ended while a section that saw the old version was running.
 * <p>
 * To provoke it the reader stores to some lines that the updater has just written. These stores wait in the store buffer for
 * their lines, and the store of the state waits behind them, while the load of {@code unlinked} finds its line at hand.
 */
public final class StoreBuffering {
    /** Without the fence one tight round in 100 to 15,000 showed the forbidden outcome on x86-64, most often one in 300. */
    public static final long TELLING_ROUNDS = 500_000;

    private static final int LINES = 24;
    private static final int DELAY_BITS = 7;
    private static final int SPINS_BEFORE_YIELD = 2_000;
    private static final int SPINS_BEFORE_PARK = SPINS_BEFORE_YIELD + 8;
    private static final long PARK_NANOS = 50_000;
    private static final int LOOSE_ROUNDS_BEFORE_PARK = 64;
    private static final long JOIN_MILLIS = 60_000;

    /** What a run found. In a tight round no thread had to yield: both had a core. Only such rounds tell much. */
    public record Result(long seed, long rounds, long tightRounds, long forbidden, Throwable failure) {
    }

    private final RcuDomain domain;
    private final long seed;
    private final long maxRounds;
    private final long maxForbidden;
    private final long deadlineNanos;
    private final PaddedLong unlinked = new PaddedLong(0);
    /** The last round whose grace period ended at once. */
    private final PaddedLong over = new PaddedLong(0);
    private final PaddedLong readerRound = new PaddedLong(0);
    private final PaddedLong updaterRound = new PaddedLong(0);
    private final PaddedLong updaterDone = new PaddedLong(0);
    private final PaddedLong[] lines = new PaddedLong[LINES];
    private final AtomicLong forbidden = new AtomicLong();
    private final AtomicReference<Throwable> failure = new AtomicReference<>();
    /** Written by the reader thread only. */
    private volatile long tightRounds;
    private volatile boolean stop;

    private StoreBuffering(final RcuDomain domain, final long seed, final long maxRounds, final long maxForbidden,
            final long limitNanos) {
        this.domain = domain;
        this.seed = seed;
        this.maxRounds = maxRounds;
        this.maxForbidden = maxForbidden;
        this.deadlineNanos = System.nanoTime() + limitNanos;
        for (int i = 0; i < LINES; i++) {
            lines[i] = new PaddedLong(0);
        }
    }

    /** Runs until the rounds are done, the time is up, or the forbidden outcome was seen so many times. */
    public static Result run(final RcuDomain domain, final long seed, final long maxRounds, final long maxForbidden,
            final long limitNanos) throws InterruptedException {
        return new StoreBuffering(domain, seed, maxRounds, maxForbidden, limitNanos).run();
    }

    private Result run() throws InterruptedException {
        final Thread reader = new Thread(() -> guarded(this::read), "litmus-reader");
        final Thread updater = new Thread(() -> guarded(this::update), "litmus-updater");
        for (final Thread thread : new Thread[] {reader, updater}) {
            thread.setDaemon(true);
            thread.start();
        }
        reader.join(JOIN_MILLIS);
        updater.join(JOIN_MILLIS);
        if (reader.isAlive() || updater.isAlive()) {
            failure.compareAndSet(null, new AssertionError("the litmus threads did not end"));
        }
        return new Result(seed, updaterDone.getAcquire(), tightRounds, forbidden.get(), failure.get());
    }

    private void guarded(final Runnable body) {
        try {
            body.run();
        } catch (final Throwable e) {
            failure.compareAndSet(null, e);
            stop = true;
        }
    }

    private void read() {
        final Random random = new Random(seed);
        int looseRounds = 0;
        try (Reader reader = domain.register()) {
            for (long round = 1; !stop; round++) {
                // The updater is done with the round before, so the line of this store stays here until its next unlink.
                unlinked.setRelease(0);
                boolean tight = meet(readerRound, updaterRound, round, random);
                for (int i = random.nextInt(LINES + 1); i > 0; i--) {
                    lines[i - 1].setRelease(round);
                }
                reader.enter();
                final long value = unlinked.getAcquire();
                tight &= await(updaterDone, round);
                if (value == 0 && over.getAcquire() == round) {
                    forbidden.incrementAndGet();
                }
                reader.exit();
                looseRounds = tight ? 0 : looseRounds + 1;
                if (tight) {
                    tightRounds++;
                } else if (looseRounds % LOOSE_ROUNDS_BEFORE_PARK == 0) {
                    // The two may take turns on one core; a thread that wakes up is given an idle one.
                    LockSupport.parkNanos(1_000_000);
                }
            }
        }
    }

    private void update() {
        final Random random = new Random(~seed);
        for (long round = 1; !stop; round++) {
            for (final PaddedLong line : lines) {
                line.setRelease(-round);
            }
            meet(updaterRound, readerRound, round, random);
            unlinked.setRelease(1);
            if (domain.isElapsed(domain.startGracePeriod())) {
                over.setRelease(round);
            }
            if (round >= maxRounds || forbidden.get() >= maxForbidden || System.nanoTime() - deadlineNanos > 0) {
                stop = true;
            }
            updaterDone.setRelease(round);
        }
    }

    /** Both threads go on at about the same time, each after a short random delay. Returns whether this one never yielded. */
    private boolean meet(final PaddedLong own, final PaddedLong other, final long round, final Random random) {
        final int delay = random.nextInt(1 << random.nextInt(DELAY_BITS));
        own.setRelease(round);
        final boolean tight = await(other, round);
        for (int i = 0; i < delay; i++) {
            Thread.onSpinWait();
        }
        return tight;
    }

    /** Waits until the counter has reached the round. Returns whether it was there without a yield. */
    private boolean await(final PaddedLong counter, final long round) {
        int spins = 0;
        while (counter.getAcquire() < round && !stop) {
            if (++spins < SPINS_BEFORE_YIELD) {
                Thread.onSpinWait();
            } else if (spins < SPINS_BEFORE_PARK) {
                Thread.yield();
            } else {
                // No core is free for both. Who has slept is preferred when it wakes up, so both may get one at the same time.
                LockSupport.parkNanos(PARK_NANOS);
            }
        }
        return spins < SPINS_BEFORE_YIELD;
    }
}
