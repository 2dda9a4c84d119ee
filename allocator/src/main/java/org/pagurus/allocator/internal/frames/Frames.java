package org.pagurus.allocator.internal.frames;

import static org.pagurus.allocator.internal.frames.FrameLayout.FRAMES_PER_REGION;
import static org.pagurus.allocator.internal.frames.FrameLayout.FRAME_LENGTH;
import static org.pagurus.allocator.internal.frames.FrameLayout.FRAME_SHIFT;
import static org.pagurus.allocator.internal.frames.FrameLayout.REGION_LENGTH;
import static org.pagurus.allocator.internal.frames.FrameLayout.REGION_SHIFT;

import java.util.Arrays;
import org.pagurus.allocator.internal.os.MachineMemory;
import org.pagurus.allocator.internal.os.Mapping;

/**
 * The frames of one heap. Runs are placed first-fit by address, which packs the low regions and leaves the high ones whole;
 * but first among the dirty frames, those that are free and still in memory: a clean one would cost its page faults again,
 * and the dirty one its memory.
 *
 * <p>Thread-safe by one short lock: a run is taken once for tens to thousands of allocations, and never between {@code begin}
 * and {@code commit} of a migration (invariant I1). The madvise calls run outside the lock, on frames taken out for the
 * while.
 */
public final class Frames implements AutoCloseable {
    /** Fresh memory is asked of the machine in these portions, and refused when it has less than this left. */
    private static final long MACHINE_MARGIN = 64L << 20;
    private static final int CHECK_EVERY_FRAMES = 64;
    /** Regions that one call looks at for frames whose decay time is over. */
    private static final int MAX_LOOKS = 1024;

    /** Held while frames are out for madvise: an allocation that finds nothing waits for them. Taken before the lock. */
    private final Object releasing = new Object();
    private final Mapping mapping;
    private final int regions;
    private final long[] free;
    private final long[] clean;
    private final DirtyAges ages;
    /** By run length: no region below this index has a free run that long. */
    private final int[] firstRegion = new int[FRAMES_PER_REGION + 1];
    /** By run length: no region below this index has a run that long of dirty frames. */
    private final int[] firstDirtyRegion = new int[FRAMES_PER_REGION + 1];
    /** No region above this index has dirty frames. */
    private int lastDirtyRegion = -1;
    /** No run is taken from these frames of this region while they are evacuated; -1 for none. */
    private int avoidedRegion = -1;
    private long avoidedFrames;
    private int freeFrames;
    private int cleanFrames;
    private int framesUntilCheck;
    private long releasedBytes;
    private long releaseFailures;

    /**
     * Reserves the address space; nothing is resident yet.
     *
     * @param capacityBytes a multiple of the region length
     */
    public Frames(long capacityBytes) {
        mapping = Mapping.reserve(capacityBytes, REGION_LENGTH);
        regions = (int) (capacityBytes >>> REGION_SHIFT);
        free = new long[regions];
        clean = new long[regions];
        ages = new DirtyAges(regions);
        Arrays.fill(free, -1L);
        Arrays.fill(clean, -1L);
        Arrays.fill(firstDirtyRegion, regions);
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
        long address = tryAllocate(frames, spare);
        if (address == 0) {
            synchronized (releasing) {
                address = tryAllocate(frames, spare);
            }
        }
        return address;
    }

    private synchronized long tryAllocate(int frames, int spare) {
        if (freeFrames - frames < spare) {
            return 0;
        }
        long address = freeFrames - cleanFrames < frames ? 0 : takeFirst(firstDirtyRegion, frames, true);
        return address != 0 ? address : takeFirst(firstRegion, frames, false);
    }

    private long takeFirst(int[] hints, int frames, boolean onlyDirty) {
        for (int region = hints[frames]; region < regions; region++) {
            long bits = onlyDirty ? free[region] & ~clean[region] : free[region];
            int first = FrameLayout.findRun(region == avoidedRegion ? bits & ~avoidedFrames : bits, frames);
            if (first >= 0) {
                hints[frames] = region;
                long mask = FrameLayout.mask(first, frames);
                return machineHas(Long.bitCount(clean[region] & mask)) ? take(region, first, mask) : 0;
            }
        }
        hints[frames] = regions;
        return 0;
    }

    private long take(int region, int first, long mask) {
        free[region] &= ~mask;
        freeFrames -= Long.bitCount(mask);
        cleanFrames -= Long.bitCount(clean[region] & mask);
        clean[region] &= ~mask;
        ages.forget(region, mask);
        return addressOf(region, first);
    }

    /** Touching memory that the machine does not have ends in the kernel's OOM killer; asked once for each 4 MiB. */
    private boolean machineHas(int freshFrames) {
        framesUntilCheck -= freshFrames;
        if (framesUntilCheck <= 0 && freshFrames > 0) {
            if (MachineMemory.availableBytes() < MACHINE_MARGIN + ((long) freshFrames << FRAME_SHIFT)) {
                return false;
            }
            framesUntilCheck = CHECK_EVERY_FRAMES;
        }
        return true;
    }

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
        if ((free[region] & mask) != 0) {
            throw new IllegalStateException("frames freed twice: address=0x" + Long.toHexString(address) + " frames=" + frames);
        }
        putBack(region, mask);
    }

    private void putBack(int region, long mask) {
        free[region] |= mask;
        freeFrames += Long.bitCount(mask);
        lastDirtyRegion = Math.max(lastDirtyRegion, region);
        considerAgain(region);
    }

    private void considerAgain(int region) {
        for (int length = 1; length <= FRAMES_PER_REGION; length++) {
            firstRegion[length] = Math.min(firstRegion[length], region);
            firstDirtyRegion[length] = Math.min(firstDirtyRegion[length], region);
        }
    }

    /**
     * Takes no run from some frames until told otherwise: they are being evacuated.
     *
     * @param region the region, or -1 for none
     * @param mask   its frames
     */
    public synchronized void avoid(int region, long mask) {
        if (avoidedRegion >= 0) {
            considerAgain(avoidedRegion);
        }
        avoidedRegion = region;
        avoidedFrames = mask;
    }

    /** Whether a run of so many frames is free somewhere. */
    public synchronized boolean hasRun(int frames) {
        for (long bits : free) {
            if (FrameLayout.findRun(bits, frames) >= 0) {
                return true;
            }
        }
        return false;
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
        while (lastDirtyRegion >= 0 && (free[lastDirtyRegion] & ~clean[lastDirtyRegion]) == 0) {
            lastDirtyRegion--;
        }
        return lastDirtyRegion;
    }

    private synchronized long takeDirty(int region) {
        return takeOut(region, free[region] & ~clean[region]);
    }

    private synchronized long takeAged(int region) {
        return takeOut(region, ages.age(region, free[region] & ~clean[region]));
    }

    private synchronized long takeExcess(int region, int keepFrames, int maxFrames) {
        int count = Math.max(0, Math.min(maxFrames, freeFrames - cleanFrames - keepFrames));
        long dirty = free[region] & ~clean[region];
        while (Long.bitCount(dirty) > count) {
            dirty &= dirty - 1;
        }
        return takeOut(region, dirty);
    }

    private long takeOut(int region, long dirty) {
        free[region] &= ~dirty;
        freeFrames -= Long.bitCount(dirty);
        return dirty;
    }

    private long releaseRuns(int region, long dirty) {
        if (dirty == 0) {
            return 0;
        }
        boolean done = true;
        for (long rest = dirty; rest != 0;) {
            int first = Long.numberOfTrailingZeros(rest);
            int frames = Math.min(FRAMES_PER_REGION - first, Long.numberOfTrailingZeros(~(rest >>> first)));
            done &= mapping.release(addressOf(region, first), (long) frames << FRAME_SHIFT);
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

    /** Gives back whole OS pages of a run that its page will not touch, for example behind a large object's end. */
    public void releaseTail(long runAddress, int frames, long usedLength) {
        long runLength = (long) frames << FRAME_SHIFT;
        if (usedLength < runLength) {
            mapping.release(runAddress + usedLength, runLength - usedLength);
        }
    }

    private long addressOf(int region, int frame) {
        return mapping.address() + ((long) region << REGION_SHIFT) + ((long) frame << FRAME_SHIFT);
    }

    /** The region, counted from 0, that holds an address of this heap. */
    public int regionOf(long address) {
        return (int) ((address - mapping.address()) >>> REGION_SHIFT);
    }

    /** The frame, counted from 0 in its region, that holds an address of this heap. */
    public int frameOf(long address) {
        return (int) ((address - mapping.address()) >>> FRAME_SHIFT) & (FRAMES_PER_REGION - 1);
    }

    public int regions() {
        return regions;
    }

    public synchronized int freeFrames() {
        return freeFrames;
    }

    /** Free frames whose memory is not with the OS. */
    public synchronized int dirtyFrames() {
        return freeFrames - cleanFrames;
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

    public long capacityBytes() {
        return (long) regions * FRAMES_PER_REGION * FRAME_LENGTH;
    }

    /** Bytes resident now, from the kernel. */
    public long residentBytes() {
        return mapping.residentBytes();
    }

    /** Copies the free bitmaps, for reports and the verifier. */
    public synchronized long[] freeBitmaps() {
        return free.clone();
    }

    /** Copies the clean bitmaps, for reports and the verifier. */
    public synchronized long[] cleanBitmaps() {
        return clean.clone();
    }

    @Override
    public void close() {
        mapping.close();
    }
}
