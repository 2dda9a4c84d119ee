package org.pagurus.bench.demo;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.HdrHistogram.Histogram;
import org.pagurus.examples.cache.OffHeapCache;
import org.pagurus.relocation.Heap;

/**
 * All reader threads. Latencies are kept apart by phase: {@link #startPhase} begins a new sum.
 */
final class Readers implements AutoCloseable {
    private final List<CheckingReader> readers = new ArrayList<>();
    private final List<Thread> threads = new ArrayList<>();
    private Histogram phase = newHistogram();

    Readers(int count, Heap heap, OffHeapCache<String> cache, JdkValues input, Population population, SplittableRandom random) {
        for (int i = 0; i < count; i++) {
            CheckingReader reader = new CheckingReader(cache, input, population, random.split(), () -> heap.session().close());
            Thread thread = new Thread(reader, "reader-" + i);
            thread.setDaemon(true);
            readers.add(reader);
            threads.add(thread);
        }
        threads.forEach(Thread::start);
    }

    private static Histogram newHistogram() {
        return new Histogram(CheckingReader.MAX_LATENCY_NANOS, CheckingReader.LATENCY_DIGITS);
    }

    /** Ends the phase. @return the latencies of all its reads */
    synchronized Latencies startPhase() {
        Latencies ended = latencies();
        phase = newHistogram();
        return ended;
    }

    /** The latencies of this phase so far. */
    synchronized Latencies latencies() {
        readers.forEach(reader -> reader.drainLatencies(phase));
        return Latencies.of(phase);
    }

    long checked() {
        return readers.stream().mapToLong(CheckingReader::checked).sum();
    }

    long wrong() {
        return readers.stream().mapToLong(CheckingReader::wrong).sum();
    }

    /** What was wrong first in each reader that met something wrong. */
    List<String> errors() {
        List<String> errors = new ArrayList<>();
        for (CheckingReader reader : readers) {
            if (reader.firstError() != null) {
                errors.add(reader.firstError());
            }
        }
        return errors;
    }

    /** Stops the threads and waits for them. Idempotent. */
    void stop() {
        readers.forEach(CheckingReader::stop);
        for (Thread thread : threads) {
            Threads.join(thread);
        }
    }

    @Override
    public void close() {
        stop();
    }
}
