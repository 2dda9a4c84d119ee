package org.pagurus.bench.demo;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import org.pagurus.examples.cache.OffHeapCache;
import org.pagurus.relocation.Heap;

/**
 * Takes a sample at regular times, on a thread of its own, and shows it to a watcher.
 */
final class Sampler implements AutoCloseable {
    private static final int SAMPLES = 200;
    private static final long MIN_INTERVAL_NANOS = 100_000_000L;

    private final Heap heap;
    private final OffHeapCache<String> cache;
    private final Readers readers;
    private final Consumer<Sample> watcher;
    private final long intervalNanos;
    private final long startNanos = System.nanoTime();
    private final List<Sample> samples = new ArrayList<>();
    private final Thread thread = new Thread(this::run, "sampler");
    private volatile Phase phase = Phase.WARMING;
    private volatile boolean stopped;

    Sampler(Heap heap, OffHeapCache<String> cache, Readers readers, int seconds, Consumer<Sample> watcher) {
        this.heap = heap;
        this.cache = cache;
        this.readers = readers;
        this.watcher = watcher;
        this.intervalNanos = Math.max(MIN_INTERVAL_NANOS, seconds * 1_000_000_000L / SAMPLES);
        thread.setDaemon(true);
        thread.start();
    }

    private void run() {
        for (long i = 1; !stopped; i++) {
            Sample sample = sample();
            synchronized (samples) {
                samples.add(sample);
            }
            watcher.accept(sample);
            LockSupport.parkNanos(startNanos + i * intervalNanos - System.nanoTime());
        }
    }

    /** The state now. */
    Sample sample() {
        Phase current = phase;
        return new Sample(System.nanoTime() - startNanos, current, cache.liveBytes(), heap.stats(), readers.checked(),
            readers.wrong(), readers.latencies());
    }

    /** The next samples are of another phase. */
    void enter(Phase next) {
        phase = next;
    }

    /** Since the run began. */
    long elapsedNanos() {
        return System.nanoTime() - startNanos;
    }

    List<Sample> samples() {
        synchronized (samples) {
            return List.copyOf(samples);
        }
    }

    /** Ends the thread. */
    @Override
    public void close() {
        stopped = true;
        LockSupport.unpark(thread);
        Threads.join(thread);
    }
}
