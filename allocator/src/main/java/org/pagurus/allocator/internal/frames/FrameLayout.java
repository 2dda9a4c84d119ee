package org.pagurus.allocator.internal.frames;

/**
 * The geometry of physical memory.
 *
 * <pre>
 *   | region: 4 MiB ................................ |
 *   | frame: 64 KiB | frame | frame | ... 64 of them |
 * </pre>
 */
public final class FrameLayout {
    public static final int FRAME_SHIFT = 16;
    public static final int FRAME_LENGTH = 1 << FRAME_SHIFT;
    public static final int FRAMES_PER_REGION = 64;
    public static final int REGION_SHIFT = 22;
    public static final int REGION_LENGTH = 1 << REGION_SHIFT;

    private FrameLayout() {
    }

    /** Frames that hold {@code length} bytes. */
    public static int framesFor(long length) {
        return (int) ((length + FRAME_LENGTH - 1) >>> FRAME_SHIFT);
    }

    /** Bit mask of {@code frames} neighbouring frames from {@code first}; 1 to 64 frames. */
    public static long mask(int first, int frames) {
        return -1L >>> (FRAMES_PER_REGION - frames) << first;
    }

    /**
     * The lowest run of {@code frames} set bits, found in log2(frames) steps: after each step bit {@code i} says whether
     * {@code have} set bits start at {@code i}.
     *
     * @return its first bit, or -1
     */
    public static int findRun(long free, int frames) {
        long starts = free;
        int have = 1;
        while (have < frames && starts != 0) {
            int step = Math.min(have, frames - have);
            starts &= starts >>> step;
            have += step;
        }
        return starts == 0 ? -1 : Long.numberOfTrailingZeros(starts);
    }

    /**
     * The highest run of {@code frames} set bits.
     *
     * @return its first bit, or -1
     */
    public static int findLastRun(long free, int frames) {
        int mirrored = findRun(Long.reverse(free), frames);
        return mirrored < 0 ? -1 : FRAMES_PER_REGION - frames - mirrored;
    }

    /** How many bits are set from a set bit on. */
    public static int runLength(long free, int first) {
        return Math.min(FRAMES_PER_REGION - first, Long.numberOfTrailingZeros(~(free >>> first)));
    }

    /** The most neighbouring bits that are set: each step takes the last bit off every run. */
    public static int longestRun(long free) {
        int length = 0;
        for (long rest = free; rest != 0; rest &= rest >>> 1) {
            length++;
        }
        return length;
    }
}
