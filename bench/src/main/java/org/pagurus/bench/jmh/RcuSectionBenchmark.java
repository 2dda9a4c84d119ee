package org.pagurus.bench.jmh;

import java.util.concurrent.TimeUnit;
import org.agrona.UnsafeApi;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Warmup;

/**
 * An empty section: entering and leaving, nothing else. The floor is a plain read of 8 bytes; where every section has a full
 * fence, that fence between two stores. For comparison {@code rawSectionFence} is a fence that has no store to wait for, and
 * {@code rawSectionEmpty} what the loop of the measurement costs.
 */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(1)
@Warmup(iterations = 4, time = 200, timeUnit = TimeUnit.MILLISECONDS)
@Measurement(iterations = 10, time = 200, timeUnit = TimeUnit.MILLISECONDS)
public class RcuSectionBenchmark {
    @Benchmark
    public void rawSectionEmpty() {
        // Nothing: see above.
    }

    @Benchmark
    public long rawSection(Guards guards) {
        return guards.value;
    }

    @Benchmark
    public void rawSectionFence() {
        UnsafeApi.fullFence();
    }

    @Benchmark
    public void rawSectionFull(Announcement state) {
        state.enter();
        state.exit();
    }

    @Benchmark
    public void pagurusSectionAsymmetric(RcuReaders.Asymmetric state) {
        state.reader.enter();
        state.reader.exit();
    }

    @Benchmark
    public void pagurusSectionFull(RcuReaders.Full state) {
        state.reader.enter();
        state.reader.exit();
    }

    @Benchmark
    public void pagurusSectionNested(RcuReaders.Nested state) {
        state.reader.enter();
        state.reader.exit();
    }

    @Benchmark
    public void pagurusSectionSleepableAsymmetric(RcuReaders.SleepableAsymmetric state) {
        state.reader.enter();
        state.reader.exit();
    }

    @Benchmark
    public void pagurusSectionTicket(Guards guards) {
        guards.sleepable.exitSleepable(guards.sleepable.enterSleepable());
    }

    @Benchmark
    public boolean peerSectionStampedOptimistic(Guards guards) {
        long stamp = guards.stampedLock.tryOptimisticRead();
        return guards.stampedLock.validate(stamp);
    }

    @Benchmark
    public void peerSectionStampedRead(Guards guards) {
        guards.stampedLock.unlockRead(guards.stampedLock.readLock());
    }

    @Benchmark
    public void peerSectionReadWriteLock(Guards guards) {
        guards.readLock.lock();
        guards.readLock.unlock();
    }

    @Benchmark
    public long peerSectionReferenceCount(Guards guards) {
        guards.references.incrementAndGet();
        return guards.references.decrementAndGet();
    }
}
