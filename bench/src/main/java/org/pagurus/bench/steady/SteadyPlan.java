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
 * @param rounds         how often each run is made, with the compactor and without in turns
 * @param warmUpNanos    overwriting before it is measured
 * @param measureNanos   overwriting that is measured
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
        SteadyRun run = new SteadyRun(this, System::nanoTime);
        for (Pattern pattern : Pattern.values()) {
            for (double fill : fills) {
                for (int round = 0; round < rounds; round++) {
                    // In turns, and each first as often as second: what drifts on the machine hits both.
                    boolean first = round % 2 == 0;
                    for (boolean compacting : new boolean[] {first, !first}) {
                        progress.accept(Units.format("%s, %.0f %% full, compactor %s, round %d", pattern.id(), 100 * fill,
                            compacting ? "on" : "off", round + 1));
                        try (SteadyStore store = new HeapSteadyStore(capacityBytes, maxObjectBytes)) {
                            rows.add(run.run(store, pattern, fill, compacting, round));
                        }
                    }
                }
            }
        }
        return rows;
    }

    private void warmUp() {
        long capacity = Math.max(MIN_WARM_UP_CAPACITY, capacityBytes / WARM_UP_PART);
        SteadyPlan small = new SteadyPlan(capacity, fills, minObjectBytes, maxObjectBytes, 1, 0, measureNanos, seed);
        for (Pattern pattern : Pattern.values()) {
            for (boolean compacting : new boolean[] {true, false}) {
                try (SteadyStore store = new HeapSteadyStore(capacity, maxObjectBytes)) {
                    new SteadyRun(small, System::nanoTime).run(store, pattern, WARM_UP_FILL, compacting, 0);
                }
            }
        }
    }
}
