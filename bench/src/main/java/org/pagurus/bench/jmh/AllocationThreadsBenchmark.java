package org.pagurus.bench.jmh;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLongArray;
import java.util.concurrent.atomic.AtomicReferenceArray;
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
import org.openjdk.jmh.annotations.Threads;
import org.openjdk.jmh.annotations.Warmup;
import org.pagurus.bench.peers.NettyAllocators;
import org.pagurus.relocation.Heap;
import org.pagurus.relocation.Session;

/**
 * As {@link AllocationBenchmark}, one operation replaces an object. <b>Alone</b>: one thread, its own objects. <b>Own</b>: two
 * threads, each with a session and objects of its own. <b>Exchanged</b>: two threads put what they allocate into an array that
 * both share and free what comes out of it, which in half of the cases the other one has allocated.
 */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(1)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
public class AllocationThreadsBenchmark {
    private static final int OBJECTS = 4096;
    private static final int MIN_BYTES = 16;
    private static final int MAX_BYTES = 1024;
    private static final int STEPS = 1 << 16;
    private static final long CAPACITY_BYTES = 64L << 20;
    private static final long SEED = 1;
    private static final int TWO = 2;

    /**
     * The heap, and the array between the threads. It is not torn down: JMH would do that while the other thread may still be
     * giving back its own objects. The JVM ends with the trial.
     */
    @State(Scope.Benchmark)
    public static class Shared {
        private final AtomicLongArray pointers = new AtomicLongArray(OBJECTS);
        private final AtomicLongArray addresses = new AtomicLongArray(OBJECTS);
        private final AtomicReferenceArray<ByteBuf> buffers = new AtomicReferenceArray<>(OBJECTS);
        private final ByteBufAllocator netty = NettyAllocators.adaptive();
        private Heap heap;

        @Setup(Level.Trial)
        public void fill() {
            heap = Heap.builder().capacity(CAPACITY_BYTES).build();
            SplittableRandom random = new SplittableRandom(SEED);
            try (Session session = heap.openSession()) {
                for (int i = 0; i < OBJECTS; i++) {
                    int size = random.nextInt(MIN_BYTES, MAX_BYTES + 1);
                    pointers.set(i, session.allocate(size));
                    addresses.set(i, UnsafeApi.allocateMemory(size));
                    buffers.set(i, netty.directBuffer(size));
                }
            }
        }
    }

    /** A thread's session and objects. */
    @State(Scope.Thread)
    public static class Own {
        private final int[] sizes = new int[STEPS];
        private final int[] places = new int[STEPS];
        private final long[] pointers = new long[OBJECTS];
        private final long[] addresses = new long[OBJECTS];
        private final ByteBuf[] buffers = new ByteBuf[OBJECTS];
        private Session session;
        private int step;

        @Setup(Level.Iteration)
        public void open(Shared shared) {
            SplittableRandom random = new SplittableRandom(SEED + Thread.currentThread().getId());
            for (int i = 0; i < STEPS; i++) {
                sizes[i] = random.nextInt(MIN_BYTES, MAX_BYTES + 1);
                places[i] = random.nextInt(OBJECTS);
            }
            session = shared.heap.openSession();
            for (int i = 0; i < OBJECTS; i++) {
                pointers[i] = session.allocate(sizes[i]);
                addresses[i] = UnsafeApi.allocateMemory(sizes[i]);
                buffers[i] = shared.netty.directBuffer(sizes[i]);
            }
        }

        @TearDown(Level.Iteration)
        public void close() {
            for (int i = 0; i < OBJECTS; i++) {
                session.free(pointers[i]);
                UnsafeApi.freeMemory(addresses[i]);
                buffers[i].release();
            }
            session.close();
        }

        private int next() {
            step = step + 1 & STEPS - 1;
            return step;
        }

        private void replacePointer() {
            int next = next();
            session.free(pointers[places[next]]);
            pointers[places[next]] = session.allocate(sizes[next]);
        }

        private void replaceAddress() {
            int next = next();
            UnsafeApi.freeMemory(addresses[places[next]]);
            addresses[places[next]] = UnsafeApi.allocateMemory(sizes[next]);
        }

        private void replaceBuffer(Shared shared) {
            int next = next();
            buffers[places[next]].release();
            buffers[places[next]] = shared.netty.directBuffer(sizes[next]);
        }
    }

    @Benchmark
    @Threads(1)
    public void rawAlone(Own own) {
        own.replaceAddress();
    }

    @Benchmark
    @Threads(1)
    public void pagurusAlone(Own own) {
        own.replacePointer();
    }

    @Benchmark
    @Threads(1)
    public void peerAloneNettyAdaptive(Own own, Shared shared) {
        own.replaceBuffer(shared);
    }

    @Benchmark
    @Threads(TWO)
    public void rawOwn(Own own) {
        own.replaceAddress();
    }

    @Benchmark
    @Threads(TWO)
    public void pagurusOwn(Own own) {
        own.replacePointer();
    }

    @Benchmark
    @Threads(TWO)
    public void peerOwnNettyAdaptive(Own own, Shared shared) {
        own.replaceBuffer(shared);
    }

    @Benchmark
    @Threads(TWO)
    public void rawExchanged(Own own, Shared shared) {
        int next = own.next();
        UnsafeApi.freeMemory(shared.addresses.getAndSet(own.places[next], UnsafeApi.allocateMemory(own.sizes[next])));
    }

    @Benchmark
    @Threads(TWO)
    public void pagurusExchanged(Own own, Shared shared) {
        int next = own.next();
        own.session.free(shared.pointers.getAndSet(own.places[next], own.session.allocate(own.sizes[next])));
    }

    @Benchmark
    @Threads(TWO)
    public void peerExchangedNettyAdaptive(Own own, Shared shared) {
        int next = own.next();
        shared.buffers.getAndSet(own.places[next], shared.netty.directBuffer(own.sizes[next])).release();
    }
}
