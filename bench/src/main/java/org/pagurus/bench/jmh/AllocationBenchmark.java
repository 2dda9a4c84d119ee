package org.pagurus.bench.jmh;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
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
import org.pagurus.bench.peers.NettyAllocators;
import org.pagurus.relocation.Heap;
import org.pagurus.relocation.Session;

/**
 * Replaces one of 4,096 objects of 16 to 1,024 bytes: one free and one allocation. The floor is {@code malloc} and its
 * {@code free}, whose memory may be used again at once, and Netty's; Pagurus makes it wait for a grace period.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(1)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
public class AllocationBenchmark {
    private static final int OBJECTS = 4096;
    private static final int MIN_BYTES = 16;
    private static final int MAX_BYTES = 1024;
    private static final int SIZES = 1 << 16;
    private static final long CAPACITY_BYTES = 64L << 20;
    private static final long SEED = 1;

    private final int[] sizes = new SplittableRandom(SEED).ints(SIZES, MIN_BYTES, MAX_BYTES + 1).toArray();
    private final int[] places = new SplittableRandom(SEED + 1).ints(SIZES, 0, OBJECTS).toArray();
    private final long[] addresses = new long[OBJECTS];
    private final long[] pointers = new long[OBJECTS];
    private final ByteBuf[] adaptiveBuffers = new ByteBuf[OBJECTS];
    private final ByteBuf[] pooledBuffers = new ByteBuf[OBJECTS];
    private final ByteBufAllocator adaptive = NettyAllocators.adaptive();
    private final ByteBufAllocator pooled = NettyAllocators.pooled();
    private Heap heap;
    private Session session;
    private int step;

    @Setup(Level.Iteration)
    public void fill() {
        heap = Heap.builder().capacity(CAPACITY_BYTES).build();
        session = heap.openSession();
        for (int i = 0; i < OBJECTS; i++) {
            addresses[i] = UnsafeApi.allocateMemory(sizes[i]);
            pointers[i] = session.allocate(sizes[i]);
            adaptiveBuffers[i] = adaptive.directBuffer(sizes[i]);
            pooledBuffers[i] = pooled.directBuffer(sizes[i]);
        }
    }

    @TearDown(Level.Iteration)
    public void free() {
        session.close();
        heap.close();
        for (int i = 0; i < OBJECTS; i++) {
            UnsafeApi.freeMemory(addresses[i]);
            adaptiveBuffers[i].release();
            pooledBuffers[i].release();
        }
    }

    private int next() {
        step = step + 1 & SIZES - 1;
        return step;
    }

    @Benchmark
    public void rawReplace() {
        int next = next();
        UnsafeApi.freeMemory(addresses[places[next]]);
        addresses[places[next]] = UnsafeApi.allocateMemory(sizes[next]);
    }

    @Benchmark
    public void pagurusReplace() {
        int next = next();
        session.free(pointers[places[next]]);
        pointers[places[next]] = session.allocate(sizes[next]);
    }

    @Benchmark
    public void peerReplaceNettyAdaptive() {
        int next = next();
        adaptiveBuffers[places[next]].release();
        adaptiveBuffers[places[next]] = adaptive.directBuffer(sizes[next]);
    }

    @Benchmark
    public void peerReplaceNettyPooled() {
        int next = next();
        pooledBuffers[places[next]].release();
        pooledBuffers[places[next]] = pooled.directBuffer(sizes[next]);
    }
}
