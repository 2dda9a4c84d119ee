package org.pagurus.bench.demo;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
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
    private static final long MAX_INTERVAL_NANOS = 1_000_000_000L;
    /** The heap's figures cost a look at all its address space, under the compactor's lock: a tenth of the time at most. */
    private static final int REST_FOR_WORK = 9;

    private final Heap heap;
    private final OffHeapCache<String> cache;
    private final Readers readers;
    private final Consumer<Sample> watcher;
    private final long intervalNanos;
    private final long startNanos = System.nanoTime();
    private final List<Sample> samples = new ArrayList<>();
    private final Thread thread = new Thread(this::run, "sampler");
    /** When each phase began; guarded by {@link #samples}. */
    private final Map<Phase, Long> phases = new EnumMap<>(Phase.class);
    private volatile Phase phase;
    private volatile boolean stopped;

    Sampler(Heap heap, OffHeapCache<String> cache, Readers readers, int seconds, Consumer<Sample> watcher) {
        this.heap = heap;
        this.cache = cache;
        this.readers = readers;
        this.watcher = watcher;
        this.intervalNanos = Math.min(MAX_INTERVAL_NANOS, Math.max(MIN_INTERVAL_NANOS, seconds * 1_000_000_000L / SAMPLES));
        enter(Phase.WARMING);
        thread.setDaemon(true);
        thread.start();
    }

    private void run() {
        while (!stopped) {
            long begun = System.nanoTime();
            Sample sample = sample();
            long spent = System.nanoTime() - begun;
            synchronized (samples) {
                samples.add(sample);
            }
            watcher.accept(sample);
            LockSupport.parkNanos(Math.min(MAX_INTERVAL_NANOS, Math.max(intervalNanos - spent, spent * REST_FOR_WORK)));
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
        synchronized (samples) {
            phases.put(next, System.nanoTime() - startNanos);
        }
        phase = next;
    }

    /** When each phase began, since the run began. */
    Map<Phase, Long> phases() {
        synchronized (samples) {
            return new EnumMap<>(phases);
        }
    }

    List<Sample> samples() {
        synchronized (samples) {
            return List.copyOf(samples);
        }
    }

    /** Ends the thread. Idempotent. */
    void stop() {
        stopped = true;
        LockSupport.unpark(thread);
        Threads.join(thread);
    }

    @Override
    public void close() {
        stop();
    }
}
