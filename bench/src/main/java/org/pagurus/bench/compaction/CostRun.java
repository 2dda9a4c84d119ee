package org.pagurus.bench.compaction;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.pagurus.relocation.Heap;
import org.pagurus.relocation.Session;

/**
 * The cost of moving in one heap: first half of a heap of twice the size is freed, so that all that is live moves; then a
 * fixed number of bytes is made sparse three times, in a heap whose other pages are full. What does not depend on the heap costs
 * as much for each MiB at every size.
 */
public final class CostRun {
    static final String HALF = "all live bytes";
    static final String FIXED = "the same bytes";
    static final String FIXED_NOW = "the same bytes, compactNow";

    static final int OBJECT_BYTES = 1024;
    /** Classes of their own, so that nobody allocates in the pages of the others. */
    private static final int[] FIXED_OBJECT_BYTES = {768, 640, 896};
    private static final int[] FIXED_NOW_OBJECT_BYTES = {704, 832, 960};
    private static final double NEVER = 4;
    private static final long TIMEOUT_NANOS = 60_000_000_000L;

    private final long liveBytes;
    private final long fixedBytes;

    CostRun(long liveBytes, long fixedBytes) {
        this.liveBytes = liveBytes;
        this.fixedBytes = fixedBytes;
    }

    /** Memory that it takes at most. */
    static long capacityBytes(long liveBytes, long fixedBytes) {
        return 2 * liveBytes + liveBytes / 8 + 2 * (FIXED_OBJECT_BYTES.length + FIXED_NOW_OBJECT_BYTES.length) * fixedBytes
            + (64L << 20);
    }

    List<CostRow> run() {
        try (Heap heap = heap(capacityBytes(liveBytes, fixedBytes))) {
            List<CostRow> rows = new ArrayList<>();
            makeSparse(heap, liveBytes, OBJECT_BYTES);
            rows.add(measure(heap, HALF, liveBytes));
            rows.add(median(heap, FIXED, FIXED_OBJECT_BYTES));
            rows.add(median(heap, FIXED_NOW, FIXED_NOW_OBJECT_BYTES));
            return rows;
        }
    }

    /**
     * A heap whose compactor does nothing by itself under load, and may take a whole core.
     *
     * @param capacityBytes of it
     * @return the heap
     */
    public static Heap heap(long capacityBytes) {
        return Heap.builder().capacity(capacityBytes).maxCpu(1).ratios(NEVER, 1).build();
    }

    private CostRow median(Heap heap, String scenario, int[] objectBytes) {
        List<CostRow> rows = new ArrayList<>();
        for (int size : objectBytes) {
            makeSparse(heap, fixedBytes, size);
            rows.add(scenario.equals(FIXED) ? measure(heap, scenario, liveBytes) : measureNow(heap, scenario, liveBytes));
        }
        rows.sort(Comparator.comparingDouble(CostRow::processorNanosForMib));
        return rows.get(rows.size() / 2);
    }

    /**
     * Allocates twice as much, in turn to stay and to be freed.
     *
     * @param heap        to allocate in
     * @param liveBytes   that stay
     * @param objectBytes of each object; the slots of its class have as many
     */
    public static void makeSparse(Heap heap, long liveBytes, int objectBytes) {
        long[] pointers = new long[Math.toIntExact(liveBytes / objectBytes)];
        try (Session session = heap.openSession()) {
            for (int i = 0; i < pointers.length; i++) {
                session.allocate(objectBytes);
                pointers[i] = session.allocate(objectBytes);
            }
            for (long pointer : pointers) {
                session.free(pointer);
            }
        }
    }

    /**
     * Calls {@code doWork} until nothing is left to do.
     *
     * @param heap      from {@link #heap}; nobody else uses it
     * @param scenario  what is moved
     * @param liveBytes in the heap
     * @return what it cost
     */
    public static CostRow measure(Heap heap, String scenario, long liveBytes) {
        long moved = heap.stats().bytesCopied();
        SliceTimer timer = Compaction.untilDone(heap);
        return new CostRow(scenario, liveBytes, heap.stats().bytesCopied() - moved, timer.busyNanos(),
            timer.busyProcessorNanos(), timer.spanNanos());
    }

    /**
     * Calls {@code compactNow}.
     *
     * @param heap      nobody else uses it
     * @param scenario  what is moved
     * @param liveBytes in the heap
     * @return what it cost
     */
    public static CostRow measureNow(Heap heap, String scenario, long liveBytes) {
        long moved = heap.stats().bytesCopied();
        long processor = Compaction.processorNanos();
        long start = System.nanoTime();
        heap.compactor().compactNow(TIMEOUT_NANOS);
        long nanos = System.nanoTime() - start;
        processor = Compaction.processorNanos() - processor;
        return new CostRow(scenario, liveBytes, heap.stats().bytesCopied() - moved, nanos, processor, nanos);
    }
}
