package org.pagurus.bench.demo;

import java.util.concurrent.locks.LockSupport;
import java.util.random.RandomGenerator;
import org.HdrHistogram.Histogram;
import org.HdrHistogram.SingleWriterRecorder;
import org.pagurus.examples.cache.OffHeapCache;
import org.pagurus.examples.cache.ValueCopy;

/**
 * A thread's work: looks random keys up and checks every byte of every value. At a fixed rate, so that the load is the same
 * whether the compactor runs or not; a machine that is too slow for the rate reads as fast as it can.
 *
 * <p>What is timed is the read itself: enter, look up, copy, exit. The checksum is computed afterwards, from the copy.
 */
final class CheckingReader implements Runnable {
    /** The longest latency that is told apart. */
    static final long MAX_LATENCY_NANOS = 60_000_000_000L;
    static final int LATENCY_DIGITS = 3;

    private static final int READS_PER_SECOND = 100_000;
    private static final int BATCH = 100;
    private static final long BATCH_NANOS = 1_000_000_000L / READS_PER_SECOND * BATCH;
    /** Reads that are so late are left out, not caught up with. */
    private static final long MAX_LAG_NANOS = 10_000_000L;

    private final OffHeapCache<String> cache;
    private final JdkValues input;
    private final Population population;
    private final RandomGenerator random;
    private final Runnable atEnd;
    private final SingleWriterRecorder latencies = new SingleWriterRecorder(MAX_LATENCY_NANOS, LATENCY_DIGITS);
    private final ValueCopy copy = new ValueCopy();
    /** Used again for each interval: a histogram is large, and garbage would show in the latencies. */
    private Histogram drained;
    private volatile boolean stopped;
    private volatile long checked;
    private volatile long wrong;
    private volatile String firstError;

    CheckingReader(OffHeapCache<String> cache, JdkValues input, Population population, RandomGenerator random, Runnable atEnd) {
        this.cache = cache;
        this.input = input;
        this.population = population;
        this.random = random;
        this.atEnd = atEnd;
    }

    @Override
    public void run() {
        try {
            long due = System.nanoTime();
            while (!stopped) {
                readBatch();
                due += BATCH_NANOS;
                long pause = due - System.nanoTime();
                if (pause > 0) {
                    LockSupport.parkNanos(pause);
                } else if (pause < -MAX_LAG_NANOS) {
                    due = System.nanoTime();
                }
            }
        } finally {
            atEnd.run();
        }
    }

    private void readBatch() {
        long newlyChecked = 0;
        long newlyWrong = 0;
        for (int i = 0; i < BATCH && !stopped; i++) {
            String key = input.key(population.pick(random));
            try {
                long start = System.nanoTime();
                int length = cache.getInto(key, copy);
                long nanos = System.nanoTime() - start;
                if (length != OffHeapCache.ABSENT) {
                    latencies.recordValue(Math.min(nanos, MAX_LATENCY_NANOS));
                    newlyChecked++;
                    if (!copy.isIntact()) {
                        newlyWrong++;
                        noteError(key + ": " + length + " bytes do not sum up to the checksum that was stored with them");
                    }
                }
            } catch (RuntimeException e) {
                newlyWrong++;
                noteError(key + ": " + e);
            }
        }
        // Written by this thread alone.
        checked += newlyChecked;
        wrong += newlyWrong;
    }

    private void noteError(String error) {
        if (firstError == null) {
            firstError = error;
        }
    }

    void stop() {
        stopped = true;
    }

    long checked() {
        return checked;
    }

    long wrong() {
        return wrong;
    }

    /** What was wrong first, or null. */
    String firstError() {
        return firstError;
    }

    /** Adds what was recorded since the last call. One caller at a time. */
    void drainLatencies(Histogram sum) {
        drained = latencies.getIntervalHistogram(drained);
        sum.add(drained);
    }
}
