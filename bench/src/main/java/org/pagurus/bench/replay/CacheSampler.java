package org.pagurus.bench.replay;

import java.util.concurrent.locks.LockSupport;
import org.pagurus.bench.caches.CacheMemory;
import org.pagurus.bench.caches.ValueCache;
import org.pagurus.bench.demo.Threads;

/**
 * Looks at live and held memory every few milliseconds, on a thread of its own. A look may cost a walk over pages, so looks take
 * a tenth of the time at most.
 */
public final class CacheSampler implements AutoCloseable {
    private static final long EVERY_NANOS = 5_000_000L;
    private static final int REST_FOR_WORK = 9;

    private final ValueCache cache;
    private final long minLiveBytes;
    private final Thread thread = new Thread(this::run, "sampler");
    private volatile boolean stopped;
    private double sum;
    private double peak;
    private long peakResident;
    private int samples;
    private Throwable error;

    /**
     * Starts.
     *
     * @param cache        what is looked at
     * @param minLiveBytes samples with less live do not count
     */
    public CacheSampler(ValueCache cache, long minLiveBytes) {
        this.cache = cache;
        this.minLiveBytes = minLiveBytes;
        thread.setDaemon(true);
        thread.start();
    }

    private void run() {
        try {
            while (!stopped) {
                long start = System.nanoTime();
                sample();
                LockSupport.parkNanos(Math.max(EVERY_NANOS, (System.nanoTime() - start) * REST_FOR_WORK));
            }
        } catch (RuntimeException | Error e) {
            error = e;
        }
    }

    private void sample() {
        long live = cache.liveBytes();
        if (live >= minLiveBytes) {
            CacheMemory memory = cache.memory();
            samples++;
            sum += memory.ratio(live);
            peak = Math.max(peak, memory.ratio(live));
            peakResident = Math.max(peakResident, memory.residentBytes());
        }
    }

    /**
     * The mean ratio. After close.
     *
     * @return 0 without a sample
     */
    public double meanRatio() {
        return samples == 0 ? 0 : sum / samples;
    }

    /**
     * The highest ratio. After close.
     *
     * @return 0 without a sample
     */
    public double peakRatio() {
        return peak;
    }

    /**
     * The most that was resident. After close.
     *
     * @return bytes, 0 without a sample
     */
    public long peakResidentBytes() {
        return peakResident;
    }

    /**
     * How many samples counted. After close.
     *
     * @return their number
     */
    public int samples() {
        return samples;
    }

    @Override
    public void close() {
        stopped = true;
        LockSupport.unpark(thread);
        Threads.join(thread);
        if (error != null) {
            throw new IllegalStateException("the sampler failed", error);
        }
    }
}
