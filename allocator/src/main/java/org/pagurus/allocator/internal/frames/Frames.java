package org.pagurus.allocator.internal.frames;

import static org.pagurus.allocator.internal.frames.FrameLayout.FRAMES_PER_REGION;
import static org.pagurus.allocator.internal.frames.FrameLayout.FRAME_LENGTH;
import static org.pagurus.allocator.internal.frames.FrameLayout.FRAME_SHIFT;

import java.util.Arrays;

/**
 * The frames of one heap. Runs are placed first-fit by address, which packs the low regions and leaves the high ones whole;
 * but first among the dirty frames, those that are free and still in memory: a clean one would cost its page faults again,
 * and the dirty one its memory.
 *
 * <p>Thread-safe by one short lock: a run is taken once for tens to thousands of allocations, and never between {@code begin}
 * and {@code commit} of a migration (invariant I1). The madvise calls run outside the lock, on frames taken out for the
 * while.
 */
public final class Frames extends FrameAddresses {
    /** Regions that one call looks at for frames whose decay time is over. */
    private static final int MAX_LOOKS = 1024;

    /** Held while frames are out for madvise: an allocation that finds nothing waits for them. Taken before the lock. */
    private final Object releasing = new Object();
    /** Null if there are to be none. Under the monitor {@code releasing}. */
    private final HugePages hugePages;
    private final FreeRuns free;
    private final long[] clean;
    private final DirtyAges ages;
    private final FreshMemory machine = new FreshMemory();
    private final FirstRegions firstRegion = new FirstRegions(0);
    /** The same for runs of dirty frames. */
    private final FirstRegions firstDirtyRegion;
    /** No region above this index has dirty frames. */
    private int lastDirtyRegion = -1;
    /** Frames that nobody has, lent ones included. */
    private int freeFrames;
    private int cleanFrames;
    /** Frames' worth of memory that is held outside of this mapping. Written under the lock. */
    private volatile int lentFrames;
    private long releasedBytes;
    private long releaseFailures;

    /**
     * Reserves the address space; nothing is resident yet.
     *
     * @param capacityBytes a multiple of the region length
     */
    public Frames(long capacityBytes) {
        this(capacityBytes, false);
    }

    /** As {@link #Frames(long)}. @param huge whether {@link #adviseHugePages} does anything */
    public Frames(long capacityBytes, boolean huge) {
        super(capacityBytes);
        hugePages = huge ? new HugePages(mapping()) : null;
        int regions = regions();
        free = new FreeRuns(regions);
        clean = new long[regions];
        ages = new DirtyAges(regions);
        Arrays.fill(clean, -1L);
        firstDirtyRegion = new FirstRegions(regions);
        freeFrames = regions * FRAMES_PER_REGION;
        cleanFrames = freeFrames;
    }

    /**
     * Takes a run.
     *
     * @param frames 1 to 64
     * @param spare  the run is refused if fewer free frames than this would be left
     * @return its address, or 0 if there is none or the machine has no memory left
     */
    public long allocate(int frames, int spare) {
        return allocate(frames, spare, false);
    }

    /**
     * As {@link #allocate(int, int)}.
     *
     * @param last whether the last run by address is taken: for what stays long, out of the way of what is packed low
     */
    public long allocate(int frames, int spare, boolean last) {
        return allocate(frames, spare, last ? Placement.LAST : Placement.FIRST);
    }

    /**
     * Compactor only: takes a run for pages that move. While frames are avoided it is the tightest: a stretch is emptied only if
     * what is in it fits into the pieces outside, and a long piece may be needed for a run that comes later. Kept frames
     * come last.
     *
     * @param frames 1 to 64
     * @return its address, or 0 if there is none or the machine has no memory left
     */
    public long allocateTarget(int frames) {
        return allocate(frames, 0, Placement.TARGET);
    }

    private enum Placement { FIRST, LAST, TARGET }

    private long allocate(int frames, int spare, Placement placement) {
        long address = tryAllocate(frames, spare, placement);
        if (address == 0) {
            synchronized (releasing) {
                address = tryAllocate(frames, spare, placement);
            }
        }
        if (address != 0 && lentFrames > 0) {
            releaseForLent();
        }
        return address;
    }

    private synchronized long tryAllocate(int frames, int spare, Placement placement) {
        if (freeFrames - lentFrames - frames < spare) {
            return 0;
        }
        if (placement == Placement.LAST) {
            return tryAllocateLast(frames);
        }
        if (placement == Placement.TARGET && free.isAvoiding()) {
            int place = free.findTightest(frames, firstRegion.of(frames));
            return takeAt(place >= 0 ? place : free.findKept(frames), frames);
        }
        long address = freeFrames - cleanFrames < frames ? 0 : takeFirst(firstDirtyRegion, frames, true);
        if (address == 0) {
            address = takeFirst(firstRegion, frames, false);
        }
        return address == 0 && placement == Placement.TARGET ? takeAt(free.findKept(frames), frames) : address;
    }

    private long takeFirst(FirstRegions hints, int frames, boolean onlyDirty) {
        for (int region = hints.of(frames); region < regions(); region++) {
            long bits = free.available(region);
            int first = FrameLayout.findRun(onlyDirty ? bits & ~clean[region] : bits, frames);
            if (first >= 0) {
                hints.searched(frames, region);
                return takeAt(region * FRAMES_PER_REGION + first, frames);
            }
        }
        hints.searched(frames, regions());
        return 0;
    }

    private long tryAllocateLast(int frames) {
        for (int region = regions() - 1; region >= firstRegion.of(frames); region--) {
            int first = FrameLayout.findLastRun(free.available(region), frames);
            if (first >= 0) {
                return takeAt(region * FRAMES_PER_REGION + first, frames);
            }
        }
        return 0;
    }

    private long takeAt(int place, int frames) {
        if (place < 0) {
            return 0;
        }
        int region = place / FRAMES_PER_REGION;
        int first = place % FRAMES_PER_REGION;
        long mask = FrameLayout.mask(first, frames);
        return machine.has(Long.bitCount(clean[region] & mask)) ? take(region, first, mask) : 0;
    }

    private long take(int region, int first, long mask) {
        free.remove(region, mask);
        freeFrames -= Long.bitCount(mask);
        cleanFrames -= Long.bitCount(clean[region] & mask);
        clean[region] &= ~mask;
        ages.forget(region, mask);
        return addressOf(region, first);
    }

    // ---- memory elsewhere ----

    /**
     * Takes frames' worth of memory out of the capacity, for memory that is mapped elsewhere. No frame in particular: they need
     * not be neighbours.
     *
     * @param frames 0 or more
     * @param spare  refused if fewer free frames than this would be left
     * @return whether they were lent; {@link #takeBack} returns them
     */
    public boolean tryLend(int frames, int spare) {
        boolean lent = tryLendFree(frames, spare);
        if (!lent) {
            synchronized (releasing) {
                lent = tryLendFree(frames, spare);
            }
        }
        if (lent) {
            releaseForLent();
        }
        return lent;
    }

    private synchronized boolean tryLendFree(int frames, int spare) {
        if (freeFrames - lentFrames - frames < spare) {
            return false;
        }
        lentFrames += frames;
        return true;
    }

    /** Lent memory was unmapped: the frames may be used again. */
    public synchronized void takeBack(int frames) {
        if (frames < 0 || frames > lentFrames) {
            throw new IllegalStateException("frames=" + frames + " taken back, but only " + lentFrames + " are lent");
        }
        lentFrames -= frames;
    }

    /** Frames in use, dirty ones and lent ones are the heap's memory: at most its capacity if as many are clean as are lent. */
    private void releaseForLent() {
        int missing = lentFrames - cleanFrames();
        if (missing > 0) {
            release(0, missing);
        }
    }

    public int lentFrames() {
        return lentFrames;
    }

    /** Free frames whose memory is resident. */
    public synchronized int dirtyFrames() {
        return freeFrames - cleanFrames;
    }

    // ---- freeing ----

    /**
     * Gives a run, or a part of one, back. The caller has waited for the grace period that its last use needs.
     *
     * @throws IllegalStateException if one of the frames is free already, or the frames are not a run
     */
    public synchronized void free(long address, int frames) {
        int region = regionOf(address);
        int first = frameOf(address);
        if (frames < 1 || first + frames > FRAMES_PER_REGION || (address & FRAME_LENGTH - 1) != 0) {
            throw new IllegalStateException("not a run: address=0x" + Long.toHexString(address) + " frames=" + frames);
        }
        long mask = FrameLayout.mask(first, frames);
        if ((free.bits(region) & mask) != 0) {
            throw new IllegalStateException("frames freed twice: address=0x" + Long.toHexString(address) + " frames=" + frames);
        }
        putBack(region, mask);
    }

    private void putBack(int region, long mask) {
        free.add(region, mask);
        freeFrames += Long.bitCount(mask);
        lastDirtyRegion = Math.max(lastDirtyRegion, region);
        considerAgain(region);
    }

    private void considerAgain(int region) {
        if (region >= 0) {
            firstRegion.freed(region, free.bits(region));
            firstDirtyRegion.freed(region, free.bits(region) & ~clean[region]);
        }
    }

    /**
     * Takes no run from some frames until told otherwise: they are being evacuated.
     *
     * @param region the region, or -1 for none
     * @param mask   its frames
     */
    public synchronized void avoid(int region, long mask) {
        considerAgain(free.avoid(region, mask));
    }

    /**
     * Keeps the longest free piece for {@link #allocateTarget}; what was kept before is free for all.
     *
     * @param most frames of it at most; 0 keeps none
     */
    public synchronized void keepLongest(int most) {
        considerAgain(free.keepLongest(most));
    }

    /** Compactor only: so many of the kept frames are not for moves now. */
    public synchronized void keepFromMoves(int frames) {
        free.keepFromMoves(frames);
    }

    /** Kept frames that are free. */
    public synchronized int freeKept() {
        return free.freeKept();
    }

    /** A bitmap of those frames of a region that are kept. */
    public synchronized long keptOf(int region) {
        return free.keptOf(region);
    }

    /** Whether a run of so many frames is free somewhere, kept frames not counted. */
    public synchronized boolean hasRun(int frames) {
        return free.hasRun(frames);
    }

    /** Whether {@link #allocateTarget} finds a run, if the machine has the memory. */
    public synchronized boolean hasTarget(int frames) {
        for (int region = firstRegion.of(frames); region < regions(); region++) {
            if (FrameLayout.findRun(free.available(region), frames) >= 0) {
                firstRegion.searched(frames, region);
                return true;
            }
        }
        firstRegion.searched(frames, regions());
        return free.findKept(frames) >= 0;
    }

    /** Frames of the longest free piece, kept or not. */
    public synchronized int longestRun() {
        return free.longest();
    }

    /**
     * Gives the memory of frames back to the OS that have been free for the decay time, half as long again at most if it is
     * called often enough. One caller at a time.
     *
     * @param decayNanos 0 for all free frames
     * @param maxFrames  about how many frames at most: a region is done whole
     * @return bytes released
     */
    public long release(long decayNanos, int maxFrames) {
        return decayNanos == 0 ? releaseAll(maxFrames) : releaseAged(decayNanos, maxFrames);
    }

    private long releaseAll(int maxFrames) {
        long released = 0;
        for (int region = 0; region <= lastDirtyRegion() && released >>> FRAME_SHIFT < maxFrames; region++) {
            synchronized (releasing) {
                released += releaseRuns(region, takeDirty(region));
            }
        }
        return released;
    }

    private long releaseAged(long decayNanos, int maxFrames) {
        if (!ages.isSweeping(System.nanoTime(), decayNanos)) {
            return 0;
        }
        long released = 0;
        for (int looks = 0; released >>> FRAME_SHIFT < maxFrames && looks < MAX_LOOKS; looks++) {
            int region = ages.next(lastDirtyRegion());
            if (region < 0) {
                ages.endSweep(System.nanoTime());
                break;
            }
            synchronized (releasing) {
                released += releaseRuns(region, takeAged(region));
            }
        }
        return released;
    }

    /**
     * Gives the memory of free frames back at once, highest first, until not more than so many are left that are free and in
     * memory. One caller at a time.
     *
     * @param keepFrames how many may stay until their decay
     * @param maxFrames  how many frames at most
     * @return bytes released
     */
    public long releaseExcess(int keepFrames, int maxFrames) {
        long released = 0;
        int rest = maxFrames;
        for (int region = lastDirtyRegion(); region >= 0 && rest > 0; region--) {
            synchronized (releasing) {
                long dirty = takeExcess(region, keepFrames, rest);
                rest -= Long.bitCount(dirty);
                released += releaseRuns(region, dirty);
            }
            if (dirtyFrames() <= keepFrames) {
                break;
            }
        }
        return released;
    }

    private synchronized int lastDirtyRegion() {
        while (lastDirtyRegion >= 0 && (free.bits(lastDirtyRegion) & ~clean[lastDirtyRegion]) == 0) {
            lastDirtyRegion--;
        }
        return lastDirtyRegion;
    }

    private synchronized long takeDirty(int region) {
        return takeOut(region, free.bits(region) & ~clean[region]);
    }

    private synchronized long takeAged(int region) {
        return takeOut(region, ages.age(region, free.bits(region) & ~clean[region]));
    }

    private synchronized long takeExcess(int region, int keepFrames, int maxFrames) {
        int count = Math.max(0, Math.min(maxFrames, freeFrames - cleanFrames - keepFrames));
        long dirty = free.bits(region) & ~clean[region];
        while (Long.bitCount(dirty) > count) {
            dirty &= dirty - 1;
        }
        return takeOut(region, dirty);
    }

    private long takeOut(int region, long dirty) {
        free.remove(region, dirty);
        freeFrames -= Long.bitCount(dirty);
        return dirty;
    }

    private long releaseRuns(int region, long dirty) {
        if (dirty == 0) {
            return 0;
        }
        boolean done = hugePages == null || hugePages.revert(region);
        for (long rest = dirty; done && rest != 0;) {
            int first = Long.numberOfTrailingZeros(rest);
            int frames = FrameLayout.runLength(rest, first);
            done = mapping().release(addressOf(region, first), (long) frames << FRAME_SHIFT);
            rest &= ~FrameLayout.mask(first, frames);
        }
        synchronized (this) {
            putBack(region, dirty);
            if (done) {
                clean[region] |= dirty;
                cleanFrames += Long.bitCount(dirty);
                releasedBytes += (long) Long.bitCount(dirty) << FRAME_SHIFT;
            } else {
                releaseFailures++;
            }
        }
        return done ? (long) Long.bitCount(dirty) << FRAME_SHIFT : 0;
    }

    /**
     * Lets the kernel use huge pages in regions that are full now. Goes round the regions, from call to call. No release can come
     * between the look at a region and the advice; a free can, and leaves the memory where it is.
     *
     * @param maxLooks  regions to look at
     * @param maxAdvice regions to advise: a system call each
     * @return regions advised
     */
    public int adviseHugePages(int maxLooks, int maxAdvice) {
        int done = 0;
        for (int look = Math.min(maxLooks, regions()); hugePages != null && look > 0 && done < maxAdvice; look--) {
            synchronized (releasing) {
                int region = hugePages.nextRegion(regions());
                done += isFull(region) && hugePages.advise(region) ? 1 : 0;
            }
        }
        return done;
    }

    private synchronized boolean isFull(int region) {
        return free.bits(region) == 0;
    }

    /** Regions that the kernel may back with huge pages now. */
    public int hugePageRegions() {
        synchronized (releasing) {
            return hugePages == null ? 0 : hugePages.regions();
        }
    }

    /** Frames that can be taken or lent. */
    public synchronized int freeFrames() {
        // While frames are out for madvise, more may be lent than are left.
        return Math.max(0, freeFrames - lentFrames);
    }

    /** Free frames whose memory is with the OS. */
    public synchronized int cleanFrames() {
        return cleanFrames;
    }

    /** Bytes of free frames given back to the OS so far. */
    public synchronized long releasedBytes() {
        return releasedBytes;
    }

    /** Times the OS refused to take memory back. */
    public synchronized long releaseFailures() {
        return releaseFailures;
    }

    /** Copies the free bitmaps, for reports and the verifier. */
    public synchronized long[] freeBitmaps() {
        return free.copy();
    }

    /** Copies the clean bitmaps, for reports and the verifier. */
    public synchronized long[] cleanBitmaps() {
        return clean.clone();
    }
}
