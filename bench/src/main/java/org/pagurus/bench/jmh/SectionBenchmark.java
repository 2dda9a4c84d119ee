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
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;
import org.pagurus.relocation.Heap;
import org.pagurus.relocation.OnMigration;
import org.pagurus.relocation.Session;

/**
 * An empty section. The floor is a full fence: a section has to announce itself before its first read, and on most hardware
 * only a full fence orders a store before a load.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(1)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
public class SectionBenchmark {
    private static final long CAPACITY_BYTES = 8L << 20;

    private Heap heap;
    private Session session;
    private final Runnable nothing = () -> { };

    @Setup(Level.Trial)
    public void build() {
        heap = Heap.builder().capacity(CAPACITY_BYTES).build();
    }

    @Setup(Level.Iteration)
    public void open() {
        session = heap.openSession();
    }

    @TearDown(Level.Iteration)
    public void close() {
        session.close();
    }

    @TearDown(Level.Trial)
    public void free() {
        heap.close();
    }

    @Benchmark
    public void rawSection() {
        UnsafeApi.fullFence();
    }

    @Benchmark
    public void pagurusSection() {
        session.enter();
        session.exit();
    }

    /** A strict section with a policy of its own. */
    @Benchmark
    public void pagurusSectionWithPolicy() {
        session.enter(OnMigration.FALLBACK);
        session.exit();
    }

    @Benchmark
    public void pagurusSectionSleepable() {
        session.enterSleepable();
        session.exit();
    }

    /** A section that could be run again. */
    @Benchmark
    public void pagurusSectionRun() {
        session.run(nothing);
    }
}
