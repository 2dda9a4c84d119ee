package org.pagurus.bench.jmh;

import java.util.concurrent.TimeUnit;
import org.agrona.UnsafeApi;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;
import org.pagurus.relocation.Heap;
import org.pagurus.relocation.Session;

/**
 * Copies one value of 4 KiB between a {@code byte[]} and off-heap memory, one value after the other through 1 GiB of them. The
 * floor is {@code Unsafe.copyMemory}.
 */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(1)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
public class BulkBenchmark {
    private static final int VALUE_BYTES = 4096;
    private static final long ARRAY_BASE = UnsafeApi.arrayBaseOffset(byte[].class);
    private static final String UNCHECKED = "-Dpagurus.checks=none";

    /** The values, found through an array, and a copy of one of them. */
    @State(Scope.Thread)
    public abstract static class Values {
        /** MiB of values; a power of two. */
        @Param("1024")
        public int mib;

        final byte[] array = new byte[VALUE_BYTES];
        long[] places;
        private int step;

        final int count() {
            return (int) (((long) mib << 20) / VALUE_BYTES);
        }

        final long next() {
            step = step + 1 & places.length - 1;
            return places[step];
        }
    }

    /** In the C library's memory. */
    public static class RawValues extends Values {
        private long memory;

        @Setup
        public void fill() {
            memory = UnsafeApi.allocateMemory((long) mib << 20);
            UnsafeApi.setMemory(memory, (long) mib << 20, (byte) 1);
            places = new long[count()];
            for (int i = 0; i < places.length; i++) {
                places[i] = memory + (long) i * VALUE_BYTES;
            }
        }

        @TearDown
        public void free() {
            UnsafeApi.freeMemory(memory);
        }
    }

    /** In a heap of Pagurus. */
    public static class HeapValues extends Values {
        private Heap heap;
        Session session;

        @Setup
        public void fill() {
            heap = Heap.builder().capacity(((long) mib << 20) + ((long) mib << 18) + (64L << 20)).build();
            places = new long[count()];
            try (Session filler = heap.openSession()) {
                for (int i = 0; i < places.length; i++) {
                    places[i] = filler.allocate(VALUE_BYTES);
                    filler.enter();
                    filler.putBytes(places[i], 0, array, 0, VALUE_BYTES);
                    filler.exit();
                }
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

        @TearDown
        public void free() {
            heap.close();
        }
    }

    @Benchmark
    public byte[] rawGet(RawValues values) {
        UnsafeApi.copyMemory(null, values.next(), values.array, ARRAY_BASE, VALUE_BYTES);
        return values.array;
    }

    @Benchmark
    @Fork(value = 1, jvmArgsAppend = UNCHECKED)
    public byte[] pagurusGetUnchecked(HeapValues values) {
        values.session.getBytes(values.next(), 0, values.array, 0, VALUE_BYTES);
        return values.array;
    }

    @Benchmark
    public byte[] pagurusGet(HeapValues values) {
        values.session.getBytes(values.next(), 0, values.array, 0, VALUE_BYTES);
        return values.array;
    }

    @Benchmark
    public void rawPut(RawValues values) {
        UnsafeApi.copyMemory(values.array, ARRAY_BASE, null, values.next(), VALUE_BYTES);
    }

    @Benchmark
    @Fork(value = 1, jvmArgsAppend = UNCHECKED)
    public void pagurusPutUnchecked(HeapValues values) {
        values.session.putBytes(values.next(), 0, values.array, 0, VALUE_BYTES);
    }

    @Benchmark
    public void pagurusPut(HeapValues values) {
        values.session.putBytes(values.next(), 0, values.array, 0, VALUE_BYTES);
    }
}
