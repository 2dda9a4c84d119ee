package org.pagurus.bench.mix;

import java.util.SplittableRandom;
import java.util.concurrent.locks.LockSupport;
import org.pagurus.bench.demo.Threads;

/**
 * A thread that replaces values which the accessors do not use, at a steady pace. Their sizes wander from the smallest to the
 * largest and back, so that what is freed does not fit what comes next. In all stores and states it does the same.
 */
final class Background implements AutoCloseable {
    static final long BYTES_PER_SECOND = 64L << 20;
    private static final long EVERY_NANOS = 1_000_000;
    private static final long SECOND = 1_000_000_000;
    private static final int BURST = (int) (BYTES_PER_SECOND * EVERY_NANOS / SECOND / Values.USUAL_BYTES);
    /** How far sizes lie apart at the same time. */
    private static final int SPREAD = 8;
    private static final int RANGE = Values.MAX_FIELD_BYTES - Values.MIN_FIELD_BYTES - SPREAD;

    private final Store store;
    private final Keys keys;
    private final SplittableRandom random;
    private final Thread thread = new Thread(this::run, "background");
    private volatile boolean stopped;
    private volatile long replaced;
    private volatile Throwable error;

    /** Starts. */
    Background(Store store, Keys keys, long seed) {
        this.store = store;
        this.keys = keys;
        this.random = new SplittableRandom(seed);
        thread.setDaemon(true);
        thread.start();
    }

    private void run() {
        byte[] value = new byte[Values.MAX_BYTES];
        try (Store.Access access = store.access()) {
            long due = System.nanoTime();
            while (!stopped) {
                for (int i = 0; i < BURST; i++) {
                    int key = Keys.other(random.nextInt(keys.others()));
                    access.replace(key, value, Values.write(value, key, fieldBytes(replaced, keys.others(), random)));
                    // One thread writes it.
                    replaced = replaced + 1;
                }
                // What was late is not caught up with.
                due = Math.max(due + EVERY_NANOS, System.nanoTime());
                for (long left = due - System.nanoTime(); left > 0 && !stopped; left = due - System.nanoTime()) {
                    LockSupport.parkNanos(left);
                }
            }
        } catch (RuntimeException | Error e) {
            error = e;
        }
    }

    /** Up and down again while twice as many are replaced as there are. */
    static int fieldBytes(long replaced, int others, SplittableRandom random) {
        double way = (double) (replaced % (2L * others)) / others;
        double height = way < 1 ? way : 2 - way;
        return Values.MIN_FIELD_BYTES + (int) (height * RANGE) + random.nextInt(SPREAD + 1);
    }

    /** How many so far. */
    long replaced() {
        return replaced;
    }

    /** Ends the thread. */
    @Override
    public void close() {
        stopped = true;
        LockSupport.unpark(thread);
        Threads.join(thread);
        if (error != null) {
            throw new IllegalStateException("replacing in the background failed: " + error, error);
        }
    }
}
