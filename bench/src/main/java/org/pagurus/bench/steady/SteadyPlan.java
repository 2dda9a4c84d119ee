package org.pagurus.bench.steady;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.pagurus.bench.demo.Units;

/**
 * All runs of the benchmark.
 *
 * @param capacityBytes  of each heap
 * @param fills          parts of the capacity
 * @param minObjectBytes least size
 * @param maxObjectBytes greatest size
 * @param rounds         how often each run at four fifths is made, with the compactor and without in turns; others once
 * @param warmUpNanos    overwriting before it is measured, at least
 * @param measureNanos   overwriting that is measured; where sizes drift, until the live bytes were overwritten once, or four
 *                       times as long
 * @param seed           of the random choices
 */
public record SteadyPlan(long capacityBytes, List<Double> fills, int minObjectBytes, int maxObjectBytes, int rounds,
    long warmUpNanos, long measureNanos, long seed) {
    private static final double WARM_UP_FILL = 0.7;
    private static final int WARM_UP_PART = 8;
    private static final long MIN_WARM_UP_CAPACITY = 16L << 20;

    /** Copies the list. */
    public SteadyPlan {
        fills = List.copyOf(fills);
    }

    /**
     * Makes all runs, in a JVM that is warmed up first.
     *
     * @param progress gets the name of what runs
     * @return a row for each run
     */
    public List<SteadyRow> run(Consumer<String> progress) {
        progress.accept("warm-up");
        warmUp();
        List<SteadyRow> rows = new ArrayList<>();
        for (ObjectSizes sizes : ObjectSizes.values()) {
            for (Pattern pattern : Pattern.values()) {
                for (double fill : fills) {
                    run(sizes, pattern, fill, progress, rows);
                }
            }
        }
        return rows;
    }

    private void run(ObjectSizes sizes, Pattern pattern, double fill, Consumer<String> progress, List<SteadyRow> rows) {
        // What is judged is measured several times.
        for (int round = 0; round < (fill == SteadySummary.GOAL_FILL ? rounds : 1); round++) {
            // In turns, and each first as often as second: what drifts on the machine hits both.
            boolean first = round % 2 == 0;
            for (boolean compacting : new boolean[] {first, !first}) {
                progress.accept(Units.format("%s sizes, %s, %.0f %% full, compactor %s, round %d", sizes.id(), pattern.id(),
                    100 * fill, compacting ? "on" : "off", round + 1));
                try (SteadyStore store = new HeapSteadyStore(capacityBytes, maxObjectBytes)) {
                    rows.add(new SteadyRun(this, System::nanoTime).run(store, sizes, pattern, fill, compacting, round));
                }
            }
        }
    }

    private void warmUp() {
        long capacity = Math.max(MIN_WARM_UP_CAPACITY, capacityBytes / WARM_UP_PART);
        SteadyPlan small = new SteadyPlan(capacity, fills, minObjectBytes, maxObjectBytes, 1, 0, measureNanos, seed);
        for (Pattern pattern : Pattern.values()) {
            for (boolean compacting : new boolean[] {true, false}) {
                try (SteadyStore store = new HeapSteadyStore(capacity, maxObjectBytes)) {
                    new SteadyRun(small, System::nanoTime).run(store, compacting ? ObjectSizes.DRIFTING
                        : ObjectSizes.MIXED, pattern, WARM_UP_FILL, compacting, 0);
                }
            }
        }
    }
}
