package org.pagurus.bench.jmh;

import java.util.concurrent.TimeUnit;
import org.agrona.UnsafeApi;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/**
 * One access of 8 bytes to a random one of the objects of 64 bytes that fill 1 GiB, far more than caches and TLB cover. All
 * memory is in OS pages of the usual size. {@code Unchecked} is {@code -Dpagurus.checks=none}; the others have the default,
 * bounds.
 *
 * <p>Accesses do not wait for each other: a processor has as many under way as fit into its window of some hundred instructions,
 * so each instruction more counts. {@code Dependent} reads do wait, as when a tree or a list is walked: what counts is how long
 * one takes.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(1)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
public class AccessBenchmark {
    private static final String UNCHECKED = "-Dpagurus.checks=none";

    /** What the last dependent read found. */
    private long last;

    @Benchmark
    public long rawRead(RawPlaces places) {
        return UnsafeApi.getLong(places.next() + Places.INDEX);
    }

    @Benchmark
    @Fork(value = 1, jvmArgsAppend = UNCHECKED)
    public long pagurusReadUnchecked(HeapPlaces places) {
        return places.session.getLong(places.next(), Places.INDEX);
    }

    @Benchmark
    public long pagurusRead(HeapPlaces places) {
        return places.session.getLong(places.next(), Places.INDEX);
    }

    @Benchmark
    public long pagurusReadFolded(FoldedPlaces places) {
        return places.session.getLong(places.next(), Places.INDEX);
    }

    @Benchmark
    public long peerReadHandleTable(HandlePlaces places) {
        return UnsafeApi.getLong(places.addressOf(places.next()) + Places.INDEX);
    }

    @Benchmark
    public long peerReadSharedArena(SharedArenaPlaces places) {
        return places.getLong(places.next() + Places.INDEX);
    }

    @Benchmark
    public long rawReadDependent(RawPlaces places) {
        last = UnsafeApi.getLong(places.nextAfter(last) + Places.INDEX);
        return last;
    }

    @Benchmark
    @Fork(value = 1, jvmArgsAppend = UNCHECKED)
    public long pagurusReadDependentUnchecked(HeapPlaces places) {
        last = places.session.getLong(places.nextAfter(last), Places.INDEX);
        return last;
    }

    @Benchmark
    public long pagurusReadDependent(HeapPlaces places) {
        last = places.session.getLong(places.nextAfter(last), Places.INDEX);
        return last;
    }

    @Benchmark
    public long peerReadDependentHandleTable(HandlePlaces places) {
        last = UnsafeApi.getLong(places.addressOf(places.nextAfter(last)) + Places.INDEX);
        return last;
    }

    @Benchmark
    public void rawWrite(RawPlaces places) {
        long place = places.next();
        UnsafeApi.putLong(place + Places.INDEX, place);
    }

    @Benchmark
    @Fork(value = 1, jvmArgsAppend = UNCHECKED)
    public void pagurusWriteUnchecked(HeapPlaces places) {
        long place = places.next();
        places.session.putLong(place, Places.INDEX, place);
    }

    @Benchmark
    public void pagurusWrite(HeapPlaces places) {
        long place = places.next();
        places.session.putLong(place, Places.INDEX, place);
    }
}
