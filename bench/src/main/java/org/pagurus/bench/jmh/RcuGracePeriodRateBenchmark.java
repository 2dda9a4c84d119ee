package org.pagurus.bench.jmh;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
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

/**
 * Grace periods one after the other, by one updater, while threads read in short sections and now and then yield their
 * processor. With more threads than processors this is a measurement of the scheduler as well.
 */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(1)
@Warmup(iterations = 4, time = 200, timeUnit = TimeUnit.MILLISECONDS)
@Measurement(iterations = 10, time = 200, timeUnit = TimeUnit.MILLISECONDS)
public class RcuGracePeriodRateBenchmark {
    private static final int SECTIONS_TO_YIELD = 64;

    /** A domain and its readers. */
    @State(Scope.Benchmark)
    public static class Updated {
        @Param({"1", "2", "8", "64"})
        int readers;
        @Param({"FULL", "ASYMMETRIC"})
        Fence fence;

        RcuDomain domain;
        private ReaderThreads threads;

        @Setup(Level.Trial)
        public void start() throws InterruptedException {
            domain = RcuDomain.builder().fence(fence).strict();
            threads = new ReaderThreads(readers, SECTIONS_TO_YIELD, () -> SectionGuard.of(domain.register()));
        }

        @TearDown(Level.Trial)
        public void stop() throws InterruptedException {
            threads.stop();
            domain.close();
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
    public void pagurusGracePeriod(Updated state) {
        state.domain.synchronize();
    }
}
