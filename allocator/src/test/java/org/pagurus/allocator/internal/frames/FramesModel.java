package org.pagurus.allocator.internal.frames;

import java.util.Arrays;

/** Frames as two arrays of booleans, searched one by one: what {@link Frames} does with a word for each region. */
final class FramesModel {
    private static final int PER_REGION = 64;
    private final boolean[] used;
    private final boolean[] clean;
    private final boolean[] avoided;

    FramesModel(int regions) {
        used = new boolean[regions * PER_REGION];
        clean = new boolean[used.length];
        avoided = new boolean[used.length];
        Arrays.fill(clean, true);
    }

    int allFrames() {
        return used.length;
    }

    int freeFrames() {
        return count(0, used.length, false);
    }

    private int count(int from, int to, boolean inUse) {
        int n = 0;
        for (int i = from; i < to; i++) {
            n += used[i] == inUse ? 1 : 0;
        }
        return n;
    }

    int cleanFrames() {
        int n = 0;
        for (boolean frame : clean) {
            n += frame ? 1 : 0;
        }
        return n;
    }

    /** Takes the lowest run inside one region, of dirty frames if there is one. @return its first frame, or -1 */
    int allocate(int frames, int spare) {
        if (freeFrames() - frames < spare) {
            return -1;
        }
        int first = lowestRun(frames, avoided, true);
        if (first < 0) {
            first = lowestRun(frames, avoided, false);
        }
        if (first >= 0) {
            Arrays.fill(used, first, first + frames, true);
            Arrays.fill(clean, first, first + frames, false);
        }
        return first;
    }

    private int lowestRun(int frames, boolean[] without, boolean onlyDirty) {
        for (int first = 0; first + frames <= used.length; first++) {
            int region = first / PER_REGION;
            if (region == (first + frames - 1) / PER_REGION && count(first, first + frames, false) == frames
                && !any(without, first, first + frames) && !(onlyDirty && any(clean, first, first + frames))) {
                return first;
            }
        }
        return -1;
    }

    private static boolean any(boolean[] frames, int from, int to) {
        for (int i = from; i < to; i++) {
            if (frames[i]) {
                return true;
            }
        }
        return false;
    }

    boolean hasRun(int frames) {
        return lowestRun(frames, new boolean[used.length], false) >= 0;
    }

    void avoid(int region, long mask) {
        for (int i = 0; i < avoided.length; i++) {
            avoided[i] = i / PER_REGION == region && (mask >>> i % PER_REGION & 1) != 0;
        }
    }

    void free(int first, int frames) {
        Arrays.fill(used, first, first + frames, false);
    }

    /** Cleans whole regions from below until enough is done. @return frames cleaned */
    int release(int maxFrames) {
        int done = 0;
        for (int region = 0; region < used.length / PER_REGION && done < maxFrames; region++) {
            for (int i = region * PER_REGION; i < (region + 1) * PER_REGION; i++) {
                if (!used[i] && !clean[i]) {
                    clean[i] = true;
                    done++;
                }
            }
        }
        return done;
    }

    /** Cleans the highest free frames until so many dirty ones are left. @return frames cleaned */
    int releaseExcess(int keepFrames, int maxFrames) {
        int dirty = freeFrames() - cleanFrames();
        int done = 0;
        for (int i = used.length - 1; i >= 0 && dirty - done > keepFrames && done < maxFrames; i--) {
            if (!used[i] && !clean[i]) {
                clean[i] = true;
                done++;
            }
        }
        return done;
    }

    long freeBitmap(int region) {
        return bitmap(region, false);
    }

    long cleanBitmap(int region) {
        return bitmap(region, true);
    }

    private long bitmap(int region, boolean ofClean) {
        long word = 0;
        for (int i = 0; i < PER_REGION; i++) {
            int frame = region * PER_REGION + i;
            word |= (ofClean ? clean[frame] : !used[frame]) ? 1L << i : 0;
        }
        return word;
    }
}
