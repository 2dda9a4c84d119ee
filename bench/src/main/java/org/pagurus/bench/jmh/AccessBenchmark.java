package org.pagurus.bench.jmh;

import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import org.agrona.UnsafeApi;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;
import org.pagurus.relocation.Heap;
import org.pagurus.relocation.Session;

/**
 * One access of 8 bytes at a random place in 64 MiB, held as objects of 1 KiB. Both sides find their object through an array, of
 * addresses or of pointers; the section stays open.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(1)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
public class AccessBenchmark {
    private static final int OBJECT_BYTES = 1024;
    private static final int OBJECTS = 64 << 10;
    private static final long CAPACITY_BYTES = 128L << 20;
    private static final long SEED = 1;

    private final long[] addresses = new long[OBJECTS];
    private final long[] pointers = new long[OBJECTS];
    private long rawMemory;
    private Heap heap;
    private Session session;
    private long random = SEED;

    @Setup(Level.Trial)
    public void fill() {
        rawMemory = UnsafeApi.allocateMemory((long) OBJECTS * OBJECT_BYTES);
        heap = Heap.builder().capacity(CAPACITY_BYTES).build();
        SplittableRandom values = new SplittableRandom(SEED);
        try (Session filler = heap.openSession()) {
            filler.enter();
            for (int i = 0; i < OBJECTS; i++) {
                addresses[i] = rawMemory + (long) i * OBJECT_BYTES;
                pointers[i] = filler.allocate(OBJECT_BYTES);
                for (int offset = 0; offset < OBJECT_BYTES; offset += Long.BYTES) {
                    long value = values.nextLong();
                    UnsafeApi.putLong(addresses[i] + offset, value);
                    filler.putLong(pointers[i], offset, value);
                }
            }
            filler.exit();
        }
    }

    @Setup(Level.Iteration)
    public void enter() {
        session = heap.openSession();
        session.enter();
    }

    @TearDown(Level.Iteration)
    public void exit() {
        session.exit();
        session.close();
    }

    @TearDown(Level.Trial)
    public void free() {
        heap.close();
        UnsafeApi.freeMemory(rawMemory);
    }

    /** Xorshift: a few cycles, and no cache line of its own. */
    private int next() {
        random ^= random << 13;
        random ^= random >>> 7;
        random ^= random << 17;
        return (int) (random >>> 32);
    }

    private static int objectOf(int place) {
        return place & (OBJECTS - 1);
    }

    private static int offsetOf(int place) {
        return place >>> 16 & (OBJECT_BYTES - Long.BYTES);
    }

    @Benchmark
    public long rawRead() {
        int place = next();
        return UnsafeApi.getLong(addresses[objectOf(place)] + offsetOf(place));
    }

    @Benchmark
    public long pagurusRead() {
        int place = next();
        return session.getLong(pointers[objectOf(place)], offsetOf(place));
    }

    @Benchmark
    public void rawWrite() {
        int place = next();
        UnsafeApi.putLong(addresses[objectOf(place)] + offsetOf(place), place);
    }

    @Benchmark
    public void pagurusWrite() {
        int place = next();
        session.putLong(pointers[objectOf(place)], offsetOf(place), place);
    }
}
