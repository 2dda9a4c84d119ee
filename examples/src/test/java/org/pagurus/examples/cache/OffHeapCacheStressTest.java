package org.pagurus.examples.cache;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.SplittableRandom;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicLong;
import java.util.zip.CRC32C;
import org.agrona.MutableDirectBuffer;
import org.junit.jupiter.api.Test;
import org.pagurus.relocation.Heap;
import org.pagurus.relocation.HeapStats;

/**
 * Readers verify every byte while one thread replaces, expires and evicts values and others move their pages. Repeat a
 * failure with -Dpagurus.test.flags=-Dpagurus.seed=N.
 */
class OffHeapCacheStressTest {
    private static final int KEYS = 4_000;
    private static final int WRITES = 250_000;
    private static final int READERS = 2;
    private static final long LIMIT = 4L << 20;
    private static final long MAX_NANOS = 20_000_000_000L;

    private final long seed = Long.getLong("pagurus.seed", System.nanoTime());
    private final Queue<String> wrong = new ConcurrentLinkedQueue<>();
    private final AtomicLong reads = new AtomicLong();
    private volatile boolean writing = true;

    @Test
    void readersWhilePagesMove_seeOnlyWhatWasPut() throws InterruptedException {
        System.out.println("pagurus.seed=" + seed);
        try (Heap heap = Heap.builder().capacity(64 << 20).ratios(1.01, 1.0).maxCpu(1).build();
            OffHeapCache<Integer> cache = new OffHeapCache<>(heap, LIMIT)) {
            heap.startCompactor();
            run(heap, cache);
            assertEquals(List.of(), List.copyOf(wrong));
            assertTrue(reads.get() > WRITES / 50, "reads=" + reads.get());
            HeapStats stats = heap.stats();
            System.out.println("reads=" + reads + " moved=" + stats.pagesMigrated());
            assertTrue(stats.pagesMigrated() > 50, "moved=" + stats.pagesMigrated());
            cache.clear();
            assertEquals(0, cache.liveBytes());
            assertEquals(0, heap.stats().liveBytes());
            assertEquals(List.of(), heap.verify());
        }
    }

    /** The proof that the readers would notice. */
    @Test
    void readersOfSpoiledValues_notice() throws InterruptedException {
        try (Heap heap = Heap.builder().capacity(64 << 20).build();
            OffHeapCache<Integer> cache = new OffHeapCache<>(heap, LIMIT)) {
            cache.put(1, Values.of(1, 0, 1_000));
            cache.read(1, view -> ((MutableDirectBuffer) view).putByte(500, (byte) ~view.getByte(500)));
            read(cache, 1, new ValueCopy(), new CRC32C());
            assertEquals(1, wrong.size());
            readInPlace(cache, 1);
            assertEquals(2, wrong.size());
        }
    }

    private void run(Heap heap, OffHeapCache<Integer> cache) throws InterruptedException {
        List<Thread> threads = new ArrayList<>();
        for (int i = 0; i < READERS; i++) {
            SplittableRandom random = new SplittableRandom(seed + 1 + i);
            threads.add(new Thread(() -> readUntilWritten(cache, random), "reader-" + i));
        }
        threads.add(new Thread(() -> compactUntilWritten(heap), "compacter"));
        threads.forEach(Thread::start);
        try {
            write(cache, new SplittableRandom(seed));
        } finally {
            writing = false;
            for (Thread thread : threads) {
                thread.join();
            }
        }
    }

    private void write(OffHeapCache<Integer> cache, SplittableRandom random) {
        long end = System.nanoTime() + MAX_NANOS;
        for (int i = 0; i < WRITES && System.nanoTime() - end < 0; i++) {
            int key = random.nextInt(KEYS);
            if (random.nextInt(3) > 0) {
                int length = Math.max(8, Values.randomLength(random) / 4);
                cache.put(key, Values.of(key, i, length));
            } else {
                cache.remove(key);
            }
        }
    }

    private void compactUntilWritten(Heap heap) {
        while (writing) {
            heap.compactor().compactNow(5_000_000L);
        }
    }

    private void readUntilWritten(OffHeapCache<Integer> cache, SplittableRandom random) {
        ValueCopy copy = new ValueCopy();
        CRC32C crc = new CRC32C();
        while (writing) {
            int key = random.nextInt(KEYS);
            try {
                if (random.nextBoolean()) {
                    read(cache, key, copy, crc);
                } else {
                    readInPlace(cache, key);
                }
            } catch (RuntimeException e) {
                wrong.add("key=" + key + " " + e);
            }
        }
    }

    /** The bytes must sum up, and belong to the key: neighbours differ by the same amount in every value. */
    private void read(OffHeapCache<Integer> cache, int key, ValueCopy copy, CRC32C crc) {
        int length = cache.getInto(key, copy);
        if (length != OffHeapCache.ABSENT) {
            reads.incrementAndGet();
            if (!copy.isIntact()) {
                wrong.add("key=" + key + " length=" + length + ": wrong checksum");
            }
        }
    }

    /** As the view shows them, every byte follows from the first. */
    private void readInPlace(OffHeapCache<Integer> cache, int key) {
        cache.read(key, view -> {
            reads.incrementAndGet();
            for (int i = 1; i < view.capacity(); i++) {
                if (view.getByte(i) != (byte) (view.getByte(0) + i * 13 + (i >>> 8))) {
                    wrong.add("key=" + key + " length=" + view.capacity() + ": wrong byte " + i);
                    return;
                }
            }
        });
    }
}
