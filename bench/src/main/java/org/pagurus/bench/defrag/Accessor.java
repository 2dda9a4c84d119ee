package org.pagurus.bench.defrag;

import java.util.SplittableRandom;
import java.util.concurrent.locks.LockSupport;
import java.util.random.RandomGenerator;
import org.HdrHistogram.Histogram;
import org.HdrHistogram.SingleWriterRecorder;
import org.pagurus.bench.defrag.store.Store;
import org.pagurus.bench.defrag.workload.ObjectTable;

/** Reads random live objects all the time, on a thread of its own, and checks them. */
final class Accessor implements AutoCloseable {
    private static final int BATCH = 100;
    private static final long BATCH_NANOS = 1_000_000L;
    /** Indices that are tried for one access; after a mass delete most are free. */
    private static final int TRIES = 8;
    private static final long MAX_NANOS = 60_000_000_000L;
    private static final int DIGITS = 3;
    private static final long MAX_CONTROL_NANOS = 10_000;

    private final Store store;
    private final ObjectTable objects;
    private final RandomGenerator random;
    private final SingleWriterRecorder pauses = new SingleWriterRecorder(MAX_NANOS, DIGITS);
    private final Thread thread = new Thread(this::run, "accessor");
    private volatile long controlNanos;
    private volatile boolean stopped;
    private volatile long wrong;
    private volatile Throwable error;

    Accessor(Store store, ObjectTable objects, long seed) {
        this.store = store;
        this.objects = objects;
        this.random = new SplittableRandom(seed);
        thread.setDaemon(true);
        thread.start();
    }

    private void run() {
        try (Store.Access access = store.access(objects.pointers())) {
            long due = System.nanoTime();
            while (!stopped) {
                for (int i = 0; i < BATCH; i++) {
                    access(access);
                }
                due = Math.max(due + BATCH_NANOS, System.nanoTime());
                LockSupport.parkNanos(due - System.nanoTime());
            }
        } catch (RuntimeException | Error e) {
            error = e;
        }
    }

    private void access(Store.Access access) {
        int used = objects.used();
        for (int i = 0; used > 0 && i < TRIES; i++) {
            int index = random.nextInt(used);
            long start = System.nanoTime();
            int found = access.read(index);
            long end = System.nanoTime();
            noteControl(end, Math.min(end - start, MAX_CONTROL_NANOS));
            if (found != Store.Access.ABSENT) {
                pauses.recordValue(Math.min(end - start, MAX_NANOS));
                if (found == Store.Access.WRONG) {
                    wrong++;
                }
                return;
            }
        }
    }

    /** Does nothing for as long as the access took: whatever takes the processor away is as likely to do it here. */
    private void noteControl(long start, long nanos) {
        long last = start;
        do {
            long now = System.nanoTime();
            if (now - last > controlNanos) {
                controlNanos = now - last;
            }
            last = now;
        } while (last - start < nanos);
    }

    /** Forgets the pauses so far: a phase begins. */
    void begin() {
        pauses.reset();
        controlNanos = 0;
    }

    /** The pauses since {@link #begin}. */
    Histogram pauses() {
        return pauses.getIntervalHistogram();
    }

    /** The longest time that passed with nothing done, since {@link #begin}. */
    long controlNanos() {
        return controlNanos;
    }

    /** Objects that were not what they should be. */
    long wrong() {
        return wrong;
    }

    /** What ended the thread, or null. */
    Throwable error() {
        return error;
    }

    @Override
    public void close() {
        stopped = true;
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
