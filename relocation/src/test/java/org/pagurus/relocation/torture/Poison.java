package org.pagurus.relocation.torture;

import java.util.concurrent.atomic.AtomicLong;
import org.pagurus.allocator.internal.frames.FrameLayout;
import org.pagurus.allocator.internal.os.RawMemory;
import org.pagurus.relocation.FrameWatch;

/**
 * Fills frames with poison when they become free, and looks at it when they are taken again: a reader that is late sees poison,
 * and a writer that is late leaves a hole in it. Frames that were with the OS meanwhile are zero.
 */
final class Poison implements FrameWatch {
    private static final byte BYTE = (byte) 0xB5;
    /** Never a word of an object. */
    static final long WORD = 0x0101_0101_0101_0101L * (BYTE & 0xFF);

    private final Stage stage;
    private final AtomicLong poisoned = new AtomicLong();

    Poison(Stage stage) {
        this.stage = stage;
    }

    /** Frames so far. */
    long poisonedFrames() {
        return poisoned.get();
    }

    @Override
    public void beforeFree(long address, int frames) {
        RawMemory.fill(address, (long) frames << FrameLayout.FRAME_SHIFT, BYTE);
        poisoned.addAndGet(frames);
    }

    @Override
    public void afterTake(long address, int frames) {
        long end = address + ((long) frames << FrameLayout.FRAME_SHIFT);
        for (long at = address; at < end; at += Long.BYTES) {
            long word = RawMemory.getLong(at);
            if (word != WORD && word != 0) {
                stage.report(Finding.Kind.LATE_WRITE, "a free frame was written to: 0x" + Long.toHexString(word)
                    + " at offset " + (at - address) + " of " + frames + " frames");
                return;
            }
        }
    }
}
