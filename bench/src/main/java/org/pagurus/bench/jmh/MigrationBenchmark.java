package org.pagurus.bench.jmh;

import java.util.concurrent.TimeUnit;
import org.agrona.UnsafeApi;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;
import org.pagurus.relocation.Heap;
import org.pagurus.relocation.PageMover;
import org.pagurus.relocation.Session;

/**
 * Moves full pages of 64 KiB, one alone and 1 MiB in a batch, with all that belongs to it: isolation, the grace period of the
 * batch, copy and commit, and the release of the old frames. And folds sparse pages, every second slot of which is free; the time
 * is that for each MiB copied, planning included. The floors are plain copies of as many bytes in pieces as long. Nobody reads.
 */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(1)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
public class MigrationBenchmark {
    private static final int PAGE_BYTES = 64 << 10;
    private static final int MIB = 1 << 20;
    private static final int FULL_BYTES = 64 << 20;
    private static final int FOLD_MIB = 16;
    private static final int OBJECT_BYTES = 1024;
    private static final long TIMEOUT_NANOS = 60_000_000_000L;

    /** Memory to copy from and to. */
    @State(Scope.Thread)
    public static class RawPages {
        private long from;
        private long to;
        private int offset;

        @Setup
        public void fill() {
            from = UnsafeApi.allocateMemory(FULL_BYTES);
            to = UnsafeApi.allocateMemory(FULL_BYTES);
            UnsafeApi.setMemory(from, FULL_BYTES, (byte) 1);
            UnsafeApi.setMemory(to, FULL_BYTES, (byte) 1);
        }

        final void copyPage() {
            offset = offset + PAGE_BYTES & FULL_BYTES - 1;
            UnsafeApi.copyMemory(from + offset, to + offset, PAGE_BYTES);
        }

        /** Every second object, one behind the other. */
        final void copySparse(int bytes) {
            for (int copied = 0; copied < bytes; copied += OBJECT_BYTES) {
                UnsafeApi.copyMemory(from + 2L * copied, to + copied, OBJECT_BYTES);
            }
        }

        @TearDown
        public void free() {
            UnsafeApi.freeMemory(from);
            UnsafeApi.freeMemory(to);
        }
    }

    /** A heap of full pages. */
    @State(Scope.Thread)
    public static class FullPages {
        private Heap heap;
        private PageMover mover;
        private long tried;

        @Setup
        public void fill() {
            heap = Heap.builder().capacity(2L * FULL_BYTES).build();
            try (Session session = heap.openSession()) {
                for (int filled = 0; filled < FULL_BYTES; filled += OBJECT_BYTES) {
                    session.allocate(OBJECT_BYTES);
                }
            }
            mover = new PageMover(heap);
        }

        final void move(int bytes) {
            tried += mover.moveNext(bytes);
        }

        @TearDown
        public void free() {
            long moved = heap.stats().pagesMigrated() * PAGE_BYTES;
            heap.close();
            if (moved != tried) {
                throw new IllegalStateException("moved " + moved + " of " + tried + " bytes: something held pages");
            }
        }
    }

    /** A heap of sparse pages, anew for each fold. */
    @State(Scope.Thread)
    public static class SparsePages {
        private Heap heap;

        @Setup(Level.Invocation)
        public void fill() {
            heap = Heap.builder().capacity(4L * FOLD_MIB * MIB).build();
            long[] leaving = new long[FOLD_MIB * MIB / OBJECT_BYTES];
            try (Session session = heap.openSession()) {
                for (int i = 0; i < leaving.length; i++) {
                    session.allocate(OBJECT_BYTES);
                    leaving[i] = session.allocate(OBJECT_BYTES);
                }
                for (long pointer : leaving) {
                    session.free(pointer);
                }
            }
        }

        final void fold() {
            if (!heap.compactor().compactNow(TIMEOUT_NANOS)) {
                throw new IllegalStateException("not done after " + TIMEOUT_NANOS / 1_000_000_000L + " s");
            }
        }

        @TearDown(Level.Invocation)
        public void free() {
            long copied = heap.stats().bytesCopied();
            heap.close();
            if (copied < FOLD_MIB * MIB * 9L / 10 || copied > FOLD_MIB * MIB * 11L / 10) {
                throw new IllegalStateException("copied " + copied + " bytes instead of " + FOLD_MIB * MIB);
            }
        }
    }

    @Benchmark
    public void rawMovePage(RawPages pages) {
        pages.copyPage();
    }

    @Benchmark
    public void pagurusMovePage(FullPages pages) {
        pages.move(PAGE_BYTES);
    }

    @Benchmark
    public void rawMoveMib(RawPages pages) {
        for (int copied = 0; copied < MIB; copied += PAGE_BYTES) {
            pages.copyPage();
        }
    }

    @Benchmark
    public void pagurusMoveMib(FullPages pages) {
        pages.move(MIB);
    }

    @Benchmark
    @BenchmarkMode(Mode.SingleShotTime)
    @OperationsPerInvocation(FOLD_MIB)
    @Warmup(iterations = 20)
    @Measurement(iterations = 20)
    public void rawFoldMib(RawPages pages) {
        pages.copySparse(FOLD_MIB * MIB);
    }

    @Benchmark
    @BenchmarkMode(Mode.SingleShotTime)
    @OperationsPerInvocation(FOLD_MIB)
    @Warmup(iterations = 20)
    @Measurement(iterations = 20)
    public void pagurusFoldMib(SparsePages pages) {
        pages.fold();
    }
}
