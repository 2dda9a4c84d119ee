package org.pagurus.rcu;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;

/**
 * Readers look at elements of a pool while updaters replace, wait for a grace period, poison and reuse them. A reader that sees
 * poison, or an element that is not whole, met an element after its grace period or before its publication.
 * <p>
 * The elements are written and read with opaque order only, so nothing but the domain and the published reference orders them.
 */
final class Torture {
    /** No serial number has this value or its complement. */
    private static final long POISON = -1;
    private static final int CELLS = 4;
    private static final int READERS = 2;
    private static final int UPDATERS = 2;
    private static final int POOL = 8;

    /** What a run found. */
    record Result(long seed, long updates, long sections, long poisoned, long torn, Throwable failure) {
        boolean isBroken() {
            return poisoned + torn > 0;
        }
    }

    private static final class Element {
        final AtomicLong serial = new AtomicLong(POISON);
        final AtomicLong check = new AtomicLong(POISON);

        void fill(final long value) {
            serial.setOpaque(value);
            check.setOpaque(~value);
        }

        void poison() {
            serial.setOpaque(POISON);
            check.setOpaque(POISON);
        }
    }

    private final RcuDomain domain;
    private final long seed;
    private final long maxUpdates;
    private final long deadlineNanos;
    private final List<AtomicReference<Element>> cells = new ArrayList<>();
    private final AtomicLong updates = new AtomicLong();
    private final AtomicLong sections = new AtomicLong();
    private final AtomicLong poisoned = new AtomicLong();
    private final AtomicLong torn = new AtomicLong();
    private final AtomicReference<Throwable> failure = new AtomicReference<>();
    private volatile boolean stop;

    private Torture(final RcuDomain domain, final long seed, final long maxUpdates, final long limitNanos) {
        this.domain = domain;
        this.seed = seed;
        this.maxUpdates = maxUpdates;
        this.deadlineNanos = System.nanoTime() + limitNanos;
    }

    /** Runs until the updates are done, the time is up, or something is seen that must not be. */
    static Result run(final RcuDomain domain, final long seed, final long maxUpdates, final long limitNanos)
            throws InterruptedException {
        return new Torture(domain, seed, maxUpdates, limitNanos).run();
    }

    private Result run() throws InterruptedException {
        for (int i = 0; i < CELLS; i++) {
            final Element first = new Element();
            first.fill(i + 1);
            cells.add(new AtomicReference<>(first));
        }
        final List<Thread> threads = new ArrayList<>();
        for (int i = 0; i < READERS; i++) {
            final Random random = new Random(seed + i);
            threads.add(new Thread(() -> guarded(() -> read(random)), "torture-reader-" + i));
        }
        for (int i = 0; i < UPDATERS; i++) {
            final Random random = new Random(~seed + i);
            threads.add(new Thread(() -> guarded(() -> update(random)), "torture-updater-" + i));
        }
        for (final Thread thread : threads) {
            thread.setDaemon(true);
            thread.start();
        }
        for (final Thread thread : threads) {
            thread.join(30_000);
            if (thread.isAlive()) {
                failure.compareAndSet(null, new AssertionError("still running: " + thread.getName()));
            }
        }
        return new Result(seed, updates.get(), sections.get(), poisoned.get(), torn.get(), failure.get());
    }

    private void guarded(final Runnable body) {
        try {
            body.run();
        } catch (final Throwable e) {
            failure.compareAndSet(null, e);
            stop = true;
        }
    }

    /** Registers anew after some sections: scans must not miss a reader that comes while they run. */
    private void read(final Random random) {
        while (!stop) {
            final int count = 1 << random.nextInt(10);
            if (domain instanceof SleepableDomain sleepable && random.nextInt(4) != 0) {
                readByTicket(sleepable, count, random);
                continue;
            }
            try (Reader reader = domain.register()) {
                for (int i = count; i > 0 && !stop; i--) {
                    reader.enter();
                    try {
                        look(random, reader::enter, reader::exit);
                    } finally {
                        reader.exit();
                    }
                    sections.incrementAndGet();
                }
            }
        }
    }

    private void readByTicket(final SleepableDomain sleepable, final int count, final Random random) {
        final long[] nested = new long[1];
        for (int i = count; i > 0 && !stop; i--) {
            final long ticket = sleepable.enterSleepable();
            try {
                look(random, () -> nested[0] = sleepable.enterSleepable(), () -> sleepable.exitSleepable(nested[0]));
            } finally {
                sleepable.exitSleepable(ticket);
            }
            sections.incrementAndGet();
        }
    }

    private void look(final Random random, final Runnable enter, final Runnable exit) {
        final Element element = cells.get(random.nextInt(CELLS)).getAcquire();
        final int looks = 1 << random.nextInt(9);
        for (int i = 0; i < looks; i++) {
            check(element);
        }
        final int choice = random.nextInt(16);
        if (choice == 0) {
            // Lets an updater run inside this section, even on one core.
            Thread.yield();
        } else if (choice == 1) {
            enter.run();
            check(element);
            exit.run();
        }
        check(element);
    }

    private void check(final Element element) {
        final long serial = element.serial.getOpaque();
        final long check = element.check.getOpaque();
        if (serial == POISON || check == POISON) {
            poisoned.incrementAndGet();
            stop = true;
        } else if (check != ~serial) {
            torn.incrementAndGet();
            stop = true;
        }
    }

    private void update(final Random random) {
        final ArrayDeque<Element> pool = new ArrayDeque<>();
        for (int i = 0; i < POOL; i++) {
            pool.add(new Element());
        }
        while (!stop) {
            final long serial = updates.incrementAndGet();
            final Element fresh = pool.remove();
            fresh.fill(serial + CELLS);
            final Element old = cells.get(random.nextInt(CELLS)).getAndSet(fresh);
            awaitGracePeriod(old, random.nextInt(4));
            pool.add(old);
            if (serial >= maxUpdates || System.nanoTime() - deadlineNanos > 0) {
                stop = true;
            }
        }
    }

    /** Waits in one of the ways that a domain offers, then poisons. */
    private void awaitGracePeriod(final Element old, final int way) {
        if (way == 0) {
            domain.defer(old::poison);
            domain.barrier();
            return;
        }
        if (way == 1) {
            final long cookie = domain.startGracePeriod();
            while (!domain.isElapsed(cookie)) {
                Thread.yield();
            }
        } else {
            domain.synchronize();
        }
        old.poison();
    }
}
