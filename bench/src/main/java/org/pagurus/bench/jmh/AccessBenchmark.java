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
 * One access of 8 bytes at a random place in 1 GiB of objects of 128 bytes, far more than caches and TLB cover. All memory is in
 * OS pages of the usual size. {@code Unchecked} is {@code -Dpagurus.checks=none}; the others have the default, bounds.
 */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(1)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
public class AccessBenchmark {
    private static final String UNCHECKED = "-Dpagurus.checks=none";

    @Benchmark
    public long rawRead(RawPlaces places) {
        return UnsafeApi.getLong(places.next() + places.index());
    }

    @Benchmark
    @Fork(value = 1, jvmArgsAppend = UNCHECKED)
    public long pagurusReadUnchecked(HeapPlaces places) {
        return places.session.getLong(places.next(), places.index());
    }

    @Benchmark
    public long pagurusRead(HeapPlaces places) {
        return places.session.getLong(places.next(), places.index());
    }

    @Benchmark
    public long pagurusReadFolded(FoldedPlaces places) {
        return places.session.getLong(places.next(), places.index());
    }

    @Benchmark
    public long peerReadHandleTable(HandlePlaces places) {
        return UnsafeApi.getLong(places.addressOf(places.next()) + places.index());
    }

    @Benchmark
    public long peerReadSharedArena(SharedArenaPlaces places) {
        return places.getLong(places.next() + places.index());
    }

    @Benchmark
    public void rawWrite(RawPlaces places) {
        long place = places.next();
        UnsafeApi.putLong(place + places.index(), place);
    }

    @Benchmark
    @Fork(value = 1, jvmArgsAppend = UNCHECKED)
    public void pagurusWriteUnchecked(HeapPlaces places) {
        long place = places.next();
        places.session.putLong(place, places.index(), place);
    }

    @Benchmark
    public void pagurusWrite(HeapPlaces places) {
        long place = places.next();
        places.session.putLong(place, places.index(), place);
    }
}
