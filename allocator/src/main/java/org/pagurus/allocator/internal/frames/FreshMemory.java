package org.pagurus.allocator.internal.frames;

import static org.pagurus.allocator.internal.frames.FrameLayout.FRAME_SHIFT;

import org.pagurus.allocator.internal.os.MachineMemory;

/**
 * Whether the machine has the memory of frames that are touched for the first time: touching what it does not have ends in the
 * kernel's OOM killer. Not thread-safe: under the lock of {@link Frames}.
 */
final class FreshMemory {
    /** Fresh memory is asked of the machine in these portions, 4 MiB, and refused when it has less than this left. */
    private static final int CHECK_EVERY_FRAMES = 64;
    private static final long MACHINE_MARGIN = 64L << 20;

    private int framesUntilCheck;

    /** Whether so many frames more may be touched. */
    boolean has(int freshFrames) {
        framesUntilCheck -= freshFrames;
        if (framesUntilCheck <= 0 && freshFrames > 0) {
            if (MachineMemory.availableBytes() < MACHINE_MARGIN + ((long) freshFrames << FRAME_SHIFT)) {
                return false;
            }
            framesUntilCheck = CHECK_EVERY_FRAMES;
        }
        return true;
    }
}
