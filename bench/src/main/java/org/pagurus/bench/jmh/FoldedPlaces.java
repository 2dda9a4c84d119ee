package org.pagurus.bench.jmh;

import org.pagurus.relocation.HeapStats;
import org.pagurus.relocation.Session;

/**
 * As many objects in folded pages: twice as many are allocated, every second one is freed, and the pages are folded. In parts, so
 * that the heap is never much larger than what stays.
 */
public class FoldedPlaces extends HeapPlaces {
    private static final int PARTS = 16;
    private static final long TIMEOUT_NANOS = 60_000_000_000L;
    /** Of all pages, at least so many hundredths have to be folded, or the benchmark would measure something else. */
    private static final int MIN_FOLDED_PERCENT = 95;

    @Override
    void allocate(long[] pointers) {
        int part = pointers.length / PARTS;
        for (int start = 0; start < pointers.length; start += part) {
            allocatePart(pointers, start, start + part);
            if (!heap.compactor().compactNow(TIMEOUT_NANOS)) {
                throw new IllegalStateException("folding took longer than " + TIMEOUT_NANOS / 1_000_000_000L + " s");
            }
        }
        HeapStats stats = heap.stats();
        if (100L * stats.foldedPages() < (long) MIN_FOLDED_PERCENT * stats.pages()) {
            throw new IllegalStateException("only " + stats.foldedPages() + " of " + stats.pages() + " pages are folded");
        }
    }

    private void allocatePart(long[] pointers, int start, int end) {
        byte[] content = new byte[OBJECT_BYTES];
        long[] leaving = new long[end - start];
        try (Session filler = heap.openSession()) {
            for (int i = start; i < end; i++) {
                leaving[i - start] = filler.allocate(OBJECT_BYTES);
                pointers[i] = filler.allocate(OBJECT_BYTES);
                filler.enter();
                filler.putBytes(pointers[i], 0, content, 0, OBJECT_BYTES);
                filler.exit();
            }
            for (long pointer : leaving) {
                filler.free(pointer);
            }
        }
    }
}
