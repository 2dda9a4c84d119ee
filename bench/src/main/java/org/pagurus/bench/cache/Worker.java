package org.pagurus.bench.cache;

import java.util.SplittableRandom;
import org.HdrHistogram.Histogram;
import org.pagurus.bench.caches.ValueCache;
import org.pagurus.bench.caches.Values;
import org.pagurus.bench.peers.KeyValue;
import org.pagurus.bench.trace.Zipf;

/**
 * Gets and puts on a thread of its own. Keys are chosen a batch at a time, while no clock runs: choosing by Zipf's law costs as
 * much as a get, and choices that come round again would soon be hits all of them.
 */
final class Worker {
    private static final double EXPONENT = 0.99;
    /** One operation of so many of the mixed part replaces a value. */
    private static final int OPERATIONS_FOR_REPLACEMENT = 20;
    private static final int BATCH = 1 << 12;
    private static final long MAX_NANOS = 60_000_000_000L;
    private static final int DIGITS = 3;
    /** Odd and prime: what is hot is scattered over the memory. */
    private static final long SCATTER = 2_654_435_761L;

    private final ValueCache cache;
    private final SplittableRandom random;
    private final Zipf zipf;
    private final int keyCount;
    private final int[] keys = new int[BATCH];
    private final byte[] buffer = new byte[CacheTask.MAX_SIZE];
    private final Histogram nanos = new Histogram(MAX_NANOS, DIGITS);
    private int version;
    private long gets;
    private long hits;
    private long checked;
    private long wrong;

    Worker(ValueCache cache, int keyCount, long seed) {
        this.cache = cache;
        this.random = new SplittableRandom(seed);
        this.zipf = new Zipf(EXPONENT, keyCount);
        this.keyCount = keyCount;
    }

    private void chooseKeys() {
        for (int i = 0; i < BATCH; i++) {
            keys[i] = (int) (zipf.next(random) * SCATTER % keyCount);
        }
    }

    /** Puts every key of a part once. */
    void fill(int from, int to) {
        for (int key = from; key < to; key++) {
            put(key);
        }
    }

    /** Puts keys, each as likely as any other, until so many bytes have been put. */
    void replace(long bytes) {
        for (long done = 0; done < bytes; done += CacheTask.MEAN_SIZE) {
            put(random.nextInt(keyCount));
        }
    }

    /** Gets for so long, choosing not counted, and returns how many each second. */
    double runGets(long limitNanos) {
        long done = 0;
        long spent = 0;
        while (spent < limitNanos) {
            chooseKeys();
            long start = System.nanoTime();
            for (int key : keys) {
                int length = cache.get(key, buffer);
                if (length == KeyValue.ABSENT) {
                    put(key);
                } else {
                    checked++;
                    wrong += Values.isHeaderRight(buffer, length, key) ? 0 : 1;
                }
            }
            done += BATCH;
            spent += System.nanoTime() - start;
        }
        return done * 1e9 / spent;
    }

    /** Gets and replaces until it is time, with a clock around each get. */
    void runMixed(long limitNanos) {
        gets = 0;
        hits = 0;
        nanos.reset();
        long start = System.nanoTime();
        while (System.nanoTime() - start < limitNanos) {
            chooseKeys();
            for (int key : keys) {
                if (random.nextInt(OPERATIONS_FOR_REPLACEMENT) == 0) {
                    put(key);
                } else {
                    get(key);
                }
            }
        }
    }

    private void get(int key) {
        gets++;
        long before = System.nanoTime();
        int length = cache.get(key, buffer);
        long after = System.nanoTime();
        nanos.recordValue(Math.min(after - before, MAX_NANOS));
        if (length == KeyValue.ABSENT) {
            put(key);
        } else {
            hits++;
            checked++;
            wrong += Values.isRight(buffer, length, key) ? 0 : 1;
        }
    }

    private void put(int key) {
        int length = random.nextInt(CacheTask.MIN_SIZE, CacheTask.MAX_SIZE + 1);
        Values.write(buffer, length, key, ++version);
        cache.put(key, buffer, length);
    }

    Histogram nanos() {
        return nanos;
    }

    long gets() {
        return gets;
    }

    long hits() {
        return hits;
    }

    long checked() {
        return checked;
    }

    long wrong() {
        return wrong;
    }
}
