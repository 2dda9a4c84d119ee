package org.pagurus.bench.replay;

import java.util.concurrent.TimeUnit;
import java.util.function.IntConsumer;
import org.HdrHistogram.Histogram;
import org.pagurus.bench.caches.CacheMemory;
import org.pagurus.bench.caches.Sizing;
import org.pagurus.bench.caches.ValueCache;
import org.pagurus.bench.caches.Values;
import org.pagurus.bench.peers.KeyValue;
import org.pagurus.bench.trace.Operation;
import org.pagurus.bench.trace.Trace;

/** Replays a trace through a cache, on the calling thread, and checks every hit. For one use. */
final class Replay {
    private static final int DIGITS = 3;
    private static final long MAX_NANOS = TimeUnit.MINUTES.toNanos(1);
    /** Samples with less than one part in so many of the limit live do not count. */
    private static final int LEAST_LIVE_PART = 2;
    private static final int REQUESTS_PER_LOOK = 1 << 10;

    private final Trace trace;
    private final ValueCache cache;
    private final Sizing sizing;
    private final byte[] buffer;
    /** By key: how often it was put; the version of its value. */
    private final int[] versions;
    /** By key: the length of the value that was put last; 0 if there must be none. */
    private final int[] lengths;
    private final Histogram gets = new Histogram(MAX_NANOS, DIGITS);
    private final Histogram puts = new Histogram(MAX_NANOS, DIGITS);
    private final long[] counts = new long[Operation.values().length];
    private long hits;
    private long wrong;
    private long tooLarge;

    Replay(Trace trace, ValueCache cache, Sizing sizing) {
        this.trace = trace;
        this.cache = cache;
        this.sizing = sizing;
        this.buffer = new byte[sizing.largestBytes()];
        this.versions = new int[trace.keys()];
        this.lengths = new int[trace.keys()];
    }

    /**
     * Replays.
     *
     * @param subject      the name in the row
     * @param settleMillis how long nothing is done before the last look
     * @param progress     gets the number of requests done, now and then
     */
    ReplayRow run(String subject, long settleMillis, IntConsumer progress) {
        CacheSampler sampler = new CacheSampler(cache, Math.max(1, sizing.limitBytes() / LEAST_LIVE_PART));
        long nanos;
        try (sampler) {
            long start = System.nanoTime();
            for (int i = 0; i < trace.requests(); i++) {
                replay(i);
                if (i % REQUESTS_PER_LOOK == 0) {
                    progress.accept(i);
                }
            }
            nanos = Math.max(1, System.nanoTime() - start);
        }
        long live = cache.liveBytes();
        CacheMemory memory = cache.memory();
        sleep(settleMillis);
        double settled = cache.memory().ratio(cache.liveBytes());
        long reads = counts[Operation.READ.ordinal()];
        return new ReplayRow(subject, cache.policy(), System.getProperty("java.runtime.version"), trace.requests(), reads,
            counts[Operation.WRITE.ordinal()], counts[Operation.DELETE.ordinal()], hits, wrong, tooLarge,
            reads == 0 ? 0 : (double) hits / reads, nanos, trace.requests() * 1e9 / nanos, sizing.limitBytes(), live,
            memory.residentBytes(), memory.metadataBytes(), memory.ratio(live), settled, sampler.meanRatio(), sampler.peakRatio(),
            sampler.peakResidentBytes(), sampler.samples(), Percentiles.of(gets), Percentiles.of(puts), cache.compaction());
    }

    private void replay(int request) {
        Operation operation = trace.operation(request);
        int key = trace.key(request);
        counts[operation.ordinal()]++;
        switch (operation) {
            case READ -> {
                if (!get(key)) {
                    put(key, trace.size(request));
                }
            }
            case WRITE -> put(key, trace.size(request));
            case DELETE -> {
                cache.remove(key);
                lengths[key] = 0;
            }
            default -> throw new IllegalStateException(operation.toString());
        }
    }

    /** Whether there was a value. */
    private boolean get(int key) {
        long start = System.nanoTime();
        int length = cache.get(key, buffer);
        record(gets, System.nanoTime() - start);
        if (length == KeyValue.ABSENT) {
            return false;
        }
        hits++;
        if (length != lengths[key] || !Values.isRight(buffer, length, key, versions[key])) {
            wrong++;
        }
        return true;
    }

    private void put(int key, int length) {
        if (length > sizing.limitBytes()) {
            tooLarge++;
            cache.remove(key);
            lengths[key] = 0;
            return;
        }
        lengths[key] = length;
        Values.write(buffer, length, key, ++versions[key]);
        long start = System.nanoTime();
        cache.put(key, buffer, length);
        record(puts, System.nanoTime() - start);
    }

    private static void record(Histogram histogram, long nanos) {
        histogram.recordValue(Math.min(nanos, MAX_NANOS));
    }

    private static void sleep(long millis) {
        try {
            Thread.sleep(millis);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
