package org.pagurus.relocation.internal.space;

import java.util.Arrays;
import org.pagurus.allocator.internal.frames.FrameLayout;
import org.pagurus.allocator.internal.frames.Frames;
import org.pagurus.allocator.internal.pages.Page;
import org.pagurus.allocator.internal.pages.Run;
import org.pagurus.allocator.internal.pages.SizeClasses;

/**
 * Counts the pages of a space while it is in use: every figure is one that some moment had. For statistics, drawings and the
 * compactor's ratio; the verifier checks exactly.
 */
public final class Census {
    /** {@link #fullness} of a frame that is free and with the OS. */
    public static final byte RELEASED = -1;
    /** {@link #fullness} of a frame that is free and resident. */
    public static final byte FREE = -2;
    /** {@link #fullness} of a frame that is neither free nor in a page's run. */
    public static final byte WAITING = -3;

    private final byte[] fullness;
    private final boolean[] folded;
    private long usedBytes;
    private long objectBytes;
    private int pages;
    private int foldedPages;
    private int hugePages;
    private int pinnedPages;
    private int unmovablePages;
    private int sealedPages;
    private long hugeBytes;

    private Census(int frames) {
        fullness = new byte[frames];
        folded = new boolean[frames];
    }

    /** Takes a census. Cost: a look at each page. */
    public static Census of(Space space) {
        Frames frames = space.frames();
        Census census = new Census(frames.regions() * FrameLayout.FRAMES_PER_REGION);
        Arrays.fill(census.fullness, WAITING);
        census.markFree(frames.freeBitmaps(), frames.cleanBitmaps());
        int end = space.pages().end();
        for (int id = 1; id < end; id++) {
            Page page = space.pages().get(id);
            if (page != null) {
                census.count(page, frames);
            }
        }
        census.objectBytes += space.pages().estimatedBytes() + space.listBytes();
        return census;
    }

    private void markFree(long[] free, long[] clean) {
        for (int i = 0; i < fullness.length; i++) {
            long bit = 1L << i;
            if ((free[i >>> 6] & bit) != 0) {
                fullness[i] = (clean[i >>> 6] & bit) != 0 ? RELEASED : FREE;
            }
        }
    }

    private void count(Page page, Frames frames) {
        pages++;
        objectBytes += page.estimatedBytes();
        Run run = page.run();
        boolean isFolded = page.isFolded();
        if (isFolded) {
            foldedPages++;
        }
        pinnedPages += page.isPinned() ? 1 : 0;
        unmovablePages += run.isUnmovable() ? 1 : 0;
        sealedPages += run.isSealed() ? 1 : 0;
        if (SizeClasses.isHuge(page.sizeClass())) {
            hugePages++;
            hugeBytes += run.usedBytes();
            usedBytes += run.usedBytes();
            objectBytes += run.estimatedBytes();
            return;
        }
        int first = frames.regionOf(run.address()) * FrameLayout.FRAMES_PER_REGION + frames.frameOf(run.address());
        if (run.frames() > 0 && fullness[first] < 0) {
            usedBytes += run.usedBytes();
            objectBytes += run.estimatedBytes();
            double live = (double) run.liveSlots() * SizeClasses.slotBytes(run.sizeClass());
            byte percent = (byte) Math.min(100, Math.round(100 * live / run.lengthBytes()));
            Arrays.fill(fullness, first, first + run.frames(), percent);
            Arrays.fill(folded, first, first + run.frames(), isFolded);
        }
    }

    /** By frame: percent in use, or {@link #RELEASED}, {@link #FREE}, {@link #WAITING}. */
    public byte[] fullness() {
        return fullness;
    }

    /** By frame: whether folded pages live there. */
    public boolean[] folded() {
        return folded;
    }

    /** Pages with an object that is pinned beyond sections. */
    public int pinnedPages() {
        return pinnedPages;
    }

    /** Pages of the kind that never moves. */
    public int unmovablePages() {
        return unmovablePages;
    }

    /** Pages that nobody writes to. */
    public int sealedPages() {
        return sealedPages;
    }

    /** Huge objects: none of them is in a frame. */
    public int hugePages() {
        return hugePages;
    }

    /** Bytes that huge objects may touch. */
    public long hugeBytes() {
        return hugeBytes;
    }

    /** Bytes that pages may touch, huge ones included. */
    public long usedBytes() {
        return usedBytes;
    }

    /** Java heap bytes of pages, their slots, runs, tables and lists, estimated. */
    public long objectBytes() {
        return objectBytes;
    }

    public int pages() {
        return pages;
    }

    public int foldedPages() {
        return foldedPages;
    }
}
