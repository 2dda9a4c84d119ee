package org.pagurus.allocator.internal.frames;

import static org.pagurus.allocator.internal.frames.FrameLayout.FRAMES_PER_REGION;
import static org.pagurus.allocator.internal.frames.FrameLayout.FRAME_LENGTH;
import static org.pagurus.allocator.internal.frames.FrameLayout.FRAME_SHIFT;
import static org.pagurus.allocator.internal.frames.FrameLayout.REGION_LENGTH;
import static org.pagurus.allocator.internal.frames.FrameLayout.REGION_SHIFT;

import org.pagurus.allocator.internal.os.Mapping;

/** The reservation that a heap's frames are cut from, and where each of them is. */
abstract sealed class FrameAddresses implements AutoCloseable permits Frames {
    private final Mapping mapping;
    private final int regions;

    FrameAddresses(long capacityBytes) {
        mapping = Mapping.reserve(capacityBytes, REGION_LENGTH);
        regions = (int) (capacityBytes >>> REGION_SHIFT);
    }

    final Mapping mapping() {
        return mapping;
    }

    /** Gives back whole OS pages of a run that its page will not touch, for example behind a large object's end. */
    public final void releaseTail(long runAddress, int frames, long usedLength) {
        long runLength = (long) frames << FRAME_SHIFT;
        if (usedLength < runLength) {
            mapping.release(runAddress + usedLength, runLength - usedLength);
        }
    }

    final long addressOf(int region, int frame) {
        return mapping.address() + ((long) region << REGION_SHIFT) + ((long) frame << FRAME_SHIFT);
    }

    /** The region, counted from 0, that holds an address of this heap. */
    public final int regionOf(long address) {
        return (int) ((address - mapping.address()) >>> REGION_SHIFT);
    }

    /** The frame, counted from 0 in its region, that holds an address of this heap. */
    public final int frameOf(long address) {
        return (int) ((address - mapping.address()) >>> FRAME_SHIFT) & (FRAMES_PER_REGION - 1);
    }

    public final int regions() {
        return regions;
    }

    public final long capacityBytes() {
        return (long) regions * FRAMES_PER_REGION * FRAME_LENGTH;
    }

    /** Bytes resident now, from the kernel. */
    public final long residentBytes() {
        return mapping.residentBytes();
    }

    @Override
    public final void close() {
        mapping.close();
    }
}
