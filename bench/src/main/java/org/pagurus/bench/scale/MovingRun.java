package org.pagurus.bench.scale;

import java.util.List;
import org.pagurus.bench.compaction.CostRow;
import org.pagurus.bench.compaction.CostRun;
import org.pagurus.relocation.Heap;
import org.pagurus.relocation.Session;

/**
 * What moving costs in a heap of one size. Of the live bytes five eighths lie in full pages; a quarter becomes sparse and is
 * moved by {@code doWork}, then an eighth, and is moved by {@code compactNow}. So the work grows with the heap, and what it costs
 * for each MiB should not.
 */
final class MovingRun {
    private static final int OBJECT_BYTES = 1024;
    /** Classes of their own, so that nobody allocates in the pages of the others. */
    private static final int SLICES_OBJECT_BYTES = 768;
    private static final int NOW_OBJECT_BYTES = 704;
    private static final int EIGHTHS = 8;
    private static final int FULL_EIGHTHS = 5;
    private static final int SLICES_EIGHTHS = 2;
    private static final long ROOM_BYTES = 64L << 20;
    private static final long TIMEOUT_NANOS = 120_000_000_000L;

    private final long liveBytes;

    MovingRun(long liveBytes) {
        this.liveBytes = liveBytes;
    }

    /** Nine eighths are allocated while the quarter is sparse, and it needs as much again to be moved into. */
    static long capacityBytes(long liveBytes) {
        return liveBytes + liveBytes / 2 + ROOM_BYTES;
    }

    void run(Samples samples) {
        long eighth = liveBytes / EIGHTHS;
        try (Heap heap = CostRun.heap(capacityBytes(liveBytes))) {
            try (Session session = heap.openSession()) {
                for (long filled = 0; filled < FULL_EIGHTHS * eighth; filled += OBJECT_BYTES) {
                    session.allocate(OBJECT_BYTES);
                }
            }
            CostRun.makeSparse(heap, SLICES_EIGHTHS * eighth, SLICES_OBJECT_BYTES);
            add(samples, Measure.MOVED, CostRun.measure(heap, Measure.MOVED.title(), liveBytes));
            CostRun.makeSparse(heap, eighth, NOW_OBJECT_BYTES);
            add(samples, Measure.MOVED_NOW, CostRun.measureNow(heap, Measure.MOVED_NOW.title(), liveBytes));
            samples.add(Measure.NOTHING, liveBytes, Stopwatch.processorNanos(() -> compactNothing(heap)));
            List<String> problems = heap.verify();
            if (!problems.isEmpty()) {
                throw new IllegalStateException("the heap is broken: " + problems);
            }
        }
    }

    private static void compactNothing(Heap heap) {
        if (!heap.compactor().compactNow(TIMEOUT_NANOS)) {
            throw new IllegalStateException("compactNow was not done after " + TIMEOUT_NANOS / 1_000_000_000 + " s");
        }
    }

    private void add(Samples samples, Measure measure, CostRow row) {
        if (row.movedBytes() == 0) {
            throw new IllegalStateException(measure.title() + ": nothing was moved");
        }
        samples.add(measure, liveBytes, row.processorNanosForMib());
    }
}
