package org.pagurus.rcu.torture;

import java.util.SplittableRandom;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.LongConsumer;

import org.pagurus.rcu.RcuDomain;
import org.pagurus.rcu.internal.base.PaddedLong;

/** Defers callbacks by the ten thousand, and finds out whether they run once each and in order. */
final class Flood extends Worker {
    private static final int MIN_BURST = 1 << 10;
    private static final int BURST_BITS = 6;
    private static final long MAX_WAITING = 200_000;
    private static final int POLL_EVERY = 1 << 9;
    private static final long PAUSE_NANOS = TimeUnit.MILLISECONDS.toNanos(1);
    /** What a callback says it will free, at most: budgets count this too. */
    private static final int MAX_BYTES = 1 << 10;

    private final RcuDomain domain;
    private final LongConsumer action = this::run;
    /** Written by the worker. */
    private final PaddedLong deferred = new PaddedLong(0);
    /** Written by whoever polls. */
    private final PaddedLong ran = new PaddedLong(0);
    /** The number of the callback that runs next. A plain field: each callback happens before the next one. */
    private long expected;

    Flood(final Stage stage, final SplittableRandom random) {
        super(stage, random, "flood");
        this.domain = stage.domain();
    }

    long deferred() {
        return deferred.getAcquire();
    }

    /** How many callbacks have run. */
    long ran() {
        return ran.getAcquire();
    }

    @Override
    void work() {
        if (!stage().scene().isFlooded() || deferred() - ran() >= MAX_WAITING) {
            LockSupport.parkNanos(PAUSE_NANOS);
            return;
        }
        final boolean polls = !stage().scene().isDriven();
        for (int left = MIN_BURST << random().nextInt(BURST_BITS); left > 0; left--) {
            if (stage().isResting() || stage().isStopped()) {
                return;
            }
            try {
                domain.defer(random().nextInt(MAX_BYTES), action, deferred.getAcquire());
                deferred.addRelease(1);
            } catch (final RejectedExecutionException e) {
                Thread.yield();
            }
            if (polls && left % POLL_EVERY == 0) {
                domain.poll();
            }
        }
    }

    private void run(final long number) {
        if (number != expected) {
            stage().report(Finding.Kind.CALLBACK, "callback ran out of order: number=" + number + ", expected=" + expected);
        }
        expected = number + 1;
        ran.addRelease(1);
    }
}
