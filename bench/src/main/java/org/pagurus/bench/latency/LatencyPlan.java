package org.pagurus.bench.latency;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import org.pagurus.bench.demo.Units;
import org.pagurus.relocation.OnMigration;
import org.pagurus.relocation.ReadMode;

/**
 * All measurements of the benchmark.
 *
 * @param policies       at migration entries
 * @param readModes      of the heaps, each with each policy
 * @param threads        accessors, one after the other
 * @param intervals      milliseconds from one MiB to the next, 0 for no pause, for CANCEL with READ_THROUGH
 * @param otherIntervals likewise, for the other heaps
 * @param nanos          that each of the two measurements takes under each load
 * @param rounds         of everything
 * @param rate           operations that are due for each thread and second
 * @param liveBytes      slots in each heap
 * @param seed           of the random choices
 */
public record LatencyPlan(List<OnMigration> policies, List<ReadMode> readModes, List<Integer> threads, List<Integer> intervals,
    List<Integer> otherIntervals, long nanos, int rounds, int rate, long liveBytes, long seed) {
    /** The most records that a heap can have here. */
    public static final long MAX_LIVE_BYTES = (long) Choices.MAX_RECORDS * Records.SLOT_BYTES;
    /** The least: the moves have to have something to go round in. */
    public static final long MIN_LIVE_BYTES = 4 * Stage.BURST_BYTES;
    /** Part of a measurement that each heap is used before it is measured. */
    private static final int WARM_UP_PART = 5;
    private static final long ROOM_BYTES = 32L << 20;

    /** Copies the lists. */
    public LatencyPlan {
        policies = List.copyOf(policies);
        readModes = List.copyOf(readModes);
        threads = List.copyOf(threads);
        intervals = List.copyOf(intervals);
        otherIntervals = List.copyOf(otherIntervals);
    }

    /**
     * What each heap is built with: room for pages that move and frames that wait.
     *
     * @param liveBytes slots
     * @return bytes
     */
    public static long capacityBytes(long liveBytes) {
        return liveBytes + liveBytes / 4 + ROOM_BYTES;
    }

    /**
     * Builds one heap of each kind and closes it, so that what does not go is known at once.
     *
     * @throws IllegalArgumentException if the machine has not the memory
     * @throws IllegalStateException    if the JVM lacks a flag, or has one that does not go with a policy
     */
    public void requireHeaps() {
        cells().forEach(cell -> Stage.builder(cell, liveBytes).build().close());
    }

    /**
     * Measures all.
     *
     * @param progress gets the name of what runs
     * @return a row for each heap, load, interval and round
     * @throws IllegalStateException if a read was wrong, or a heap is not as it should be
     */
    public List<LatencyRow> run(Consumer<String> progress) {
        return run(progress, operation -> operation);
    }

    /** As {@link #run(Consumer)}, with something put around each thread's operations. */
    List<LatencyRow> run(Consumer<String> progress, UnaryOperator<Operation> around) {
        Choices[] choices = new Choices[threads.stream().mapToInt(Integer::intValue).max().orElseThrow()];
        for (int i = 0; i < choices.length; i++) {
            choices[i] = new Choices(seed + i, Records.count(liveBytes));
        }
        List<LatencyRow> rows = new ArrayList<>();
        try (CopyingAlone copies = new CopyingAlone(liveBytes - liveBytes % Stage.BURST_BYTES, Stage.BURST_BYTES)) {
            // All that will run is compiled before anything is measured: a policy's code is not compiled as if it were alone.
            for (Cell cell : cells()) {
                progress.accept("warm-up, " + cell);
                try (Stage stage = new Stage(this, cell, choices, copies, around)) {
                    stage.measure(Load.MOVING, 0, 0);
                }
            }
            for (int round = 0; round < rounds; round++) {
                for (Cell cell : inTurns(cells(), round)) {
                    measure(cell, round, choices, copies, around, progress, rows);
                }
            }
        }
        return rows;
    }

    private List<Cell> cells() {
        List<Cell> cells = new ArrayList<>();
        threads.forEach(count -> readModes.forEach(mode -> policies.forEach(policy -> cells.add(new Cell(policy, mode, count)))));
        return cells;
    }

    private List<Integer> intervals(Cell cell) {
        return cell.isDefault() ? intervals : otherIntervals;
    }

    /** Every second round backwards: what drifts on the machine hits the first as much as the last. */
    private static <T> List<T> inTurns(List<T> all, int round) {
        List<T> turned = new ArrayList<>(all);
        if (round % 2 == 1) {
            Collections.reverse(turned);
        }
        return turned;
    }

    private void measure(Cell cell, int round, Choices[] choices, CopyingAlone copies, UnaryOperator<Operation> around,
        Consumer<String> progress, List<LatencyRow> rows) {
        try (Stage stage = new Stage(this, cell, choices, copies, around)) {
            stage.warmUp(nanos / WARM_UP_PART);
            // null is quiet: first in one round, last in the next.
            List<Integer> loads = new ArrayList<>();
            loads.add(null);
            loads.addAll(intervals(cell));
            for (Integer interval : inTurns(loads, round)) {
                progress.accept(Units.format("%s, %s, round %d of %d", cell, LatencySummary.moves(interval), round + 1, rounds));
                if (interval == null) {
                    rows.add(stage.measure(Load.QUIET, 0, round));
                } else {
                    // In this order: the same load has the pace of the moves.
                    rows.add(stage.measure(Load.MOVING, interval, round));
                    rows.add(stage.measure(Load.SAME_LOAD, interval, round));
                }
            }
            stage.requireIntact();
        }
    }

    /**
     * How long all measurements take, without what prepares them.
     *
     * @return nanoseconds
     */
    public long expectedNanos() {
        long loads = cells().stream().mapToLong(cell -> 1 + 2L * intervals(cell).size()).sum();
        return 2 * nanos * (rounds * loads + cells().size());
    }
}
