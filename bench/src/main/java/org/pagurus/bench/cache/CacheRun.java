package org.pagurus.bench.cache;

import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.function.ToDoubleFunction;
import org.HdrHistogram.Histogram;
import org.pagurus.bench.caches.ProcessMemory;
import org.pagurus.bench.caches.Sizing;
import org.pagurus.bench.caches.ValueCache;
import org.pagurus.bench.replay.Percentiles;

/** Runs one cache in this JVM: fill, replacement, warm-up, gets alone, mixed. */
final class CacheRun {
    private static final long LOOK_MILLIS = 20;
    private static final int REPLACED_LIMITS = 2;

    private final CacheTask task;
    private final ValueCache cache;
    private final List<Worker> workers = new ArrayList<>();
    private double residentSum;
    private long residentPeak;
    private int samples;

    CacheRun(CacheTask task, ValueCache cache) {
        this.task = task;
        this.cache = cache;
    }

    /** Runs all parts. The row has no variant and no round yet. */
    CacheRow run() {
        Sizing sizing = task.sizing();
        for (int i = 0; i < task.threads(); i++) {
            workers.add(new Worker(cache, sizing.keys(), task.seed() + i));
        }
        int part = sizing.keys() / task.threads() + 1;
        onAll(worker -> {
            int from = workers.indexOf(worker) * part;
            worker.fill(from, Math.min(sizing.keys(), from + part));
            worker.replace(REPLACED_LIMITS * task.liveBytes() / task.threads());
            worker.runMixed(task.nanos() / 2);
            worker.runGets(task.nanos() / 2);
            return 0;
        }, false);
        double getsPerSecond = onAll(worker -> worker.runGets(task.nanos()), false);
        onAll(worker -> {
            worker.runMixed(task.nanos());
            return 0;
        }, true);
        Histogram gets = workers.get(0).nanos();
        workers.stream().skip(1).forEach(worker -> gets.add(worker.nanos()));
        long hits = workers.stream().mapToLong(Worker::hits).sum();
        return new CacheRow("", 0, System.getProperty("java.runtime.version"),
            ManagementFactory.getGarbageCollectorMXBeans().get(0).getName(), Runtime.getRuntime().maxMemory(), cache.liveBytes(),
            (long) (residentSum / samples), residentPeak, samples, getsPerSecond,
            (double) hits / workers.stream().mapToLong(Worker::gets).sum(), Percentiles.of(gets),
            workers.stream().mapToLong(Worker::checked).sum(), workers.stream().mapToLong(Worker::wrong).sum());
    }

    /** The sum of what the workers return, each on a thread of its own. */
    private double onAll(ToDoubleFunction<Worker> part, boolean looking) {
        ExecutorService threads = Executors.newFixedThreadPool(workers.size());
        try {
            List<Future<Double>> results = workers.stream().map(worker -> threads.submit(() -> part.applyAsDouble(worker)))
                .toList();
            threads.shutdown();
            do {
                if (looking) {
                    look();
                }
            } while (!threads.awaitTermination(LOOK_MILLIS, TimeUnit.MILLISECONDS));
            double sum = 0;
            for (Future<Double> result : results) {
                sum += result.get();
            }
            return sum;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted", e);
        } catch (ExecutionException e) {
            throw new IllegalStateException("a thread failed", e.getCause());
        } finally {
            threads.shutdownNow();
        }
    }

    private void look() {
        long resident = ProcessMemory.residentBytes();
        residentSum += resident;
        residentPeak = Math.max(residentPeak, resident);
        samples++;
    }
}
