package org.pagurus.relocation.internal.space;

import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongConsumer;
import org.pagurus.allocator.internal.frames.FrameLayout;
import org.pagurus.allocator.internal.frames.Frames;
import org.pagurus.allocator.internal.frames.HugeMappings;
import org.pagurus.allocator.internal.os.Posix;
import org.pagurus.allocator.internal.pages.MigrateType;
import org.pagurus.allocator.internal.pages.Page;
import org.pagurus.allocator.internal.pages.Run;
import org.pagurus.allocator.internal.pages.SizeClasses;
import org.pagurus.rcu.RcuDomain;

/** The memory of a space: runs of frames and mappings of huge objects, on their way to pages and back. Thread-safe. */
abstract sealed class Runs permits Space {
    private final Frames frames;
    private final HugeMappings huge;
    private final int reserveFrames;
    private final RcuDomain domain;
    /** Bytes that the pages of all runs may touch. */
    private final AtomicLong usedBytes = new AtomicLong();
    private final AtomicLong waitingFrames = new AtomicLong();
    private final LongConsumer freeRunCallback = this::freeWaitingRun;
    private final LongConsumer freeHugeCallback = this::freeWaitingHuge;

    Runs(Frames frames, boolean hugePages, int reserveFrames, RcuDomain domain) {
        this.frames = frames;
        this.huge = new HugeMappings(frames, hugePages);
        this.reserveFrames = reserveFrames;
        this.domain = domain;
    }

    // ---- taking ----

    /** Compactor only: a run for pages that move, its unused tail with the OS; null if there is none. The reserve is for this. */
    public final Run takeTarget(int frameCount, int sizeClass, long usedBytes, MigrateType type) {
        return newRun(frames.allocateTarget(frameCount), frameCount, sizeClass, usedBytes, type);
    }

    /** A run for pages of a class, its unused tail with the OS; null if there is none. */
    final Run takeRun(int frameCount, int sizeClass, long usedBytes, MigrateType type) {
        boolean fromTop = type == MigrateType.UNMOVABLE;
        return newRun(frames.allocate(frameCount, reserveFrames, fromTop), frameCount, sizeClass, usedBytes, type);
    }

    private Run newRun(long address, int frameCount, int sizeClass, long usedBytes, MigrateType type) {
        if (address == 0) {
            return null;
        }
        afterTake(address, frameCount);
        long used = roundToOsPage(usedBytes);
        frames.releaseTail(address, frameCount, used);
        this.usedBytes.addAndGet(used);
        return new Run(address, frameCount, sizeClass, used, type);
    }

    final Run takeHugeRun(int sizeClass, long usedBytes, MigrateType type) {
        // What was freed lately may be unmapped now: a process that lives of huge objects would otherwise hold them all.
        domain.poll();
        long used = roundToOsPage(usedBytes);
        long address = huge.allocate(SizeClasses.limit(sizeClass), used, reserveFrames);
        if (address == 0) {
            return null;
        }
        this.usedBytes.addAndGet(used);
        return new Run(address, FrameLayout.framesFor(used), sizeClass, used, type);
    }

    /**
     * Changes the size of a huge object in its place. The caller is the only one that knows its pointer.
     *
     * @param size bytes, at most what the page's class holds
     * @return false if there is no memory to grow into; nothing has changed then
     */
    public final boolean tryResizeHuge(Page page, long size) {
        Run run = page.run();
        long used = roundToOsPage(size);
        long before = run.usedBytes();
        if (!huge.tryResize(run.address(), used, reserveFrames)) {
            return false;
        }
        run.resize(used);
        usedBytes.addAndGet(used - before);
        return true;
    }

    /** Bytes rounded up to whole OS pages. */
    public static long roundToOsPage(long bytes) {
        int pageLength = Posix.osPageLength();
        return (bytes + pageLength - 1) & -pageLength;
    }

    // ---- giving back ----

    /** Frees a run that no section can hold an address in. */
    public final void freeRun(Run run) {
        usedBytes.addAndGet(-run.usedBytes());
        if (SizeClasses.isHuge(run.sizeClass())) {
            huge.free(run.address());
        } else {
            freeFrames(run.address(), run.frames());
        }
    }

    /** Migrator only: returns the end of a held run that no page moved into. */
    public final void shrinkRun(Run run, long newUsedBytes) {
        long before = run.usedBytes();
        int unused = run.shrink(roundToOsPage(newUsedBytes));
        usedBytes.addAndGet(run.usedBytes() - before);
        if (unused > 0) {
            freeFrames(run.address() + run.lengthBytes(), unused);
        }
    }

    /** Frees a run when no section can hold an address in it any more (I3). */
    public void retireRun(Run run) {
        waitingFrames.addAndGet(run.frames());
        try {
            if (SizeClasses.isHuge(run.sizeClass())) {
                domain.defer(freeHugeCallback, run.address());
            } else {
                domain.defer(freeRunCallback, run.address() | run.frames() - 1);
            }
        } catch (Throwable e) {
            waitingFrames.addAndGet(-run.frames());
            throw e;
        }
        usedBytes.addAndGet(-run.usedBytes());
    }

    private void freeWaitingRun(long addressAndFrames) {
        int count = (int) (addressAndFrames & FrameLayout.FRAMES_PER_REGION - 1) + 1;
        freeFrames(addressAndFrames & -FrameLayout.FRAME_LENGTH, count);
        waitingFrames.addAndGet(-count);
    }

    private void freeWaitingHuge(long address) {
        waitingFrames.addAndGet(-huge.free(address));
    }

    private void freeFrames(long address, int count) {
        beforeFree(address, count);
        frames.free(address, count);
    }

    // ---- for tests ----

    /** Some frames were taken, and nothing was written to them yet. Does nothing: a test looks whether somebody else has. */
    protected void afterTake(long address, int frameCount) {
    }

    /** Some frames are about to be free, and nobody may touch them any more. Does nothing: a test spoils what they hold. */
    protected void beforeFree(long address, int frameCount) {
    }

    // ---- what there is ----

    public final Frames frames() {
        return frames;
    }

    public final HugeMappings huge() {
        return huge;
    }

    /** Frames that only the compactor may take. */
    public final int reserveFrames() {
        return reserveFrames;
    }

    /** Frames whose grace period is not over. */
    public final long waitingFrames() {
        return waitingFrames.get();
    }

    /** Bytes that pages may touch. */
    public final long usedBytes() {
        return usedBytes.get();
    }

    /** Bytes of the frames that pages hold, used or not, and of huge objects. */
    public final long pageFrameBytes() {
        return frames.capacityBytes() - ((frames.freeFrames() + waitingFrames.get()) << FrameLayout.FRAME_SHIFT);
    }

    public final RcuDomain domain() {
        return domain;
    }
}
