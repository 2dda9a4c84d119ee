package org.pagurus.relocation.internal.migration;

import java.util.Arrays;
import org.pagurus.allocator.internal.frames.FrameLayout;
import org.pagurus.allocator.internal.frames.Frames;
import org.pagurus.allocator.internal.pages.Page;
import org.pagurus.allocator.internal.pages.Run;
import org.pagurus.allocator.internal.pages.SizeClasses;
import org.pagurus.relocation.internal.space.Space;

/**
 * Moves every page out of a stretch of frames, so that a long run fits into it. It takes the stretch that costs least to
 * empty, all of its runs movable and shorter than the stretch, and with room for them elsewhere, which folded runs need not
 * have in one piece. The cost of a run is the square of its frames: a long one may need a free run itself.
 */
public final class Evacuator {
    private static final int IMMOVABLE = Integer.MAX_VALUE;

    private static final long LONGEST_REST_NANOS = 3_600_000_000_000L;

    private final Space space;
    /** By region and frame: the run that lies there, null where no page lives. */
    private Run[][] runs;
    private boolean splitting;
    private int cost;
    private int usedFrames;
    private int longest;
    private int bestRegion;
    private int bestFirst;

    /** An evacuator of a space. */
    public Evacuator(Space space) {
        this.space = space;
    }

    /**
     * Gives the pages of the cheapest stretch to the migrator, and keeps allocations out of it until {@link #end}.
     *
     * @param migrator idle
     * @param frames   how long the stretch has to be
     * @param split    whether folded runs may be moved in parts, which take more frames
     * @return whether there is such a stretch
     */
    public boolean begin(Migrator migrator, int frames, boolean split) {
        splitting = split;
        findRuns();
        try {
            if (!findCheapest(frames)) {
                return false;
            }
            space.frames().avoid(bestRegion, FrameLayout.mask(bestFirst, frames));
            return moveRuns(migrator, frames);
        } finally {
            runs = null;
        }
    }

    private boolean moveRuns(Migrator migrator, int frames) {
        boolean any = false;
        Run last = null;
        for (int frame = bestFirst; frame < bestFirst + frames; frame++) {
            Run run = runs[bestRegion][frame];
            if (run != null && run != last) {
                any |= migrator.addMove(run) || splitting && run.isFolded() && migrator.addSplit(run);
                last = run;
            }
        }
        if (any) {
            migrator.startGracePeriod();
        } else {
            end();
        }
        return any;
    }

    /** Allocations may use the stretch. */
    public void end() {
        space.frames().avoid(-1, 0);
    }

    private void findRuns() {
        Frames frames = space.frames();
        runs = new Run[frames.regions()][FrameLayout.FRAMES_PER_REGION];
        int end = space.pages().end();
        for (int id = 1; id < end; id++) {
            Page page = space.pages().get(id);
            if (page != null && !SizeClasses.isHuge(page.sizeClass())) {
                Run run = page.run();
                int first = frames.frameOf(run.address());
                int region = frames.regionOf(run.address());
                Arrays.fill(runs[region], first, Math.min(FrameLayout.FRAMES_PER_REGION, first + run.frames()), run);
            }
        }
    }

    private boolean findCheapest(int frames) {
        long[] free = space.frames().freeBitmaps();
        int allFree = space.frames().freeFrames();
        // Pages that rest after a cancelled move are not spared: an allocation would fail.
        long now = System.nanoTime() + LONGEST_REST_NANOS;
        int best = IMMOVABLE;
        for (int region = 0; region < free.length; region++) {
            int[] lengths = lengths(region, free[region], frames, now);
            for (int first = 0; first + frames <= FrameLayout.FRAMES_PER_REGION; first++) {
                measure(region, lengths, first, frames);
                long mask = FrameLayout.mask(first, frames);
                if (cost > 0 && cost < best && usedFrames <= allFree - Long.bitCount(free[region] & mask)
                    && hasRunElsewhere(free, region, mask, longest)) {
                    best = cost;
                    bestRegion = region;
                    bestFirst = first;
                }
            }
        }
        return best < IMMOVABLE;
    }

    private static boolean hasRunElsewhere(long[] free, int region, long mask, int frames) {
        if (FrameLayout.findRun(free[region] & ~mask, frames) >= 0) {
            return true;
        }
        for (int other = 0; other < free.length; other++) {
            if (other != region && FrameLayout.findRun(free[other], frames) >= 0) {
                return true;
            }
        }
        return false;
    }

    /** For each frame of a region: how long its run is; 0 if it is free, {@link #IMMOVABLE} if it must not be in the stretch. */
    private int[] lengths(int region, long free, int frames, long now) {
        int[] lengths = new int[FrameLayout.FRAMES_PER_REGION];
        for (int frame = 0; frame < lengths.length; frame++) {
            Run run = runs[region][frame];
            if (frame > 0 && run != null && run == runs[region][frame - 1]) {
                lengths[frame] = lengths[frame - 1];
            } else if (run != null) {
                // To move a run as long as the stretch would take a place that is what is looked for.
                lengths[frame] = run.frames() < frames && run.isMovable(now) ? run.frames() : IMMOVABLE;
            } else {
                lengths[frame] = (free >>> frame & 1) != 0 ? 0 : IMMOVABLE;
            }
        }
        return lengths;
    }

    /** What it takes to empty a stretch: {@link #cost}, the frames elsewhere, and the longest that must be in one piece. */
    private void measure(int region, int[] lengths, int first, int frames) {
        cost = 0;
        usedFrames = 0;
        longest = 0;
        for (int frame = first; frame < first + frames; frame++) {
            Run run = runs[region][frame];
            int length = lengths[frame];
            if (length == IMMOVABLE) {
                cost = IMMOVABLE;
                return;
            }
            if (run != null && (frame == first || run != runs[region][frame - 1])) {
                cost += length * length;
                // In parts of a frame each, a folded run may take half as much again.
                boolean parts = splitting && run.isFolded();
                usedFrames += parts ? length + length / 2 : length;
                longest = Math.max(longest, parts ? Math.min(length, SizeClasses.frames(run.sizeClass())) : length);
            }
        }
    }
}
