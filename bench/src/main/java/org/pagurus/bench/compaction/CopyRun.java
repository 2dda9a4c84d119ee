package org.pagurus.bench.compaction;

import java.util.ArrayList;
import java.util.List;
import org.HdrHistogram.Histogram;
import org.agrona.UnsafeApi;
import org.pagurus.allocator.OffHeapExhaustedException;
import org.pagurus.relocation.Heap;
import org.pagurus.relocation.HeapStats;
import org.pagurus.relocation.Session;

/**
 * How fast pages of 64 KiB are moved, grace periods included, beside plain copies of as much in pieces as long.
 *
 * <p>Nothing public moves full pages and nothing else. What comes close: of each 64 objects of 1 KiB that were allocated one
 * after the other, which fill a page, the last four are freed; each page has then 60 KiB in one piece, and is worth folding.
 * That is moved by {@code compactNow}, which also plans anew for each batch and gives what it emptied back to the OS; and by
 * {@code doWork} one after the other. Whole pages are moved only for an allocation that finds no free run: a heap full of
 * 64 KiB objects of which every second one was freed is asked for objects of 2 MiB. That time has in it the search for the
 * stretch to empty, and a fixed number of grace periods for each allocation.
 */
final class CopyRun {
    static final String NOW = "pages folded by compactNow";
    static final String SLICES = "pages folded by doWork, span";
    static final String SLICES_BUSY = "pages folded by doWork, busy";
    static final String WHOLE = "whole pages, for allocations of 2 MiB";
    static final String RESIDENT = "Unsafe.copyMemory, target in memory";
    static final String FRESH = "Unsafe.copyMemory, target fresh from the OS";

    static final int OBJECT_BYTES = 1024;
    static final int PAGE_OBJECTS = 64;
    static final int STAYING = 60;
    private static final int PAGE_BYTES = PAGE_OBJECTS * OBJECT_BYTES;
    private static final int PIECE_BYTES = STAYING * OBJECT_BYTES;
    private static final int LARGE_BYTES = 2 << 20;
    private static final double NEVER = 4;
    private static final long TIMEOUT_NANOS = 60_000_000_000L;
    private static final long SETTLE_NANOS = 50_000_000L;

    private final long bytes;
    private final long seed;

    CopyRun(long bytes, long seed) {
        this.bytes = bytes;
        this.seed = seed;
    }

    // ---- speeds ----

    List<CopyRow> speeds() {
        List<CopyRow> rows = new ArrayList<>();
        rows.addAll(plain());
        try (Heap heap = heap(); Session session = heap.openSession()) {
            nearlyFull(heap, session);
            long moved = heap.stats().bytesCopied();
            long start = System.nanoTime();
            heap.compactor().compactNow(TIMEOUT_NANOS);
            rows.add(new CopyRow(NOW, heap.stats().bytesCopied() - moved, System.nanoTime() - start));
        }
        try (Heap heap = heap(); Session session = heap.openSession()) {
            nearlyFull(heap, session);
            long moved = heap.stats().bytesCopied();
            SliceTimer timer = Compaction.untilDone(heap);
            moved = heap.stats().bytesCopied() - moved;
            rows.add(new CopyRow(SLICES, moved, timer.spanNanos()));
            rows.add(new CopyRow(SLICES_BUSY, moved, timer.busyNanos()));
        }
        rows.add(whole());
        return rows;
    }

    private Heap heap() {
        return Heap.builder().capacity(2 * bytes + (64L << 20)).maxCpu(1).ratios(NEVER, 1).build();
    }

    /** Pages of which 60 KiB of 64 live, in one piece. Returns what lives. */
    private long[] nearlyFull(Heap heap, Session session) {
        int pages = (int) (bytes / PAGE_BYTES);
        long[] staying = new long[pages * STAYING];
        long[] leaving = new long[pages * (PAGE_OBJECTS - STAYING)];
        byte[] content = new byte[OBJECT_BYTES];
        try (Session filler = heap.openSession()) {
            int stay = 0;
            int leave = 0;
            for (int i = 0; i < pages * PAGE_OBJECTS; i++) {
                long pointer = filler.allocate(OBJECT_BYTES);
                filler.enter();
                filler.putBytes(pointer, 0, content, 0, OBJECT_BYTES);
                filler.exit();
                if (i % PAGE_OBJECTS < STAYING) {
                    staying[stay++] = pointer;
                } else {
                    leaving[leave++] = pointer;
                }
            }
        }
        for (long pointer : leaving) {
            session.free(pointer);
        }
        return staying;
    }

    private CopyRow whole() {
        try (Heap heap = Heap.builder().capacity(bytes).maxCpu(1).build(); Session session = heap.openSession()) {
            List<Long> pages = new ArrayList<>();
            byte[] content = new byte[PAGE_BYTES];
            HeapStats stats = heap.stats();
            for (long filled = 0; filled < stats.capacityBytes() - stats.capacityBytes() / 32; filled += PAGE_BYTES) {
                long pointer = session.allocate(PAGE_BYTES);
                session.enter();
                session.putBytes(pointer, 0, content, 0, PAGE_BYTES);
                session.exit();
                pages.add(pointer);
            }
            for (int i = 0; i < pages.size(); i += 2) {
                session.free(pages.get(i));
            }
            long moved = heap.stats().bytesCopied();
            long start = System.nanoTime();
            try {
                for (long wanted = 0; wanted < bytes / 4; wanted += LARGE_BYTES) {
                    session.allocate(LARGE_BYTES);
                }
            } catch (OffHeapExhaustedException e) {
                // What it had moved until then still counts.
                return new CopyRow(WHOLE + " (until one failed)", heap.stats().bytesCopied() - moved, System.nanoTime() - start);
            }
            return new CopyRow(WHOLE, heap.stats().bytesCopied() - moved, System.nanoTime() - start);
        }
    }

    /** The same bytes in the same pieces: into memory that is there, and into memory that the OS has to give. */
    private List<CopyRow> plain() {
        long from = UnsafeApi.allocateMemory(bytes);
        long to = UnsafeApi.allocateMemory(bytes);
        try {
            UnsafeApi.setMemory(from, bytes, (byte) 1);
            long fresh = copyPieces(from, to);
            long resident = Math.min(copyPieces(from, to), copyPieces(from, to));
            long moved = bytes / PAGE_BYTES * PIECE_BYTES;
            return List.of(new CopyRow(RESIDENT, moved, resident), new CopyRow(FRESH, moved, fresh));
        } finally {
            UnsafeApi.freeMemory(from);
            UnsafeApi.freeMemory(to);
        }
    }

    private long copyPieces(long from, long to) {
        long start = System.nanoTime();
        long target = to;
        for (long offset = 0; offset + PAGE_BYTES <= bytes; offset += PAGE_BYTES) {
            UnsafeApi.copyMemory(from + offset, target, PIECE_BYTES);
            target += PIECE_BYTES;
        }
        return System.nanoTime() - start;
    }

    // ---- waits ----

    /** A writer on a thread of its own, in turns alone and while all that it writes to is moved. */
    List<WaitRow> waits(long nanos) {
        Histogram alone = Writer.histogram();
        Histogram moving = Writer.histogram();
        long aloneNanos = 0;
        long movingNanos = 0;
        long end = System.nanoTime() + nanos;
        do {
            try (Heap heap = heap(); Session session = heap.openSession()) {
                try (Writer writer = new Writer(heap, nearlyFull(heap, session), seed)) {
                    sleep(SETTLE_NANOS);
                    writer.begin();
                    long start = System.nanoTime();
                    Compaction.untilDone(heap);
                    long spent = System.nanoTime() - start;
                    writer.addTo(moving);
                    movingNanos += spent;
                    start = System.nanoTime();
                    sleep(spent);
                    writer.addTo(alone);
                    aloneNanos += System.nanoTime() - start;
                }
            }
        } while (System.nanoTime() - end < 0);
        return List.of(Writer.rowOf(alone, "nothing moves", aloneNanos), Writer.rowOf(moving, "pages folded by doWork",
            movingNanos));
    }

    private static void sleep(long nanos) {
        try {
            Thread.sleep(nanos / 1_000_000);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
