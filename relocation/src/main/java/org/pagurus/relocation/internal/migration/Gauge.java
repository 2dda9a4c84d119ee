package org.pagurus.relocation.internal.migration;

import java.util.function.LongSupplier;
import org.pagurus.allocator.internal.frames.FrameLayout;
import org.pagurus.relocation.internal.space.Space;

/**
 * How much memory pages hold for each live byte, and whether anybody allocates or frees. From counters that are kept anyway:
 * never a walk over pages. One thread at a time looks, any reads.
 */
public final class Gauge {
    /** The turnover is measured over such times. */
    private static final long WINDOW_NANOS = 50_000_000L;
    /** A heap is quiet when less than this part of its live bytes was allocated or freed in a window. */
    private static final int QUIET_PART = 2_000;
    private static final long LEAST_TURNOVER_BYTES = 64 << 10;
    /** With fewer free frames than one in so many, frames count, and not only what is used of them. */
    private static final int SCARCE_PART = 8;

    private final Space space;
    private final LongSupplier liveBytes;
    private final LongSupplier turnoverBytes;
    private long windowStartNanos = System.nanoTime();
    private long turnoverAtStart;
    private volatile boolean quiet;

    /**
     * A gauge of a space.
     *
     * @param liveBytes     slot bytes in use
     * @param turnoverBytes slot bytes allocated and freed so far, added up
     */
    public Gauge(Space space, LongSupplier liveBytes, LongSupplier turnoverBytes) {
        this.space = space;
        this.liveBytes = liveBytes;
        this.turnoverBytes = turnoverBytes;
    }

    /** Ends the window if its time is over. */
    public void look(long nowNanos) {
        long turnover = turnoverBytes.getAsLong();
        long limit = Math.max(LEAST_TURNOVER_BYTES, liveBytes.getAsLong() / QUIET_PART);
        if (turnover - turnoverAtStart > limit) {
            quiet = false;
        }
        if (nowNanos - windowStartNanos >= WINDOW_NANOS) {
            quiet = turnover - turnoverAtStart <= limit;
            turnoverAtStart = turnover;
            windowStartNanos = nowNanos;
        }
    }

    /** Whether hardly anything was allocated or freed in the last window, nor in the one under way. */
    public boolean isQuiet() {
        return quiet;
    }

    /** Memory held by pages / live bytes; 1 in an empty heap. */
    public double ratio() {
        long live = live();
        return live <= 0 ? 1 : (double) held() / live;
    }

    /** Huge objects are never moved: counted here, they would hide how sparse the rest is. */
    private long live() {
        return liveBytes.getAsLong() - space.huge().usedBytes();
    }

    private long held() {
        return (isScarce() ? space.pageFrameBytes() : space.usedBytes()) - space.huge().usedBytes();
    }

    /** Whether more than so many times the live bytes are in memory, what waits and what is free included. Any thread. */
    public boolean isPressing(double ratio) {
        long held = space.usedBytes() - space.huge().usedBytes()
            + (space.waitingFrames() + space.frames().dirtyFrames() << FrameLayout.FRAME_SHIFT);
        return held > ratio * live();
    }

    /** Memory above so many times the live bytes; 0 if there is none. */
    public long bytesAbove(double ratio) {
        return Math.max(0, held() - (long) (ratio * live()));
    }

    /** Whether so few frames are free that they count, and not only what is used of them. */
    public boolean isScarce() {
        return space.pageFrameBytes() > space.frames().capacityBytes() / SCARCE_PART * (SCARCE_PART - 1);
    }
}
