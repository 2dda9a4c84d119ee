package org.pagurus.allocator.internal.frames;

import static org.pagurus.allocator.internal.frames.FrameLayout.FRAMES_PER_REGION;

import java.util.Arrays;

/**
 * By run length: below which region no run so long is free, so that a search begins there. What becomes free makes only searches
 * for runs begin earlier that it is long enough for: else each frame that is freed low would send the next long run through the
 * whole heap. Not thread-safe: under the lock of {@link Frames}.
 */
final class FirstRegions {
    private final int[] first = new int[FRAMES_PER_REGION + 1];

    /** @param region below which nothing is free */
    FirstRegions(int region) {
        Arrays.fill(first, region);
    }

    /** Where a search for a run begins. */
    int of(int frames) {
        return first[frames];
    }

    /** A search that began there found nothing below this region. */
    void searched(int frames, int region) {
        first[frames] = region;
    }

    /** Runs may have become free in a region. @param bits all of its frames that a search may find now */
    void freed(int region, long bits) {
        for (int length = FrameLayout.longestRun(bits); length > 0; length--) {
            first[length] = Math.min(first[length], region);
        }
    }
}
