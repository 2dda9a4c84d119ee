package org.pagurus.allocator.internal.frames;

import static org.pagurus.allocator.internal.frames.FrameLayout.FRAMES_PER_REGION;

import java.util.Arrays;

/**
 * Which frames are free, and who may take them. Two stretches are set apart:
 *
 * <ul>
 * <li>the avoided one is being emptied: nobody takes frames of it;
 * <li>the kept one is for pages that move, the last that those take: folds need frames in one piece, and so does emptying a
 *     stretch of runs that are longer than the pieces which are left.
 * </ul>
 *
 * <p>Not thread-safe: under the lock of {@link Frames}. A place is {@code region * 64 + frame}, or -1.
 */
final class FreeRuns {
    private static final int NONE = -1;

    private final long[] free;
    private int avoidedRegion = NONE;
    private long avoidedFrames;
    private int keptRegion = NONE;
    private long keptFrames;
    /** Moves leave so many of the kept frames free. */
    private int keptRest;

    /** All frames are free, and none is set apart. */
    FreeRuns(int regions) {
        free = new long[regions];
        Arrays.fill(free, -1L);
    }

    /** The free frames of a region. */
    long bits(int region) {
        return free[region];
    }

    long[] copy() {
        return free.clone();
    }

    void add(int region, long mask) {
        free[region] |= mask;
    }

    void remove(int region, long mask) {
        free[region] &= ~mask;
    }

    // ---- set apart ----

    /** @return the region that was avoided until now, or -1 */
    int avoid(int region, long mask) {
        int before = avoidedRegion;
        avoidedRegion = region;
        avoidedFrames = mask;
        return before;
    }

    /** @return the region in which frames were kept until now, or -1 */
    int keep(int region, long mask) {
        int before = keptRegion;
        keptRegion = region;
        keptFrames = mask;
        return before;
    }

    boolean isAvoiding() {
        return avoidedRegion != NONE;
    }

    /** Keeps the longest free piece, the last of them, but no more of it than {@code most}. @return as {@link #keep} */
    int keepLongest(int most) {
        int best = NONE;
        int length = 0;
        for (int region = free.length - 1; region >= 0 && length < most; region--) {
            int here = Math.min(most, FrameLayout.longestRun(notAvoided(region)));
            if (here > length) {
                best = region;
                length = here;
            }
        }
        return best == NONE ? keep(NONE, 0)
            : keep(best, FrameLayout.mask(FrameLayout.findLastRun(notAvoided(best), length), length));
    }

    void keepFromMoves(int frames) {
        keptRest = frames;
    }

    /** Kept frames that are free. */
    int freeKept() {
        return keptRegion == NONE ? 0 : Long.bitCount(free[keptRegion] & keptFrames);
    }

    /** Those of a region's frames that are kept. */
    long keptOf(int region) {
        return region == keptRegion ? keptFrames : 0;
    }

    private long notAvoided(int region) {
        return region == avoidedRegion ? free[region] & ~avoidedFrames : free[region];
    }

    // ---- searches ----

    /** Free frames that anybody may take. */
    long available(int region) {
        return notAvoided(region) & ~keptOf(region);
    }

    /** A run that reaches into what is kept, and leaves the rest of that which moves have to leave. */
    int findKept(int frames) {
        int first = keptRegion == NONE ? NONE : FrameLayout.findRun(notAvoided(keptRegion), frames);
        if (first < 0 || Long.bitCount(free[keptRegion] & keptFrames & ~FrameLayout.mask(first, frames)) < keptRest) {
            return NONE;
        }
        return keptRegion * FRAMES_PER_REGION + first;
    }

    /** The start of the shortest available piece that is long enough. */
    int findTightest(int frames, int fromRegion) {
        int best = NONE;
        int bestLength = FRAMES_PER_REGION + 1;
        for (int region = fromRegion; region < free.length && bestLength > frames; region++) {
            for (long rest = available(region); rest != 0;) {
                int first = Long.numberOfTrailingZeros(rest);
                int length = FrameLayout.runLength(rest, first);
                if (length >= frames && length < bestLength) {
                    best = region * FRAMES_PER_REGION + first;
                    bestLength = length;
                }
                rest &= ~FrameLayout.mask(first, length);
            }
        }
        return best;
    }

    /** Whether a run is free, kept frames not counted. */
    boolean hasRun(int frames) {
        for (int region = 0; region < free.length; region++) {
            if (FrameLayout.findRun(free[region] & ~keptOf(region), frames) >= 0) {
                return true;
            }
        }
        return false;
    }

    /** Frames of the longest free piece, kept or not. */
    int longest() {
        int longest = 0;
        for (long bits : free) {
            longest = Math.max(longest, FrameLayout.longestRun(bits));
        }
        return longest;
    }
}
