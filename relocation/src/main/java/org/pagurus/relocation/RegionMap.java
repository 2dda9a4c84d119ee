package org.pagurus.relocation;

/**
 * How full every frame of a heap is, for drawings: a snapshot.
 */
public final class RegionMap {
    /** Frames in a region. */
    public static final int FRAMES_PER_REGION = 64;
    /** {@link #fullness}: free, and its memory is with the OS. */
    public static final int RELEASED = -1;
    /** {@link #fullness}: free, and its memory still here. */
    public static final int FREE = -2;
    /** {@link #fullness}: old frames that wait for a grace period, or the target of a move under way. */
    public static final int WAITING = -3;

    private final byte[] fullness;
    private final boolean[] folded;
    private final long hugeBytes;

    RegionMap(byte[] fullness, boolean[] folded, long hugeBytes) {
        this.hugeBytes = hugeBytes;
        this.fullness = fullness;
        this.folded = folded;
    }

    /**
     * The number of regions.
     *
     * @return the capacity in units of 4 MiB
     */
    public int regions() {
        return fullness.length / FRAMES_PER_REGION;
    }

    /**
     * What is in a frame.
     *
     * @param region from 0
     * @param frame  0 to 63
     * @return 0 to 100: percent of its slots in use; or {@link #RELEASED}, {@link #FREE}, {@link #WAITING}
     */
    public int fullness(int region, int frame) {
        return fullness[region * FRAMES_PER_REGION + frame];
    }

    /**
     * What huge objects hold outside of the regions; so much of the regions' free frames cannot be taken.
     *
     * @return bytes of their mappings that they may touch
     */
    public long hugeBytes() {
        return hugeBytes;
    }

    /**
     * Whether a frame belongs to folded pages.
     *
     * @param region from 0
     * @param frame  0 to 63
     * @return true if so
     */
    public boolean isFolded(int region, int frame) {
        return folded[region * FRAMES_PER_REGION + frame];
    }
}
