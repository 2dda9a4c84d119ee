package org.pagurus.bench.defrag;

import java.util.SplittableRandom;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;
import org.HdrHistogram.Histogram;

/**
 * Runs a workload on one allocator in this JVM, on the calling thread.
 */
final class WorkloadRun {
    static final long SETTLE_NANOS = 2_000_000_000L;
    private static final int SETTLE_LOOK_MILLIS = 10;
    /** In all phases of a workload together. */
    private static final int TIMELINE_POINTS = 200;
    private static final long TIMELINE_NANOS = 2_000_000L;
    /** Samples with less than one part in so many of the limit live do not count for the peak. */
    private static final int LEAST_LIVE_PART = 16;
    private static final double P99 = 99;
    private static final double P999 = 99.9;
    private static final double P50 = 50;

    private final Workload workload;
    private final Allocator allocator;
    private final long seed;
    private final Store store;
    private final long settleNanos;
    private final long beginNanos = System.nanoTime();

    /** A run on a store that {@link #store} made, where a phase has so long to settle. */
    WorkloadRun(Workload workload, Allocator allocator, long seed, Store store, long settleNanos) {
        this.workload = workload;
        this.allocator = allocator;
        this.seed = seed;
        this.store = store;
        this.settleNanos = settleNanos;
    }

    /** The store that an allocator stands for. */
    static Store store(Workload workload, Allocator allocator) {
        return allocator == Allocator.MALLOC ? new MallocStore()
            : new PagurusStore(workload.capacityBytes(), allocator == Allocator.PAGURUS);
    }

    /**
     * Runs all phases, and frees what is left.
     *
     * @param rows gets a row after each phase
     * @throws WrongReadException if an object was not what it should be, or the allocator found something wrong with itself
     */
    void run(Consumer<Row> rows) {
        RandomGenerator random = new SplittableRandom(seed);
        LiveSet objects = new LiveSet(store, workload.maxObjects());
        try (Accessor accessor = new Accessor(store, objects, seed + 1)) {
            for (Phase phase : workload.phases()) {
                rows.accept(run(phase, objects, accessor, random));
                requireRight(phase, objects, accessor);
            }
        }
        String problem = store.problem();
        if (!problem.isEmpty()) {
            throw new WrongReadException(workload.name() + " with " + allocator.id() + ", seed " + seed + ": " + problem);
        }
        objects.clear();
    }

    private Row run(Phase phase, LiveSet objects, Accessor accessor, RandomGenerator random) {
        Bars bars = phase.bars().of(allocator);
        accessor.begin();
        store.setCompacting(phase.compacting());
        long operations = objects.operations();
        Timeline timeline = new Timeline(TIMELINE_POINTS / workload.phases().size(), TIMELINE_NANOS);
        long startNanos = System.nanoTime() - beginNanos;
        PeakSampler sampler = new PeakSampler(store, objects, workload.limitBytes() / LEAST_LIVE_PART,
            (live, memory) -> look(timeline, objects, live, memory));
        long nanos;
        try (sampler) {
            long start = System.nanoTime();
            phase.body().run(objects, random);
            nanos = Math.max(1, System.nanoTime() - start);
            sleep(phase.holdNanos() / 1_000_000);
        }
        long end = System.nanoTime();
        String framesBefore = store.frames();
        Memory memory = settled(phase, objects, timeline);
        long settled = System.nanoTime() - end;
        Histogram pauses = accessor.pauses();
        double ratio = memory.ratio(objects.liveBytes());
        return new Row(workload.name(), phase.name(), allocator.id(), objects.liveBytes(), memory.residentBytes(),
            memory.metadataBytes(), memory.mappedBytes(), memory.totalBytes(), ratio, sampler.peakRatio(), sampler.samples(),
            (objects.operations() - operations) * 1e9 / nanos, nanos, settled, pauses.getTotalCount(),
            pauses.getValueAtPercentile(P50), pauses.getValueAtPercentile(P99), pauses.getValueAtPercentile(P999),
            pauses.getMaxValue(), accessor.controlNanos(), bars.ratio(), bars.peakRatio(), bars.pauseNanos(),
            bars.isEmpty() ? null : bars.areHeld(ratio, sampler.peakRatio(), pauses.getMaxValue()), seed, workload.limitBytes(),
            memory.detail(), sampler.detail(), startNanos, timeline.points(), framesBefore, store.frames());
    }

    private void look(Timeline timeline, LiveSet objects, long liveBytes, Memory memory) {
        timeline.add(System.nanoTime() - beginNanos, objects.operations(), liveBytes, memory);
    }

    /** The first moment at which the bar holds, or the end of the time to settle. Without a compactor nothing is waited for. */
    private Memory settled(Phase phase, LiveSet objects, Timeline timeline) {
        long deadline = System.nanoTime() + settleNanos;
        Memory memory = store.memory();
        look(timeline, objects, objects.liveBytes(), memory);
        while (store.settles() && phase.compacting() && memory.ratio(objects.liveBytes()) > phase.bars().ratio()
            && System.nanoTime() - deadline < 0) {
            sleep(SETTLE_LOOK_MILLIS);
            memory = store.memory();
            look(timeline, objects, objects.liveBytes(), memory);
        }
        return memory;
    }

    private void requireRight(Phase phase, LiveSet objects, Accessor accessor) {
        String where = workload.name() + " phase " + phase.name() + " with " + allocator.id() + ", seed " + seed + ": ";
        if (accessor.error() != null) {
            throw new WrongReadException(where + "the accessor failed", accessor.error());
        }
        long wrong = objects.wrong();
        if (wrong > 0 || accessor.wrong() > 0) {
            throw new WrongReadException(where + wrong + " of " + objects.count() + " live objects are wrong, and "
                + accessor.wrong() + " reads of the accessor were");
        }
    }

    private static void sleep(long millis) {
        try {
            Thread.sleep(millis);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
