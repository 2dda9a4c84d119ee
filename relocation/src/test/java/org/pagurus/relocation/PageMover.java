package org.pagurus.relocation;

import org.pagurus.allocator.internal.pages.Page;
import org.pagurus.allocator.internal.pages.Run;
import org.pagurus.relocation.internal.migration.Migrator;
import org.pagurus.relocation.internal.space.Space;

/**
 * Moves the pages of a heap one after the other, by their ids and round again, with the heap's own migrator. Nothing public does
 * that: the compactor moves what is worth it, and what it leaves behind is read another way.
 *
 * <p>One thread at a time, outside sections; it has the compactor's lock meanwhile. Pages that were cancelled lately do not rest:
 * each is as likely to be on the move as any other.
 */
public final class PageMover {
    private static final long SLICE_NANOS = 500_000L;
    /** Longer than any page rests. */
    private static final long REST_NANOS = 10_000_000_000L;
    private static final long SETTLE_NANOS = 10_000_000_000L;

    private final Compactor compactor;
    private final Space space;
    private final Migrator migrator;
    private int lastId;

    /**
     * A mover that begins with the lowest id.
     *
     * @param heap whose pages are moved
     */
    public PageMover(Heap heap) {
        this.compactor = heap.compactor();
        this.space = heap.space();
        this.migrator = compactor.migrator();
    }

    /**
     * Moves the next pages as they are, in one batch with one grace period, and waits for it as the compactor's thread does.
     *
     * @param bytes how much at least, if there is so much that may move
     * @return memory of the pages that were tried; how many of them were moved, the heap counts
     */
    public long moveNext(long bytes) {
        compactor.lock().lock();
        try {
            if (!compactor.settle(System.nanoTime() + SETTLE_NANOS)) {
                throw new IllegalStateException("a batch of the compactor waits for a section for more than 10 s");
            }
            long tried = isolate(bytes);
            while (!migrator.isIdle()) {
                if (migrator.step(System.nanoTime() + SLICE_NANOS) == 0) {
                    Thread.yield();
                }
            }
            space.domain().poll();
            return tried;
        } finally {
            compactor.lock().unlock();
        }
    }

    private long isolate(long bytes) {
        long tried = 0;
        int end = space.pages().end();
        long rested = System.nanoTime() + REST_NANOS;
        for (int looks = 1; looks < end && tried < bytes; looks++) {
            lastId = lastId + 1 < end ? lastId + 1 : 1;
            Page page = space.pages().get(lastId);
            if (page != null && page.isMovable(rested)) {
                Run run = page.run();
                long length = run.usedBytes();
                tried += migrator.addMove(run) ? length : 0;
            }
        }
        if (tried > 0) {
            migrator.startGracePeriod();
        }
        return tried;
    }
}
