package org.pagurus.bench.defrag;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;
import org.HdrHistogram.Histogram;
import org.pagurus.bench.defrag.store.Memory;
import org.pagurus.bench.defrag.store.Store;
import org.pagurus.bench.defrag.workload.Bars;
import org.pagurus.bench.defrag.workload.ObjectTable;
import org.pagurus.bench.defrag.workload.Phase;
import org.pagurus.bench.defrag.workload.Workload;
import org.pagurus.bench.defrag.workload.WrongReadException;

/** Runs a workload on one allocator in this JVM: its parts on threads of their own, the rest on the calling thread. */
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
    /** Seeds of threads are so far from each other. */
    private static final long SEED_STEP = 1_000_003L;

    private final Workload workload;
    private final Allocator allocator;
    private final Parameters parameters;
    private final long settleNanos;
    private final long beginNanos = System.nanoTime();

    /** A run where a phase has so long to settle. */
    WorkloadRun(Workload workload, Allocator allocator, Parameters parameters, long settleNanos) {
        this.workload = workload;
        this.allocator = allocator;
        this.parameters = parameters;
        this.settleNanos = settleNanos;
    }

    /**
     * What else a run is given.
     *
     * @param seed    of the random choices
     * @param threads that allocate, if the workload is for several
     * @param round   its number, for the rows
     */
    record Parameters(long seed, int threads, int round) {
    }

    /**
     * Runs all phases on a new store, and frees what is left.
     *
     * @param rows gets a row after each phase
     * @throws WrongReadException if an object was not what it should be, or the allocator found something wrong with itself
     */
    void run(Consumer<Row> rows) {
        List<Workload> parts = workload.parts(parameters.threads());
        try (Store store = allocator.open(workload, parts.size() * parts.get(0).maxObjects())) {
            run(store, parts, rows);
        }
    }

    /** The same on a given store. */
    void run(Store store, Consumer<Row> rows) {
        run(store, workload.parts(parameters.threads()), rows);
    }

    private void run(Store store, List<Workload> parts, Consumer<Row> rows) {
        try (Workers workers = new Workers(store, parts.size())) {
            ObjectTable objects = new ObjectTable(workers.mutators(), parts.get(0).maxObjects());
            List<List<Phase>> phases = parts.stream().map(Workload::phases).toList();
            List<RandomGenerator> randoms = new ArrayList<>();
            for (int i = 0; i < parts.size(); i++) {
                randoms.add(new SplittableRandom(parameters.seed() + i * SEED_STEP));
            }
            try (Accessor accessor = new Accessor(store, objects, parameters.seed() + 1)) {
                store.begin();
                for (int n = 0; n < phases.get(0).size(); n++) {
                    int number = n;
                    Phase phase = phases.get(0).get(n);
                    rows.accept(run(phase, store, objects, accessor, () -> workers.run(i -> () -> phases.get(i).get(number).body()
                        .run(objects.parts().get(i), randoms.get(i)))));
                    long wrong = workers.call(i -> () -> objects.parts().get(i).wrong()).stream().mapToLong(Long::longValue)
                        .sum();
                    requireRight(phase, wrong, objects, accessor);
                }
            }
            String problem = store.problem();
            if (!problem.isEmpty()) {
                throw new WrongReadException(workload.name() + " with " + allocator.id() + ", seed " + parameters.seed() + ": "
                    + problem);
            }
            workers.run(i -> objects.parts().get(i)::clear);
        }
    }

    private Row run(Phase phase, Store store, ObjectTable objects, Accessor accessor, Runnable body) {
        Bars bars = allocator.judged(phase.bars());
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
            body.run();
            nanos = Math.max(1, System.nanoTime() - start);
            sleep(phase.holdNanos() / 1_000_000);
        }
        long end = System.nanoTime();
        String framesBefore = store.frames();
        Memory memory = settled(phase, store, objects, timeline);
        long settled = System.nanoTime() - end;
        Histogram pauses = accessor.pauses();
        double ratio = memory.ratio(objects.liveBytes());
        return new Row(workload.name(), phase.name(), allocator.id(), objects.liveBytes(), memory.residentBytes(),
            memory.metadataBytes(), memory.mappedBytes(), memory.totalBytes(), ratio, sampler.peakRatio(), sampler.samples(),
            (objects.operations() - operations) * 1e9 / nanos, nanos, settled, pauses.getTotalCount(),
            pauses.getValueAtPercentile(P50), pauses.getValueAtPercentile(P99), pauses.getValueAtPercentile(P999),
            pauses.getMaxValue(), accessor.controlNanos(), bars.ratio(), bars.peakRatio(), bars.pauseNanos(),
            bars.isEmpty() ? null : bars.areHeld(ratio, sampler.peakRatio(), pauses.getMaxValue()), parameters.seed(),
            workload.limitBytes(), memory.detail(), sampler.detail(), objects.parts().size(), parameters.round(), null,
            startNanos, timeline.points(), framesBefore, store.frames());
    }

    private void look(Timeline timeline, ObjectTable objects, long liveBytes, Memory memory) {
        timeline.add(System.nanoTime() - beginNanos, objects.operations(), liveBytes, memory);
    }

    /** The first moment at which the bar holds, or the end of the time to settle. Without a compactor nothing is waited for. */
    private Memory settled(Phase phase, Store store, ObjectTable objects, Timeline timeline) {
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

    private void requireRight(Phase phase, long wrong, ObjectTable objects, Accessor accessor) {
        String where = workload.name() + " phase " + phase.name() + " with " + allocator.id() + ", seed " + parameters.seed()
            + ": ";
        if (accessor.error() != null) {
            throw new IllegalStateException(where + "the accessor failed", accessor.error());
        }
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
