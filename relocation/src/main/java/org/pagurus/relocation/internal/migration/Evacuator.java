package org.pagurus.relocation.internal.migration;

import static org.pagurus.allocator.internal.frames.FrameLayout.FRAMES_PER_REGION;

import java.util.Arrays;
import org.pagurus.allocator.internal.frames.FrameLayout;
import org.pagurus.allocator.internal.frames.Frames;
import org.pagurus.allocator.internal.pages.Page;
import org.pagurus.allocator.internal.pages.Run;
import org.pagurus.allocator.internal.pages.SizeClasses;
import org.pagurus.relocation.internal.space.Space;

/**
 * Moves every page out of a stretch of frames, so that a long run fits into it. Of the stretches that {@link Room} can be
 * emptied of, it takes the longest that is wanted, and of those the one that costs least:
 *
 * <pre>
 *   sum of the squares of its runs' frames  +  64 for each frame that is lost because a run is moved in parts
 * </pre>
 *
 * <p>Squares, because a long run needs a long piece elsewhere. What becomes free at the ends of its runs is a gain.
 */
public final class Evacuator {
    private static final int IMMOVABLE = Integer.MAX_VALUE;
    private static final int LOST_FRAME_COST = 64;
    private static final long LONGEST_REST_NANOS = 3_600_000_000_000L;

    private final Space space;
    private final Room room = new Room();
    /** By region and frame: the run that lies there, null where no page lives; and into how many parts it goes, 0 if unknown. */
    private Run[][] runs;
    private byte[][] parts;
    private boolean splitting;
    private int cost;
    private int bestRegion;
    private int bestFirst;
    private int bestLength;

    /** An evacuator of a space. */
    public Evacuator(Space space) {
        this.space = space;
    }

    /**
     * Gives the pages of a stretch to the migrator, and keeps allocations out of it until {@link #end}.
     *
     * @param migrator idle
     * @param most     how long the stretch may be
     * @param least    how long it has to be
     * @param split    whether folded runs may be moved in more parts than they have frames
     * @param intoKept whether the kept frames may be used for it
     * @return whether there is such a stretch
     */
    public boolean begin(Migrator migrator, int most, int least, boolean split, boolean intoKept) {
        splitting = split;
        findRuns();
        room.look(space.frames(), intoKept);
        try {
            if (!findCheapest(most, least)) {
                return false;
            }
            space.frames().avoid(bestRegion, FrameLayout.mask(bestFirst, bestLength));
            // Parts last: a frame is found anywhere.
            boolean any = moveRuns(migrator, false) | moveRuns(migrator, true);
            if (any) {
                migrator.startGracePeriod();
            }
            return any;
        } finally {
            runs = null;
            parts = null;
        }
    }

    /** The longest first, as {@link Room} packs them. */
    private boolean moveRuns(Migrator migrator, boolean inParts) {
        boolean any = false;
        for (int length = FRAMES_PER_REGION; length > 0; length--) {
            Run last = null;
            for (int frame = bestFirst; frame < bestFirst + bestLength; frame++) {
                Run run = runs[bestRegion][frame];
                if (run != null && run != last && run.frames() == length
                    && isMovedInParts(run, length, bestRegion, frame) == inParts) {
                    any |= migrator.addMove(run) || inParts && migrator.addSplit(run);
                }
                last = run;
            }
        }
        return any;
    }

    /** Allocations may use the stretch. */
    public void end() {
        space.frames().avoid(-1, 0);
    }

    private void findRuns() {
        Frames frames = space.frames();
        runs = new Run[frames.regions()][FRAMES_PER_REGION];
        parts = new byte[frames.regions()][FRAMES_PER_REGION];
        int end = space.pages().end();
        for (int id = 1; id < end; id++) {
            Page page = space.pages().get(id);
            if (page != null && !SizeClasses.isHuge(page.sizeClass())) {
                Run run = page.run();
                int first = frames.frameOf(run.address());
                Run[] ofRegion = runs[frames.regionOf(run.address())];
                if (ofRegion[first] != run) {
                    Arrays.fill(ofRegion, first, Math.min(FRAMES_PER_REGION, first + run.frames()), run);
                }
            }
        }
    }

    // ---- the choice ----

    /** At each place one frame more than the longest so far is tried, and then as many, for less. */
    private boolean findCheapest(int most, int least) {
        // Pages that rest after a cancelled move are not spared: an allocation would fail.
        long now = System.nanoTime() + LONGEST_REST_NANOS;
        int best = IMMOVABLE;
        bestLength = least - 1;
        for (int region = 0; region < runs.length; region++) {
            int[] lengths = lengths(region, now);
            for (int first = 0; first + least <= FRAMES_PER_REGION; first++) {
                while (bestLength < most && isEmptiable(region, lengths, first, bestLength + 1, IMMOVABLE)) {
                    best = choose(region, first, bestLength + 1);
                }
                if (bestLength >= least && isEmptiable(region, lengths, first, bestLength, best)) {
                    best = choose(region, first, bestLength);
                }
            }
        }
        return best < IMMOVABLE;
    }

    private int choose(int region, int first, int length) {
        bestRegion = region;
        bestFirst = first;
        bestLength = length;
        return cost;
    }

    /** For each frame of a region: how long its run is; 0 if it is free, {@link #IMMOVABLE} if it must not be in the stretch. */
    private int[] lengths(int region, long now) {
        int[] lengths = new int[FRAMES_PER_REGION];
        for (int frame = 0; frame < lengths.length; frame++) {
            Run run = runs[region][frame];
            if (frame > 0 && run != null && run == runs[region][frame - 1]) {
                lengths[frame] = lengths[frame - 1];
            } else if (run != null) {
                lengths[frame] = run.isMovable(now) ? run.frames() : IMMOVABLE;
            } else {
                lengths[frame] = room.isFree(region, frame) ? 0 : IMMOVABLE;
            }
        }
        return lengths;
    }

    /** Whether a stretch that is not free can be emptied, for less than so much: {@link #cost}. */
    private boolean isEmptiable(int region, int[] lengths, int first, int frames, int below) {
        if (first + frames > FRAMES_PER_REGION) {
            return false;
        }
        cost = 0;
        room.clear();
        for (int frame = first; frame < first + frames; frame++) {
            Run run = runs[region][frame];
            int length = lengths[frame];
            // To move a run as long as the stretch would take a place that is what is looked for.
            if (length >= frames || cost >= below) {
                return false;
            }
            if (run != null && (frame == first || run != runs[region][frame - 1])) {
                cost += length * length;
                if (isMovedInParts(run, length, region, frame)) {
                    int count = parts(run, region, frame);
                    cost += Math.max(0, count - length) * LOST_FRAME_COST;
                    room.addSingles(count);
                } else {
                    room.add(length);
                }
            }
        }
        return cost > 0 && cost < below && room.isEnough(region, FrameLayout.mask(first, frames));
    }

    private boolean isMovedInParts(Run run, int length, int region, int frame) {
        return length > 1 && run.isFolded() && parts(run, region, frame) <= (splitting ? Byte.MAX_VALUE - 1 : length);
    }

    /** How many frames a folded run takes when its pages fill one frame after the other, as {@link Migrator#addSplit} does. */
    private int parts(Run run, int region, int frame) {
        if (parts[region][frame] == 0) {
            int slotBytes = SizeClasses.slotBytes(run.sizeClass());
            int count = 0;
            long filled = FrameLayout.FRAME_LENGTH;
            for (Page page : run.pages()) {
                long bytes = (long) page.allocatedCount() * slotBytes;
                if (filled + bytes > FrameLayout.FRAME_LENGTH) {
                    count += Math.max(1, FrameLayout.framesFor(bytes));
                    filled = 0;
                }
                filled += bytes;
            }
            parts[region][frame] = (byte) Math.min(Byte.MAX_VALUE, Math.max(1, count));
        }
        return parts[region][frame];
    }
}
