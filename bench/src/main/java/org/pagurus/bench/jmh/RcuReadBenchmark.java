package org.pagurus.bench.jmh;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.StampedLock;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Warmup;

/**
 * A plain read of 8 shared bytes, guarded in each of the ways, so that like is compared with like. Nobody writes. The floor is
 * the read alone. An arena guards each access by itself, so it has no section.
 */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(1)
@Warmup(iterations = 4, time = 200, timeUnit = TimeUnit.MILLISECONDS)
@Measurement(iterations = 10, time = 200, timeUnit = TimeUnit.MILLISECONDS)
public class RcuReadBenchmark {
    @Benchmark
    public long rawRead(Guards guards) {
        return guards.value;
    }

    @Benchmark
    public long pagurusReadAsymmetric(Guards guards, RcuReaders.Asymmetric state) {
        state.reader.enter();
        long value = guards.value;
        state.reader.exit();
        return value;
    }

    @Benchmark
    public long pagurusReadFull(Guards guards, RcuReaders.Full state) {
        state.reader.enter();
        long value = guards.value;
        state.reader.exit();
        return value;
    }

    @Benchmark
    public long pagurusReadTicket(Guards guards) {
        long ticket = guards.sleepable.enterSleepable();
        long value = guards.value;
        guards.sleepable.exitSleepable(ticket);
        return value;
    }

    @Benchmark
    public long peerReadStampedOptimistic(Guards guards) {
        StampedLock lock = guards.stampedLock;
        long stamp = lock.tryOptimisticRead();
        long value = guards.value;
        return lock.validate(stamp) ? value : peerReadStampedRead(guards);
    }

    @Benchmark
    public long peerReadStampedRead(Guards guards) {
        long stamp = guards.stampedLock.readLock();
        long value = guards.value;
        guards.stampedLock.unlockRead(stamp);
        return value;
    }

    @Benchmark
    public long peerReadReadWriteLock(Guards guards) {
        guards.readLock.lock();
        long value = guards.value;
        guards.readLock.unlock();
        return value;
    }

    @Benchmark
    public long peerReadReferenceCount(Guards guards) {
        guards.references.incrementAndGet();
        long value = guards.value;
        guards.references.decrementAndGet();
        return value;
    }

    @Benchmark
    public long peerReadSharedArena() throws Throwable {
        return (long) SharedArena.READ.invokeExact();
    }
}
