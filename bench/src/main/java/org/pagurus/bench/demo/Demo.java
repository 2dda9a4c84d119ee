package org.pagurus.bench.demo;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.Consumer;
import org.pagurus.examples.cache.OffHeapCache;
import org.pagurus.relocation.Heap;

/**
 * Runs the demonstration once. The calling thread is the writer.
 */
public final class Demo {
    private static final double START_RATIO = 1.05;
    private static final double STOP_RATIO = 1.02;
    private static final double MAX_CPU = 0.25;

    private final DemoOptions options;
    private final JdkValues input;
    private final Consumer<Sample> watcher;
    private final List<String> backgroundErrors = Collections.synchronizedList(new ArrayList<>());
    private Consumer<OffHeapCache<String>> beforeFirstHalf = cache -> { };

    /**
     * Prepares a run.
     *
     * @param options what to do
     * @param input   the values
     * @param watcher sees every sample, on a thread of the demo's
     */
    public Demo(DemoOptions options, JdkValues input, Consumer<Sample> watcher) {
        this.options = options;
        this.input = input;
        this.watcher = watcher;
    }

    /**
     * Sets what is done to the cache when it has been loaded for the first time. Tests spoil values here, to see that the readers
     * notice.
     *
     * @param action what to do
     * @return this
     */
    public Demo beforeFirstHalf(Consumer<OffHeapCache<String>> action) {
        beforeFirstHalf = action;
        return this;
    }

    /**
     * Builds the heap without running anything, to find out whether this JVM and machine allow it.
     *
     * @param options what is going to be run
     * @throws IllegalArgumentException if the machine is too small
     * @throws IllegalStateException    if the JVM lacks a flag
     */
    public static void requireHeap(DemoOptions options) {
        newHeap(options).close();
    }

    private static Heap newHeap(DemoOptions options) {
        return Heap.builder().capacity(options.capacityBytes()).ratios(START_RATIO, STOP_RATIO).maxCpu(MAX_CPU).build();
    }

    /**
     * Runs it; takes as long as the options say.
     *
     * @return what was found
     */
    public DemoResult run() {
        // The heap reports failures of its compactor here; nobody else would hear of them.
        Thread.UncaughtExceptionHandler handlerBefore = Thread.getDefaultUncaughtExceptionHandler();
        Thread.setDefaultUncaughtExceptionHandler((thread, error) -> backgroundErrors.add(thread.getName() + ": " + error));
        try (Heap heap = newHeap(options)) {
            return run(heap);
        } finally {
            Thread.setDefaultUncaughtExceptionHandler(handlerBefore);
        }
    }

    private DemoResult run(Heap heap) {
        SplittableRandom random = new SplittableRandom(options.seed());
        Population population = new Population(input.size());
        Counters counters = new Counters(heap, input.size());
        // The input is old now; otherwise the collector would copy it again and again while latencies are measured.
        System.gc();
        try (OffHeapCache<String> cache = new OffHeapCache<>(heap, options.limitBytes());
            Readers readers = new Readers(options.readers(), heap, cache, input, population, random.split());
            Sampler sampler = new Sampler(heap, cache, readers, options.seconds(), watcher)) {
            CacheLife life = new CacheLife(cache, input, population, counters, random.split());
            Pace warming = new Pace(Phase.WARMING.nanos(options.seconds()), 1);
            life.begin();
            beforeFirstHalf.accept(cache);
            warming.awaitEnd();

            readers.startPhase();
            sampler.enter(Phase.QUIET);
            life.playHalf(Phase.QUIET.nanos(options.seconds()));
            Latencies quiet = readers.startPhase();
            Snapshot before = snapshot(heap, cache, sampler, quiet);

            sampler.enter(Phase.COMPACTING);
            readers.startPhase();
            heap.startCompactor();
            life.playHalf(Phase.COMPACTING.nanos(options.seconds()));
            Latencies compacting = readers.startPhase();

            rest(heap, cache);
            sampler.enter(Phase.SETTLING);
            new Pace(Phase.SETTLING.nanos(options.seconds()), 1).awaitEnd();
            Snapshot after = snapshot(heap, cache, sampler, compacting);
            List<String> accounting = Accounting.check(cache, after.sample().heap(), counters.liveBytes());
            counters.checkAll();
            List<String> verifier = heap.verify();
            sampler.stop();
            readers.stop();
            return new DemoResult(options, input.size(), input.totalBytes(), before, after, sampler.phases(),
                sampler.samples(), readers.checked(), readers.wrong(), counters.updates(), counters.lost(),
                errors(readers, counters), accounting, verifier);
        }
    }

    /** An open session holds its open pages back from compaction, and a pending eviction would disturb the sums. */
    private static void rest(Heap heap, OffHeapCache<String> cache) {
        cache.cleanUp();
        heap.session().close();
    }

    private static Snapshot snapshot(Heap heap, OffHeapCache<String> cache, Sampler sampler, Latencies latencies) {
        rest(heap, cache);
        return new Snapshot(sampler.sample(), heap.regionMap(), latencies);
    }

    private List<String> errors(Readers readers, Counters counters) {
        List<String> errors = new ArrayList<>(readers.errors());
        if (counters.lost() != 0) {
            errors.add("counters: " + counters.lost() + " in-place updates were lost");
        }
        errors.addAll(backgroundErrors);
        return errors;
    }
}
