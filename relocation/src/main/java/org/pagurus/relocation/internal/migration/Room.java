package org.pagurus.relocation.internal.migration;

import static org.pagurus.allocator.internal.frames.FrameLayout.FRAMES_PER_REGION;

import java.util.Arrays;
import org.pagurus.allocator.internal.frames.FrameLayout;
import org.pagurus.allocator.internal.frames.Frames;

/**
 * Whether runs that leave a stretch fit into the free pieces outside of it: the longest first, each into the shortest piece
 * that holds it. {@link Frames#allocateTarget} places them so as well.
 */
final class Room {
    private long[] usable;
    /** By length: pieces that may be used, in all and while runs are packed; and runs to be packed. */
    private final int[] pieces = new int[FRAMES_PER_REGION + 1];
    private final int[] left = new int[FRAMES_PER_REGION + 1];
    private final int[] runs = new int[FRAMES_PER_REGION + 1];
    private int longestRun;
    private int singles;

    /** Looks at what is free now. */
    void look(Frames frames, boolean withKept) {
        usable = frames.freeBitmaps();
        Arrays.fill(pieces, 0);
        for (int region = 0; region < usable.length; region++) {
            if (!withKept) {
                usable[region] &= ~frames.keptOf(region);
            }
            count(usable[region], pieces, 1);
        }
    }

    /** Whether a frame is free and may be used: else it is no part of a stretch either. */
    boolean isFree(int region, int frame) {
        return (usable[region] >>> frame & 1) != 0;
    }

    /** No runs are to be packed. */
    void clear() {
        Arrays.fill(runs, 0, longestRun + 1, 0);
        longestRun = 0;
        singles = 0;
    }

    /** A run is to be packed. */
    void add(int length) {
        runs[length]++;
        longestRun = Math.max(longestRun, length);
    }

    /** Frames anywhere. */
    void addSingles(int count) {
        singles += count;
    }

    /** Whether the runs fit, and the single frames after them, without the frames of the stretch. */
    boolean isEnough(int region, long stretch) {
        System.arraycopy(pieces, 0, left, 0, pieces.length);
        count(usable[region], left, -1);
        count(usable[region] & ~stretch, left, 1);
        for (int length = longestRun; length > 0; length--) {
            for (int i = 0; i < runs[length]; i++) {
                int piece = length;
                while (piece <= FRAMES_PER_REGION && left[piece] == 0) {
                    piece++;
                }
                if (piece > FRAMES_PER_REGION) {
                    return false;
                }
                left[piece]--;
                left[piece - length]++;
            }
        }
        int rest = 0;
        for (int length = 1; length <= FRAMES_PER_REGION; length++) {
            rest += length * left[length];
        }
        return rest >= singles;
    }

    private static void count(long bits, int[] into, int change) {
        for (long rest = bits; rest != 0;) {
            int first = Long.numberOfTrailingZeros(rest);
            int length = FrameLayout.runLength(rest, first);
            into[length] += change;
            rest &= ~FrameLayout.mask(first, length);
        }
    }
}
