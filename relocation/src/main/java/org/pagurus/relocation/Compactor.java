package org.pagurus.relocation;

import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.LongSupplier;
import java.util.stream.Collectors;
import org.agrona.concurrent.Agent;
import org.pagurus.allocator.Pointer;
import org.pagurus.allocator.internal.frames.FrameLayout;
import org.pagurus.rcu.StallReport;
import org.pagurus.relocation.internal.migration.Background;
import org.pagurus.relocation.internal.migration.Gauge;
import org.pagurus.relocation.internal.migration.Migrator;
import org.pagurus.relocation.internal.migration.OnDemand;
import org.pagurus.relocation.internal.migration.Planner;
import org.pagurus.relocation.internal.space.Space;

/**
 * Folds sparse pages and gives free memory back to the OS, a bounded slice at each {@link #doWork}. It runs on a thread of
 * its own ({@link Heap#startCompactor}) or inside an embedder's invoker; it never stops the application and never blocks.
 * Sessions that allocate faster than it can fold help it, and so slow down.
 *
 * <p>When it starts and stops says {@link HeapBuilder#ratios}, what share of a core it takes {@link HeapBuilder#maxCpu(double,
 * double)}. It reads the clock after every page, of large ones after every 64 KiB, and backs off, doubling, when it finds
 * nothing worth folding.
 */
public final class Compactor implements Agent {
    /** Listed pages looked at in a slice, whether they still have free slots. */
    private static final int SWEEP_LOOKS = 1_024;
    /** Regions looked at for huge pages in one slice, those of them advised, a system call each, and the time between slices. */
    private static final int HUGE_PAGE_LOOKS = 256;
    private static final int HUGE_PAGE_ADVICE = 8;
    private static final long HUGE_PAGE_LOOK_NANOS = 20_000_000L;
    /** About 10 microseconds each. */
    private static final int RELEASE_FRAMES = 16;
    /** For so many frames in use one free frame stays in memory until its decay; what is above goes back at once. */
    private static final int DIRTY_PART = 32;
    private static final int MIN_DIRTY_FRAMES = 16;
    /** Even with the least share it works once in an hour. */
    private static final double MAX_REST_NANOS = 3_600e9;

    /** Sessions help for so long after its thread or an invoker last called it: else nobody wants it to work. */
    private static final long DRIVEN_NANOS = 1_000_000_000L;
    /** In a smaller heap a few open pages are all that is above the ratio. */
    private static final long ASSIST_FROM_BYTES = 8L << 20;
    /** So far above the ratio where sessions help, they wait for whoever works already. */
    private static final double WAIT_DISTANCE = 0.03;
    /** A grace period ends within microseconds, unless a reader has lost its processor or stays in its section. */
    private static final long STALL_NANOS = 20_000_000L;
    private static final long NANOS_PER_MILLI = 1_000_000L;
    /** The most that an allocation helps or waits, in time. */
    private static final long ASSIST_NANOS = 200_000L;
    /** Direct compaction on a machine without time for it: so often it goes on if its time was over and frames became free. */
    private static final int MAX_PASSES = 4;

    private final Heap heap;
    private final Space space;
    private final HeapBuilder settings;
    private final Migrator migrator;
    private final Gauge gauge;
    private final Background background;
    private final OnDemand onDemand;
    private final ReentrantLock lock = new ReentrantLock();
    private volatile long restUntilNanos = System.nanoTime();
    private long nextHugePageLookNanos = System.nanoTime();
    /** When it was last driven by its own thread or an invoker. */
    private volatile long drivenNanos = System.nanoTime() - DRIVEN_NANOS;

    Compactor(Heap heap, Space space, HeapBuilder settings, Migrator migrator) {
        this.heap = heap;
        this.space = space;
        this.settings = settings;
        this.migrator = migrator;
        Planner planner = new Planner(space);
        this.gauge = new Gauge(space, heap::liveBytes, heap::turnoverBytes);
        this.background = new Background(settings.policy(), gauge, planner, migrator, heap::idleSessions);
        this.onDemand = new OnDemand(space, planner, migrator, heap::takeOverDeadSessions);
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
        drivenNanos = System.nanoTime();
        return tryWork(settings.sliceNanos());
    }

    private int tryWork(long sliceNanos) {
        if (!lock.tryLock()) {
            return 0;
        }
        try {
            long start = System.nanoTime();
            if (space.isClosed() || start - restUntilNanos < 0) {
                return 0;
            }
            heap.takeOverDeadSessions();
            // Each part gets on in every slice, and together they take little more than one.
            int work = space.domain().poll(sliceNanos / 2);
            work += background.slice(start, start + sliceNanos) + releaseFree() + adviseHugePages(start);
            if (work > 0) {
                space.sweepLists(SWEEP_LOOKS);
                double spent = System.nanoTime() - start;
                double share = background.share();
                restUntilNanos = start + (long) (spent + Math.min(MAX_REST_NANOS, spent * (1 - share) / share));
            }
            return work;
        } finally {
            lock.unlock();
        }
    }

    /**
     * Called where waiting is allowed, by a session that has just opened a page: when much more memory is held than the policy
     * allows, the session does a small slice of the compactor's work, within its CPU share, or, if somebody else is at it, lets
     * that one have the processor. So a session that allocates faster than the compactor's thread can copy slows down instead
     * of filling the memory.
     */
    void assist() {
        double ratio = settings.policy().assistRatio();
        if (space.usedBytes() < ASSIST_FROM_BYTES || !gauge.isPressing(ratio)
            || System.nanoTime() - drivenNanos > DRIVEN_NANOS) {
            return;
        }
        if (lock.isLocked()) {
            letWork(gauge.isPressing(ratio + WAIT_DISTANCE));
            return;
        }
        try {
            tryWork(Math.min(ASSIST_NANOS, settings.sliceNanos()));
        } catch (Throwable e) {
            // The caller has allocated already: thrown to it, the error would lose the object.
            heap.report(e);
        }
    }

    private void letWork(boolean urgent) {
        if (!urgent) {
            Thread.yield();
            return;
        }
        try {
            // The lock itself is not wanted: it is free when the slice is done.
            if (lock.tryLock(ASSIST_NANOS, TimeUnit.NANOSECONDS)) {
                lock.unlock();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /**
     * Why it works or does not. Any thread; inside a section as well. Cost: a look at each session, and where it is stuck a
     * stack trace of each thread that holds it up.
     *
     * @return the state now
     */
    public CompactorState state() {
        long now = System.nanoTime();
        boolean quiet = gauge.isQuiet();
        double ratio = gauge.ratio();
        double target = settings.policy().target(quiet);
        double share = settings.policy().share(ratio, quiet);
        long waited = migrator.waitedNanos(now);
        CompactorState.Activity activity;
        String reason;
        if (space.isClosed()) {
            activity = CompactorState.Activity.CLOSED;
            reason = "the heap is closed";
        } else if (waited > STALL_NANOS) {
            activity = CompactorState.Activity.STUCK;
            reason = "the grace period of its batch is not over after " + waited / NANOS_PER_MILLI + " ms; held up by "
                + holders();
        } else if (now - drivenNanos > DRIVEN_NANOS) {
            activity = CompactorState.Activity.NOT_DRIVEN;
            reason = "nobody calls doWork: see startCompactor";
        } else if (background.isRunning()) {
            long rest = restUntilNanos - now;
            activity = rest > 0 ? CompactorState.Activity.RESTING : CompactorState.Activity.RUNNING;
            reason = rest > 0 ? "its CPU share is used up, it goes on in " + (rest / NANOS_PER_MILLI + 1) + " ms"
                : waited > 0 ? "its batch waits for a grace period" : "it plans and moves pages";
        } else if (ratio > target) {
            activity = CompactorState.Activity.BACKING_OFF;
            reason = String.format(Locale.ROOT, "nothing was worth folding; next try in %d ms, or above ratio %.3f",
                Math.max(0, background.nextTryNanos() - now) / NANOS_PER_MILLI, background.nextTryRatio());
        } else {
            activity = CompactorState.Activity.IDLE;
            reason = "the ratio is not above its target";
        }
        return new CompactorState(activity, ratio, target, quiet, share, migrator.resting().now(now), reason);
    }

    private String holders() {
        List<StallReport.Holder> holders = space.domain().holders(migrator.cookie());
        return holders.isEmpty() ? "nobody any more" : holders.stream()
            .map(holder -> "thread " + holder.threadName() + " (" + holder.threadState() + ", in a section for "
                + holder.heldNanos() / NANOS_PER_MILLI + " ms or more" + (holder.stack().isEmpty() ? ""
                    : ", at " + holder.stack().get(0)) + ")").collect(Collectors.joining(", "));
    }

    private int releaseFree() {
        long used = space.pageFrameBytes() >>> FrameLayout.FRAME_SHIFT;
        int keep = (int) Math.max(MIN_DIRTY_FRAMES, used / DIRTY_PART);
        long released = space.frames().releaseExcess(keep, RELEASE_FRAMES)
            + space.frames().release(settings.decayNanos(), RELEASE_FRAMES);
        return (int) (released >>> FrameLayout.FRAME_SHIFT);
    }

    /** A full region tends to stay so: no haste. */
    private int adviseHugePages(long now) {
        if (!settings.hugePages() || now - nextHugePageLookNanos < 0) {
            return 0;
        }
        nextHugePageLookNanos = now + HUGE_PAGE_LOOK_NANOS;
        return space.frames().adviseHugePages(HUGE_PAGE_LOOKS, HUGE_PAGE_ADVICE);
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
            background.interrupt();
            return onDemand.compact(gauge.isScarce(), deadline);
        } finally {
            lock.unlock();
        }
    }

    /**
     * Direct compaction, for an allocation that would fail. The caller is outside a section.
     *
     * @param run      how many frames in one piece it needs, at least 1
     * @param frames   how many in all
     * @param timeoutNanos how long at most; so long again, three times, when it was too short and frames became free
     * @param allocate tries again, under the lock: else the compactor's thread would take the run for a fold of its own
     * @return what that returned
     */
    long makeRoom(int run, int frames, long timeoutNanos, LongSupplier allocate) {
        lock.lock();
        try {
            heap.requireOpen();
            background.interrupt();
            // Each pass from its own beginning: another thread's compaction is no reason to give up without having tried.
            for (int pass = 1;; pass++) {
                int freeBefore = space.frames().freeFrames();
                long deadline = System.nanoTime() + timeoutNanos;
                onDemand.makeRoom(run, frames, deadline);
                long pointer = allocate.getAsLong();
                boolean goesOn = System.nanoTime() - deadline >= 0 && space.frames().freeFrames() > freeBefore;
                if (pointer != Pointer.NULL || !goesOn || pass == MAX_PASSES) {
                    onDemand.keepReserve(deadline);
                    return pointer;
                }
            }
        } finally {
            lock.unlock();
        }
    }

    /**
     * Under the lock: finishes the batch under way, so that the heap is at rest.
     *
     * @return false if the deadline came first; the batch stays under way
     */
    boolean settle(long deadlineNanos) {
        background.interrupt();
        return onDemand.settle(deadlineNanos);
    }

    ReentrantLock lock() {
        return lock;
    }

    Migrator migrator() {
        return migrator;
    }
}
