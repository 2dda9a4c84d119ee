package org.pagurus.relocation.internal.migration;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.pagurus.allocator.internal.frames.FrameLayout;
import org.pagurus.allocator.internal.frames.Frames;
import org.pagurus.allocator.internal.pages.Page;
import org.pagurus.allocator.internal.pages.Run;
import org.pagurus.allocator.internal.pages.SizeClasses;
import org.pagurus.relocation.internal.space.Space;

/**
 * Moves every page out of one region, so that a long run fits into it. It takes the region that costs least to empty: the
 * fewest used frames, all of them movable, and room for them elsewhere.
 */
public final class Evacuator {
    private final Space space;

    /** An evacuator of a space. */
    public Evacuator(Space space) {
        this.space = space;
    }

    /**
     * Gives the pages of the cheapest region to the migrator, and keeps allocations out of it until {@link #end}.
     *
     * @param migrator idle
     * @return whether there is such a region
     */
    public boolean begin(Migrator migrator) {
        List<Set<Run>> byRegion = runsByRegion();
        int best = cheapest(byRegion);
        if (best < 0) {
            return false;
        }
        space.frames().avoid(best);
        boolean any = false;
        for (Run run : byRegion.get(best)) {
            any |= migrator.addMove(run);
        }
        if (any) {
            migrator.startGracePeriod();
        } else {
            end();
        }
        return any;
    }

    /** Allocations may use the region again. */
    public void end() {
        space.frames().avoid(-1);
    }

    private List<Set<Run>> runsByRegion() {
        Frames frames = space.frames();
        List<Set<Run>> byRegion = new ArrayList<>();
        for (int region = 0; region < frames.regions(); region++) {
            byRegion.add(new HashSet<>());
        }
        int end = space.pages().end();
        for (int id = 1; id < end; id++) {
            Page page = space.pages().get(id);
            if (page != null && !SizeClasses.isHuge(page.sizeClass())) {
                byRegion.get(frames.regionOf(page.run().address())).add(page.run());
            }
        }
        return byRegion;
    }

    private int cheapest(List<Set<Run>> byRegion) {
        long[] free = space.frames().freeBitmaps();
        int allFree = space.frames().freeFrames();
        long now = System.nanoTime();
        int best = -1;
        int bestUsed = FrameLayout.FRAMES_PER_REGION;
        for (int region = 0; region < free.length; region++) {
            int freeHere = Long.bitCount(free[region]);
            int used = FrameLayout.FRAMES_PER_REGION - freeHere;
            boolean accounted = byRegion.get(region).stream().mapToInt(Run::frames).sum() == used;
            if (used > 0 && used < bestUsed && used <= allFree - freeHere && accounted
                && byRegion.get(region).stream().allMatch(run -> run.isMovable(now))) {
                best = region;
                bestUsed = used;
            }
        }
        return best;
    }
}
