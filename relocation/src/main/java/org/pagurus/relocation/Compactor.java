package org.pagurus.relocation;

import java.util.concurrent.locks.ReentrantLock;
import org.agrona.concurrent.Agent;
import org.pagurus.allocator.internal.frames.FrameLayout;
import org.pagurus.relocation.internal.migration.Evacuator;
import org.pagurus.relocation.internal.migration.Migrator;
import org.pagurus.relocation.internal.migration.Planner;
import org.pagurus.relocation.internal.space.Space;

/**
 * Folds sparse pages and gives free memory back to the OS, a bounded slice at each {@link #doWork}. It runs on a thread of
 * its own ({@link Heap#startCompactor}) or inside an embedder's invoker; it never stops the application and never blocks.
 *
 * <p>It starts when mapped / live is above {@code startRatio}, goes on until it is below {@code stopRatio} or nothing is
 * worth folding, spends at most {@code maxCpu} of a core, reads the clock after every page, and backs off, doubling, when it
 * finds nothing to do.
 */
public final class Compactor implements Agent {
    private static final int SCAN_PAGES = 4096;
    /** About 10 microseconds each. */
    private static final int RELEASE_FRAMES = 16;
    /** For so many frames in use one free frame stays in memory until its decay; what is above goes back at once. */
    private static final int DIRTY_PART = 32;
    private static final int MIN_DIRTY_FRAMES = 16;
    private static final long MIN_BACKOFF_NANOS = 1_000_000L;
    private static final long MAX_BACKOFF_NANOS = 32_000_000_000L;
    private static final long RATIO_EVERY_NANOS = 20_000_000L;
    /** A session that has allocated nothing for so long gives its open pages up. */
    private static final long IDLE_LOOK_NANOS = 1_000_000_000L;
    /** With fewer free frames than one in so many, frames count, and not only what is used of them. */
    private static final int SCARCE_PART = 8;

    private final Heap heap;
    private final Space space;
    private final HeapBuilder settings;
    private final Migrator migrator;
    private final Planner planner;
    private final Evacuator evacuator;
    private final ReentrantLock lock = new ReentrantLock();
    private boolean running;
    private long restUntilNanos = System.nanoTime();
    private long nextLookNanos = System.nanoTime();
    private long nextIdleLookNanos = System.nanoTime();
    private long backoffNanos = MIN_BACKOFF_NANOS;

    Compactor(Heap heap, Space space, HeapBuilder settings, Migrator migrator) {
        this.heap = heap;
        this.space = space;
        this.settings = settings;
        this.migrator = migrator;
        this.planner = new Planner(space);
        this.evacuator = new Evacuator(space);
    }

    @Override
    public String roleName() {
        return "pagurus-compactor";
    }

    /**
     * One slice of work. Any thread, one at a time: a second caller returns 0 at once.
     *
     * @return pages handled, folds started and frames released; 0 if there was nothing to do now
     */
    @Override
    public int doWork() {
        if (!lock.tryLock()) {
            return 0;
        }
        try {
            long start = System.nanoTime();
            if (space.isClosed() || start - restUntilNanos < 0) {
                return 0;
            }
            heap.takeOverDeadSessions();
            int work = space.domain().poll() + slice(start);
            work += releaseFree();
            if (work > 0) {
                long spent = System.nanoTime() - start;
                restUntilNanos = start + spent + (long) (spent * (1 - settings.maxCpu()) / settings.maxCpu());
            }
            return work;
        } finally {
            lock.unlock();
        }
    }

    private int slice(long start) {
        if (!migrator.isIdle()) {
            return migrator.step(start + settings.sliceNanos());
        }
        if (start - nextLookNanos < 0) {
            return 0;
        }
        if (!running) {
            running = ratio() > settings.startRatio();
            if (!running) {
                nextLookNanos = start + RATIO_EVERY_NANOS;
                return 0;
            }
        }
        if (start - nextIdleLookNanos >= 0) {
            heap.revokeIdleSessions();
            nextIdleLookNanos = start + IDLE_LOOK_NANOS;
        }
        if (!planner.scan(SCAN_PAGES)) {
            return 1;
        }
        if (ratio() < settings.stopRatio()) {
            running = false;
            return 0;
        }
        int folds = planner.propose(migrator, isScarce());
        backoffNanos = folds > 0 ? MIN_BACKOFF_NANOS : Math.min(2 * backoffNanos, MAX_BACKOFF_NANOS);
        nextLookNanos = folds > 0 ? start : System.nanoTime() + backoffNanos;
        running = folds > 0;
        return folds;
    }

    private double ratio() {
        long live = heap.liveBytes();
        return live == 0 ? 1 : (double) (isScarce() ? space.pageFrameBytes() : space.usedBytes()) / live;
    }

    private boolean isScarce() {
        return space.pageFrameBytes() > space.frames().capacityBytes() / SCARCE_PART * (SCARCE_PART - 1);
    }

    private int releaseFree() {
        long used = space.pageFrameBytes() >>> FrameLayout.FRAME_SHIFT;
        int keep = (int) Math.max(MIN_DIRTY_FRAMES, used / DIRTY_PART);
        long released = space.frames().releaseExcess(keep, RELEASE_FRAMES)
            + space.frames().release(settings.decayNanos(), RELEASE_FRAMES);
        return (int) (released >>> FrameLayout.FRAME_SHIFT);
    }

    /**
     * Compacts now, without regard to ratios, decay and CPU share, until nothing is worth folding or the time is over; for
     * example after a mass delete. Not inside a section of this thread: its grace periods would wait for the caller.
     *
     * @param timeoutNanos how long at most
     * @return true if nothing was left to fold, false if the time was over
     * @throws IllegalStateException inside a section, or after close
     */
    public boolean compactNow(long timeoutNanos) {
        heap.refuseInSection("compactNow");
        long deadline = System.nanoTime() + timeoutNanos;
        lock.lock();
        try {
            // Under the lock: close() holds it while it unmaps (HeapCloseTest).
            heap.requireOpen();
            return compact(deadline, isScarce());
        } finally {
            lock.unlock();
        }
    }

    /**
     * Under the lock: folds until nothing is worth it.
     *
     * @return false if the deadline came first
     */
    private boolean compact(long deadline, boolean mustFreeFrames) {
        space.revoke(session -> true);
        do {
            heap.takeOverDeadSessions();
            // What waits for a section may be worth folding once it is free: until then nobody can say that all is done.
            boolean collected = collectFreed(deadline);
            if (collected && migrator.isIdle() && planner.scan(Integer.MAX_VALUE - 1)
                && planner.propose(migrator, mustFreeFrames) == 0) {
                space.frames().release(0, Integer.MAX_VALUE);
                return true;
            }
            while (migrator.step(deadline) == 0 && !migrator.isIdle() && System.nanoTime() - deadline < 0) {
                Thread.yield();
            }
        } while (System.nanoTime() - deadline < 0);
        return false;
    }

    /**
     * Direct compaction, for an allocation that would fail: folds what is worth it, and, if there is still no free run of so
     * many frames, empties one region. The caller is outside a section.
     */
    void makeRoom(int frames, long timeoutNanos) {
        lock.lock();
        try {
            heap.requireOpen();
            long deadline = System.nanoTime() + timeoutNanos;
            compact(deadline, true);
            if (!space.frames().hasRun(frames)) {
                // Folding may have taken all its time; emptying a region needs some of its own.
                evacuate(System.nanoTime() + timeoutNanos);
            }
            collectFreed(System.nanoTime() + timeoutNanos);
        } finally {
            lock.unlock();
        }
    }

    /** Until its old frames are free, nobody else takes a run from the emptied region. */
    private void evacuate(long deadline) {
        try {
            if (settle(deadline) && evacuator.begin(migrator)) {
                settle(deadline);
                collectFreed(deadline);
            }
        } finally {
            evacuator.end();
        }
    }

    /** Twice: what was freed while a page's first slots waited for their grace period needs one of its own. */
    private boolean collectFreed(long deadline) {
        boolean collected = true;
        for (int round = 0; round < 2; round++) {
            space.collectAll();
            collected &= space.domain().barrier(Math.max(1, deadline - System.nanoTime()));
        }
        return collected;
    }

    /**
     * Under the lock: finishes the batch under way, so that the heap is at rest.
     *
     * @return false if the deadline came first; the batch stays under way
     */
    boolean settle(long deadlineNanos) {
        while (!migrator.isIdle() && System.nanoTime() - deadlineNanos < 0) {
            if (migrator.step(deadlineNanos) == 0) {
                Thread.yield();
            }
        }
        return migrator.isIdle();
    }

    ReentrantLock lock() {
        return lock;
    }

    Migrator migrator() {
        return migrator;
    }
}
