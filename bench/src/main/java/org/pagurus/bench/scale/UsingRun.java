package org.pagurus.bench.scale;

import java.util.List;
import java.util.SplittableRandom;
import org.agrona.UnsafeApi;
import org.pagurus.relocation.Heap;
import org.pagurus.relocation.HeapProbe;
import org.pagurus.relocation.HeapStats;
import org.pagurus.relocation.Session;

/**
 * What a heap of one size costs that is full of objects and not compacted: its metadata, the walks over all of it, sections,
 * accesses and allocation, of one session.
 */
final class UsingRun {
    static final int OBJECT_BYTES = 1024;
    private static final long ROOM_BYTES = 64L << 20;
    static final int TIMES = 5;
    private static final int SECTIONS = 200_000;
    private static final int READS = 1 << 18;
    private static final int READS_IN_SECTION = 1 << 10;
    static final int REPLACED = 100_000;

    private final long liveBytes;
    private final SplittableRandom random;
    private long readSum;

    UsingRun(long liveBytes, long seed) {
        this.liveBytes = liveBytes;
        this.random = new SplittableRandom(seed);
    }

    /** An eighth for pages that are opened while what was freed waits. */
    static long capacityBytes(long liveBytes) {
        return liveBytes + liveBytes / 8 + ROOM_BYTES;
    }

    /** Java heap that it takes for each live byte is a part of this: pointers, and what the heap knows of pages. */
    static long javaBytes(long liveBytes) {
        return liveBytes / OBJECT_BYTES * Long.BYTES + liveBytes / 100 + (long) READS * 2 * Long.BYTES * TIMES;
    }

    void run(Samples samples) {
        try (Heap heap = Heap.builder().capacity(capacityBytes(liveBytes)).build(); Session session = heap.openSession()) {
            long[] objects = fill(session);
            HeapProbe probe = new HeapProbe(heap);
            HeapStats stats = heap.stats();
            samples.add(Measure.PAGES, liveBytes, stats.pages());
            samples.add(Measure.PAGE_TABLE, liveBytes, probe.pageTableBytes());
            samples.add(Measure.METADATA, liveBytes, stats.metadataBytes());
            samples.add(Measure.METADATA_PART, liveBytes, (double) stats.metadataBytes() / stats.usedBytes());
            samples.add(Measure.STATS, liveBytes, Stopwatch.processorNanos(heap::stats));
            samples.add(Measure.PLAN, liveBytes, Stopwatch.processorNanos(probe::plan));
            samples.add(Measure.GRACE_PERIOD, liveBytes, GracePeriods.medianNanos(probe.domain(), List.of()));
            samples.add(Measure.SECTION, liveBytes, Stopwatch.processorNanos(TIMES, () -> sections(session)) / SECTIONS);
            read(session, objects, samples);
            replace(session, objects);
            samples.add(Measure.REPLACE, liveBytes, Stopwatch.processorNanos(TIMES, () -> replace(session, objects))
                / REPLACED);
        }
    }

    private long[] fill(Session session) {
        long[] objects = new long[Math.toIntExact(liveBytes / OBJECT_BYTES)];
        for (int i = 0; i < objects.length; i++) {
            objects[i] = session.allocate(OBJECT_BYTES);
            session.enter();
            session.putLong(objects[i], 0, i);
            session.exit();
        }
        return objects;
    }

    private static void sections(Session session) {
        for (int i = 0; i < SECTIONS; i++) {
            session.enter();
            session.exit();
        }
    }

    // ---- reads ----

    /** The same objects in the same order both ways. Nothing moves meanwhile, so that an address stays what it is. */
    private void read(Session session, long[] objects, Samples samples) {
        int[] first = {0};
        int count = READS * TIMES;
        long[] pointers = new long[count];
        long[] addresses = new long[count];
        long expected = 0;
        for (int i = 0; i < count; i++) {
            int index = random.nextInt(objects.length);
            expected += index;
            pointers[i] = objects[index];
            session.enter();
            addresses[i] = session.address(pointers[i]);
            session.exit();
        }
        // In turn each part once: what one has read is out of the caches when the next one begins, unless all of it fits in.
        double nanos = Stopwatch.processorNanos(TIMES, () -> {
            readPart(session, pointers, first[0]);
            first[0] += READS;
        });
        requireSum(expected);
        samples.add(Measure.READ, liveBytes, nanos / READS);
        first[0] = 0;
        nanos = Stopwatch.processorNanos(TIMES, () -> {
            readRaw(addresses, first[0]);
            first[0] += READS;
        });
        requireSum(expected);
        samples.add(Measure.RAW_READ, liveBytes, nanos / READS);
    }

    private void readPart(Session session, long[] pointers, int from) {
        long sum = 0;
        for (int i = from; i < from + READS; i += READS_IN_SECTION) {
            session.enter();
            for (int j = i; j < i + READS_IN_SECTION; j++) {
                sum += session.getLong(pointers[j], 0);
            }
            session.exit();
        }
        readSum += sum;
    }

    private void readRaw(long[] addresses, int from) {
        long sum = 0;
        for (int i = from; i < from + READS; i++) {
            sum += UnsafeApi.getLong(addresses[i]);
        }
        readSum += sum;
    }

    /** All parts were read, and each read gave what was written. */
    private void requireSum(long expected) {
        if (readSum != expected) {
            throw new IllegalStateException("wrong reads: their sum is " + readSum + " instead of " + expected);
        }
        readSum = 0;
    }

    // ---- allocation ----

    private void replace(Session session, long[] objects) {
        for (int i = 0; i < REPLACED; i++) {
            int index = random.nextInt(objects.length);
            session.free(objects[index]);
            objects[index] = session.allocate(OBJECT_BYTES);
        }
    }
}
