package org.pagurus.bench.compaction;

import java.util.SplittableRandom;
import java.util.random.RandomGenerator;
import org.HdrHistogram.Histogram;
import org.HdrHistogram.SingleWriterRecorder;
import org.pagurus.relocation.Heap;
import org.pagurus.relocation.Session;

/** Writes to random objects all the time, each write in a section of its own, and notes how long each takes. */
final class Writer implements AutoCloseable {
    static final long GOAL_NANOS = 50_000;
    private static final double P99 = 99;
    private static final double P9999 = 99.99;
    private static final long MAX_NANOS = 60_000_000_000L;
    private static final int DIGITS = 3;

    private final Heap heap;
    private final long[] objects;
    private final RandomGenerator random;
    private final SingleWriterRecorder writes = new SingleWriterRecorder(MAX_NANOS, DIGITS);
    private final Thread thread = new Thread(this::run, "writer");
    private volatile boolean stopped;
    private volatile RuntimeException error;

    Writer(Heap heap, long[] objects, long seed) {
        this.heap = heap;
        this.objects = objects;
        this.random = new SplittableRandom(seed);
        thread.setDaemon(true);
        thread.start();
    }

    private void run() {
        try (Session session = heap.openSession()) {
            while (!stopped) {
                long pointer = objects[random.nextInt(objects.length)];
                long start = System.nanoTime();
                session.enter();
                session.putLong(pointer, 0, start);
                session.exit();
                writes.recordValue(Math.min(MAX_NANOS, System.nanoTime() - start));
            }
        } catch (RuntimeException e) {
            error = e;
        }
    }

    /** Forgets the writes so far. */
    void begin() {
        writes.reset();
    }

    /** Adds the writes since {@link #begin} or this was called, and forgets them. */
    void addTo(Histogram histogram) {
        histogram.add(writes.getIntervalHistogram());
    }

    static Histogram histogram() {
        return new Histogram(MAX_NANOS, DIGITS);
    }

    static WaitRow rowOf(Histogram histogram, String during, long nanos) {
        long longer = histogram.getCountBetweenValues(GOAL_NANOS, MAX_NANOS);
        return new WaitRow(during, histogram.getTotalCount(), histogram.getValueAtPercentile(P99),
            histogram.getValueAtPercentile(P9999), histogram.getMaxValue(), longer, nanos / 1e9);
    }

    @Override
    public void close() {
        stopped = true;
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        if (error != null) {
            throw error;
        }
    }
}
