package org.pagurus.bench.defrag;

import java.util.concurrent.locks.LockSupport;
import org.pagurus.bench.defrag.store.Memory;
import org.pagurus.bench.defrag.store.Store;
import org.pagurus.bench.defrag.workload.ObjectTable;

/**
 * Looks at the memory every few milliseconds while a phase runs, keeps the worst ratio, and tells each look to a listener.
 * A look at a heap costs a walk over its pages and address space under the compactor's lock, so looks take a tenth of the time at
 * most.
 */
final class PeakSampler implements AutoCloseable {
    private static final long EVERY_NANOS = 2_000_000L;
    private static final int REST_FOR_WORK = 9;

    private final Store store;
    private final ObjectTable objects;
    private final long minLiveBytes;
    private final Looks looks;
    private final Thread thread = new Thread(this::run, "sampler");
    private volatile boolean stopped;
    private double peakRatio;
    private String detail = "";
    private int samples;
    private Throwable error;

    /** Hears of each look. */
    @FunctionalInterface
    interface Looks {
        void look(long liveBytes, Memory memory);
    }

    /**
     * Starts. Samples with less than {@code minLiveBytes} live are no peaks. The listener is called on the sampler's thread,
     * never after {@link #close}.
     */
    PeakSampler(Store store, ObjectTable objects, long minLiveBytes, Looks looks) {
        this.store = store;
        this.objects = objects;
        this.minLiveBytes = minLiveBytes;
        this.looks = looks;
        thread.setDaemon(true);
        thread.start();
    }

    private void run() {
        try {
            while (!stopped) {
                long start = System.nanoTime();
                sample();
                long spent = System.nanoTime() - start;
                LockSupport.parkNanos(Math.max(EVERY_NANOS, spent * REST_FOR_WORK));
            }
        } catch (RuntimeException | Error e) {
            error = e;
        }
    }

    private void sample() {
        long live = objects.liveBytes();
        Memory memory = store.memory();
        looks.look(live, memory);
        if (live < minLiveBytes) {
            return;
        }
        samples++;
        if (memory.ratio(live) > peakRatio) {
            peakRatio = memory.ratio(live);
            detail = "live=" + live + " resident=" + memory.residentBytes() + " metadata=" + memory.metadataBytes() + " "
                + memory.detail();
        }
    }

    /** The worst ratio, 0 without a sample. After close. */
    double peakRatio() {
        return peakRatio;
    }

    /** The figures at the worst moment. After close. */
    String detail() {
        return detail.strip();
    }

    /** How many samples were counted. After close. */
    int samples() {
        return samples;
    }

    @Override
    public void close() {
        stopped = true;
        LockSupport.unpark(thread);
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        if (error != null) {
            throw new IllegalStateException("the sampler failed", error);
        }
    }
}
