package org.pagurus.bench.compaction;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.pagurus.bench.demo.Units;

/**
 * All measurements of the benchmark.
 *
 * @param liveBytes     of the heaps
 * @param fixedBytes    made sparse in each of them
 * @param copyBytes     of the heaps whose pages are moved beside plain copies
 * @param metadataBytes of the heaps that are filled
 * @param sliceNanos    how long slices are measured at each size
 * @param memoryBytes   that may be used; heaps that need more are left out
 * @param seed          of the random choices
 */
public record CompactionPlan(List<Long> liveBytes, long fixedBytes, long copyBytes, long metadataBytes, long sliceNanos,
    long memoryBytes, long seed) {
    private static final long WARM_UP_BYTES = 16L << 20;
    private static final int WARM_UPS = 3;

    /** Copies the list. */
    public CompactionPlan {
        liveBytes = List.copyOf(liveBytes);
    }

    /**
     * The memory that a heap of the benchmark takes at most.
     *
     * @param liveBytes  live in it
     * @param fixedBytes made sparse in it
     * @return bytes
     */
    public static long neededBytes(long liveBytes, long fixedBytes) {
        return Math.max(CostRun.capacityBytes(liveBytes, fixedBytes), SliceRun.capacityBytes(liveBytes));
    }

    /**
     * Measures all, in a JVM that is warmed up first.
     *
     * @param progress gets the name of what runs
     * @return the rows
     */
    public CompactionResult run(Consumer<String> progress) {
        progress.accept("warm-up");
        for (int i = 0; i < WARM_UPS; i++) {
            new CostRun(WARM_UP_BYTES, WARM_UP_BYTES / 2).run();
            new SliceRun(WARM_UP_BYTES, sliceNanos / WARM_UPS, seed).run();
            new CopyRun(WARM_UP_BYTES, seed).speeds();
        }
        List<String> notes = new ArrayList<>();
        progress.accept("metadata");
        List<MetadataRow> metadata = new MetadataRun(metadataBytes).run(MetadataRun.SIZES);
        progress.accept("copies");
        List<CopyRow> copies = new CopyRun(copyBytes, seed).speeds();
        List<WaitRow> waits = new CopyRun(copyBytes, seed).waits(sliceNanos);
        progress.accept("touching memory");
        liveBytes.stream().mapToLong(live -> neededBytes(live, fixedBytes)).filter(needed -> needed <= memoryBytes).max()
            .ifPresent(AvailableMemory::touch);
        List<CostRow> costs = new ArrayList<>();
        List<SliceRow> slices = new ArrayList<>();
        for (long live : liveBytes) {
            if (neededBytes(live, fixedBytes) > memoryBytes) {
                notes.add(Units.bytes(live) + " live left out: it needs " + Units.bytes(neededBytes(live, fixedBytes))
                    + " of memory, and " + Units.bytes(memoryBytes) + " are available");
                continue;
            }
            progress.accept(Units.bytes(live) + " live, cost of moving");
            costs.addAll(new CostRun(live, fixedBytes).run());
            progress.accept(Units.bytes(live) + " live, slices under load");
            slices.add(new SliceRun(live, sliceNanos, seed).run());
        }
        return new CompactionResult(costs, slices, metadata, copies, waits, notes);
    }
}
