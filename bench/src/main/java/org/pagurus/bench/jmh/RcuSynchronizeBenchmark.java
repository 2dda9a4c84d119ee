package org.pagurus.bench.jmh;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.StampedLock;
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
import org.pagurus.rcu.Fence;
import org.pagurus.rcu.RcuDomain;
import org.pagurus.rcu.Reader;

/**
 * A grace period from its start to its end. With a busy reader a thread in the background goes through one section of some tens
 * of nanoseconds after the other. The floor is what no updater can do without: to number the grace period by an atomic
 * increment, and a full fence. The peer is the writer's part of a lock, with a reader of the lock.
 */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(1)
@Warmup(iterations = 4, time = 200, timeUnit = TimeUnit.MILLISECONDS)
@Measurement(iterations = 10, time = 200, timeUnit = TimeUnit.MILLISECONDS)
public class RcuSynchronizeBenchmark {
    /** What is in an updater's way. */
    public enum Readers { NONE, IDLE, BUSY }

    /** A domain and its readers. */
    @State(Scope.Benchmark)
    public static class Updated {
        @Param
        Readers readers;
        @Param({"FULL", "ASYMMETRIC"})
        Fence fence;

        RcuDomain domain;
        private Reader idle;
        private ReaderThreads busy;

        @Setup(Level.Iteration)
        public void start() throws InterruptedException {
            domain = RcuDomain.builder().fence(fence).strict();
            if (readers == Readers.IDLE) {
                idle = domain.register();
            }
            busy = new ReaderThreads(readers == Readers.BUSY ? 1 : 0, 0, () -> SectionGuard.of(domain.register()));
        }

        @TearDown(Level.Iteration)
        public void stop() throws InterruptedException {
            busy.stop();
            if (idle != null) {
                idle.close();
            }
            domain.close();
        }
    }

    /** A lock and its readers. */
    @State(Scope.Benchmark)
    public static class Locked {
        @Param({"NONE", "BUSY"})
        Readers readers;

        final StampedLock lock = new StampedLock();
        private ReaderThreads busy;

        @Setup(Level.Iteration)
        public void start() throws InterruptedException {
            busy = new ReaderThreads(readers == Readers.BUSY ? 1 : 0, 0, () -> SectionGuard.of(lock));
        }

        @TearDown(Level.Iteration)
        public void stop() throws InterruptedException {
            busy.stop();
        }
    }

    /** What takes the place of the epoch. */
    @State(Scope.Benchmark)
    public static class Counted {
        final AtomicLong count = new AtomicLong();
    }

    @Benchmark
    public long rawGracePeriod(Counted state) {
        long cookie = state.count.incrementAndGet();
        UnsafeApi.fullFence();
        return cookie;
    }

    @Benchmark
    public void pagurusGracePeriodSynchronize(Updated state) {
        state.domain.synchronize();
    }

    @Benchmark
    public void pagurusGracePeriodExpedite(Updated state) {
        state.domain.expedite();
    }

    @Benchmark
    public long pagurusGracePeriodPolled(Updated state) {
        long cookie = state.domain.startGracePeriod();
        while (!state.domain.isElapsed(cookie)) {
            Thread.onSpinWait();
        }
        return cookie;
    }

    @Benchmark
    public void peerGracePeriodStampedWrite(Locked state) {
        state.lock.unlockWrite(state.lock.writeLock());
    }
}
