package org.pagurus.bench.cache;

import java.util.SplittableRandom;
import org.HdrHistogram.Histogram;
import org.pagurus.bench.caches.ValueCache;
import org.pagurus.bench.caches.Values;
import org.pagurus.bench.peers.KeyValue;
import org.pagurus.bench.trace.Zipf;

/**
 * Gets and puts on a thread of its own. Keys are chosen beforehand: choosing by Zipf's law costs as much as a get.
 */
final class Worker {
    private static final int CHOICES = 1 << 20;
    private static final double EXPONENT = 0.99;
    /** One operation of so many of the mixed part replaces a value. */
    private static final int OPERATIONS_FOR_REPLACEMENT = 20;
    private static final int BATCH = 64;
    private static final long MAX_NANOS = 60_000_000_000L;
    private static final int DIGITS = 3;
    /** Odd and prime: what is hot is scattered over the memory. */
    private static final long SCATTER = 2_654_435_761L;

    private final ValueCache cache;
    private final SplittableRandom random;
    private final int[] keys = new int[CHOICES];
    private final byte[] buffer = new byte[CacheTask.MAX_SIZE];
    private final Histogram nanos = new Histogram(MAX_NANOS, DIGITS);
    private int turn;
    private int version;
    private long gets;
    private long hits;
    private long checked;
    private long wrong;

    Worker(ValueCache cache, int keyCount, long seed) {
        this.cache = cache;
        this.random = new SplittableRandom(seed);
        Zipf zipf = new Zipf(EXPONENT, keyCount);
        for (int i = 0; i < CHOICES; i++) {
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
    void replace(long bytes, int keyCount) {
        for (long done = 0; done < bytes; done += CacheTask.MEAN_SIZE) {
            put(random.nextInt(keyCount));
        }
    }

    /** Gets until it is time, and returns how many each second. */
    double runGets(long limitNanos) {
        long start = System.nanoTime();
        long done = 0;
        long now = start;
        while (now - start < limitNanos) {
            for (int i = 0; i < BATCH; i++) {
                int key = keys[turn++ & CHOICES - 1];
                int length = cache.get(key, buffer);
                if (length == KeyValue.ABSENT) {
                    put(key);
                } else {
                    checked++;
                    wrong += Values.isHeaderRight(buffer, length, key) ? 0 : 1;
                }
            }
            done += BATCH;
            now = System.nanoTime();
        }
        return done * 1e9 / (now - start);
    }

    /** Gets and replaces until it is time, with a clock around each get. */
    void runMixed(long limitNanos) {
        gets = 0;
        hits = 0;
        nanos.reset();
        long start = System.nanoTime();
        long now = start;
        while (now - start < limitNanos) {
            for (int i = 0; i < BATCH; i++) {
                int key = keys[turn++ & CHOICES - 1];
                if (random.nextInt(OPERATIONS_FOR_REPLACEMENT) == 0) {
                    put(key);
                } else {
                    get(key);
                }
            }
            now = System.nanoTime();
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
