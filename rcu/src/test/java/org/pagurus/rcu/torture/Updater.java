package org.pagurus.rcu.torture;

import java.util.ArrayDeque;
import java.util.SplittableRandom;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongConsumer;

import org.pagurus.rcu.RcuDomain;

/** Replaces elements, waits for grace periods in every way there is, and lets retired elements grow older. */
final class Updater extends Worker {
    /** Callbacks of one updater that may be under way. */
    private static final int MAX_DEFERRED = 64;
    private static final int MAX_TIMEOUT_NANOS = (int) TimeUnit.MILLISECONDS.toNanos(2);

    private final RcuDomain domain;
    private final Pipe pipe;
    /** Retired, and in no callback: each grace period of this thread makes them older. */
    private final ArrayDeque<Element> retired = new ArrayDeque<>();
    /** What callbacks have made older, whichever thread ran them. */
    private final ConcurrentLinkedQueue<Element> back = new ConcurrentLinkedQueue<>();
    private final AtomicLong ran = new AtomicLong();
    private final LongConsumer action = this::growDeferred;
    private long deferred;

    Updater(final Stage stage, final SplittableRandom random, final int number) {
        super(stage, random, "updater-" + number);
        this.domain = stage.domain();
        this.pipe = stage.pipe();
    }

    @Override
    void work() {
        Delays.beforeUpdate(random());
        for (Element element = back.poll(); element != null; element = back.poll()) {
            retired.add(element);
        }
        final Scene scene = stage().scene();
        final Element old = pipe.replace(random());
        final Way way = scene.choose(random());
        if (old == null || !defers(way)) {
            if (old != null) {
                retired.add(old);
            }
            if (await(defers(way) ? Way.SYNCHRONIZE : way)) {
                growRetired();
            }
        } else {
            defer(old, way);
        }
        if (scene.isPolling() && random().nextInt(4) == 0) {
            domain.poll();
        }
    }

    private static boolean defers(final Way way) {
        return way == Way.DEFER_TASK || way == Way.DEFER_ACTION || way == Way.BARRIER;
    }

    /** Returns whether a grace period has started and ended since it was called. */
    private boolean await(final Way way) {
        switch (way) {
            case SYNCHRONIZE -> domain.synchronize();
            case SYNCHRONIZE_TIMED -> {
                while (!domain.synchronize(random().nextInt(MAX_TIMEOUT_NANOS))) {
                    if (stage().isStopped()) {
                        return false;
                    }
                }
            }
            case EXPEDITE -> domain.expedite();
            case POLL -> {
                final long cookie = domain.startGracePeriod();
                while (!domain.isElapsed(cookie)) {
                    if (stage().isStopped()) {
                        return false;
                    }
                    Delays.betweenLooks(random());
                }
            }
            default -> throw new AssertionError(way);
        }
        stage().countWait(way);
        return true;
    }

    private void growRetired() {
        for (int left = retired.size(); left > 0; left--) {
            final Element element = retired.remove();
            if (!pipe.grow(element)) {
                retired.add(element);
            }
        }
    }

    // ---- callbacks ----

    private void defer(final Element old, final Way way) {
        if (deferred - ran.get() >= MAX_DEFERRED) {
            domain.poll();
            waitInstead(old);
            return;
        }
        try {
            if (way == Way.DEFER_ACTION) {
                domain.defer(action, old.id());
            } else {
                domain.defer(() -> growDeferred(old.id()));
            }
        } catch (final RejectedExecutionException e) {
            waitInstead(old);
            return;
        }
        deferred++;
        stage().countWait(way);
        if (way == Way.BARRIER) {
            domain.barrier();
            if (ran.get() < deferred) {
                stage().report(Finding.Kind.CALLBACK, "barrier returned before all callbacks had run: ran=" + ran.get()
                    + ", deferred before=" + deferred);
            }
        }
    }

    /** What an application would do when too much is deferred. */
    private void waitInstead(final Element old) {
        retired.add(old);
        if (await(Way.SYNCHRONIZE)) {
            growRetired();
        }
    }

    /** The callback. */
    private void growDeferred(final long id) {
        final Element element = pipe.element(id);
        if (!pipe.grow(element)) {
            back.add(element);
        }
        ran.incrementAndGet();
    }
}
