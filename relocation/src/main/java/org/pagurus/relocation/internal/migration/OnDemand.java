package org.pagurus.relocation.internal.migration;

import static org.pagurus.allocator.internal.frames.FrameLayout.FRAMES_PER_REGION;

import org.pagurus.allocator.internal.frames.FrameLayout;
import org.pagurus.allocator.internal.frames.Frames;
import org.pagurus.relocation.internal.space.Space;

/**
 * Compaction that somebody waits for: all that is worth it, or as much as one allocation needs. One thread at a time, under
 * the compactor's lock, outside sections: it waits for grace periods.
 */
public final class OnDemand {
    /** Bytes copied for each that becomes free when a compaction was asked for. */
    private static final double THOROUGH_COPY = 64;
    /** Folds for an allocation: short runs of sparse pages, which are not in the way of others ever after. */
    private static final Effort CHEAP_COPY = new Effort(8, true, 4, false, false);
    /** Before it fails, frames are to be had whatever they cost. */
    private static final Effort ANY_COPY = new Effort(1e6, true, FRAMES_PER_REGION - 1, false, false);
    private static final int LONG_TARGET_FRAMES = 16;
    /** Each brings an allocation nearer to its run, unless pages are pinned or somebody else takes what becomes free. */
    private static final int MAX_ROUNDS = 200;
    /** In so many of them runs may be moved in more parts than they have frames: folds that follow may undo it. */
    private static final int MAX_LOSSY_ROUNDS = 20;
    /** It frees so many times what is wanted, so that the next allocation finds some as well. */
    private static final int ADVANCE = 4;

    private final Space space;
    private final Planner planner;
    private final Migrator migrator;
    private final Evacuator evacuator;
    private final Runnable takeOverDeadSessions;

    /** Nothing is under way. */
    public OnDemand(Space space, Planner planner, Migrator migrator, Runnable takeOverDeadSessions) {
        this.space = space;
        this.planner = planner;
        this.migrator = migrator;
        this.evacuator = new Evacuator(space);
        this.takeOverDeadSessions = takeOverDeadSessions;
    }

    /**
     * Folds until nothing is worth it.
     *
     * @return false if the deadline came first
     */
    public boolean compact(boolean needsFrames, long deadlineNanos) {
        Effort thorough = new Effort(THOROUGH_COPY, needsFrames, LONG_TARGET_FRAMES, false, false);
        space.revoke(session -> true);
        do {
            takeOverDeadSessions.run();
            // What waits for a section may be worth folding once it is free: until then nobody can say that all is done.
            boolean collected = collectFreed(deadlineNanos);
            if (collected && migrator.isIdle() && foldPlan(thorough, deadlineNanos) == 0) {
                keepReserve(deadlineNanos);
                space.frames().release(0, Integer.MAX_VALUE);
                return true;
            }
            settle(deadlineNanos);
        } while (System.nanoTime() - deadlineNanos < 0);
        return false;
    }

    /**
     * Folds batch by batch all that one look at the pages has found: a look for each batch would make the cost of a byte
     * grow with the heap. What has changed since then is left to the next plan.
     *
     * @return folds, -1 if the deadline came before it was known
     */
    private int foldPlan(Effort effort, long deadlineNanos) {
        space.frames().keepFromMoves(reserve() / 4);
        try {
            planner.begin(effort, session -> false);
            int folds = 0;
            int before = -1;
            boolean complete = planner.scan(deadlineNanos);
            while (complete && folds > before) {
                before = folds;
                complete = planner.choose(migrator, Long.MAX_VALUE, deadlineNanos);
                folds += planner.batchFolds();
                planner.endBatch();
                // The old frames of this batch may be what the next one needs.
                complete &= settle(deadlineNanos) && awaitFreed(deadlineNanos);
            }
            return complete || folds > 0 ? folds : -1;
        } finally {
            planner.endBatch();
            space.frames().keepFromMoves(0);
        }
    }

    /**
     * Makes room for a run: folds until enough frames are free, and empties a stretch of them. Folds need frames in one piece,
     * and stretches are emptied into pieces as long as their runs; so some frames are kept in one piece for both, and
     * before half of them are used up others are brought together.
     *
     * @param run    how long the run has to be
     * @param frames how many frames have to be free, in one piece or not; at least {@code run}
     */
    public void makeRoom(int run, int frames, long deadlineNanos) {
        space.revoke(session -> true);
        for (int round = 0; round < MAX_ROUNDS && System.nanoTime() - deadlineNanos < 0; round++) {
            takeOverDeadSessions.run();
            if (!settle(deadlineNanos) || !(round == 0 ? collectFreed(deadlineNanos) : awaitFreed(deadlineNanos))) {
                continue;
            }
            boolean enough = hasFrames(frames);
            if (enough && space.frames().hasRun(run)) {
                return;
            }
            boolean lossy = round < MAX_LOSSY_ROUNDS;
            if (!(enough ? emptyFor(run, frames, lossy, deadlineNanos) : foldFor(frames, lossy, deadlineNanos))) {
                return;
            }
        }
    }

    /** Whether so many frames are free besides the compactor's own. */
    private boolean hasFrames(int frames) {
        return space.frames().freeFrames() >= frames + reserve();
    }

    private int reserve() {
        return space.reserveFrames();
    }

    /** @return false if nothing is worth folding, or there is no run to fold into and none can be made */
    private boolean foldFor(int frames, boolean lossy, long deadlineNanos) {
        keepReserve(deadlineNanos);
        long wantedBytes = (long) Math.max(ADVANCE * frames, reserve()) << FrameLayout.FRAME_SHIFT;
        int folds = foldBatch(CHEAP_COPY, wantedBytes, reserve(), deadlineNanos);
        if (folds == 0) {
            folds = foldBatch(CHEAP_COPY, wantedBytes, reserve() / 4, deadlineNanos);
        }
        if (folds == 0) {
            folds = foldBatch(ANY_COPY, wantedBytes, reserve() / 4, deadlineNanos);
        }
        if (folds == 0 && planner.missingFrames() > 0) {
            // One that takes what is kept: what it frees is brought together in the next round.
            folds = foldBatch(ANY_COPY, 1, 0, deadlineNanos);
        }
        int missing = planner.missingFrames();
        return folds != 0 || missing > 0 && (grow(Math.max(missing, reserve()), false, deadlineNanos)
            || lossy && emptyStretch(missing, true, true, deadlineNanos));
    }

    /**
     * Enough frames are free, but not in one piece. What is kept is used for it if no others are to be had: best so that the kept
     * piece grows, with what is free beside it elsewhere, until the run has room beside what is to be kept.
     */
    private boolean emptyFor(int run, int frames, boolean lossy, long deadlineNanos) {
        if (emptyStretch(run, false, false, deadlineNanos)
            || !hasFrames(frames + Math.min(reserve(), ADVANCE * frames)) && foldFor(frames, lossy, deadlineNanos)
            || grow(Math.min(FRAMES_PER_REGION, run + reserve()), false, deadlineNanos)
            || emptyStretch(run, false, true, deadlineNanos)) {
            return true;
        }
        if (space.frames().longestRun() >= run) {
            space.frames().keepLongest(0);
            return true;
        }
        return lossy && emptyStretch(run, true, true, deadlineNanos);
    }

    // ---- frames in one piece ----

    /**
     * Keeps frames in one piece for the next time, if less than half of them are left: the longest piece that is free, and if
     * that is too short, longer ones that are made, each with the help of the last.
     */
    public void keepReserve(long deadlineNanos) {
        Frames frames = space.frames();
        if (2 * frames.freeKept() >= reserve()) {
            return;
        }
        frames.keepLongest(reserve());
        int kept = frames.freeKept();
        int before = 0;
        while (kept > before && 4 * kept < 3 * reserve() && migrator.isIdle() && System.nanoTime() - deadlineNanos < 0
            && (grow(reserve(), false, deadlineNanos) || 2 * kept < reserve() && grow(reserve(), true, deadlineNanos))) {
            before = kept;
            kept = frames.freeKept();
        }
    }

    /** Empties a stretch that is longer than what is free in one piece, and keeps it. */
    private boolean grow(int most, boolean lossy, long deadlineNanos) {
        if (!empty(most, space.frames().longestRun() + 1, lossy, true, false, deadlineNanos)) {
            return false;
        }
        space.frames().keepLongest(reserve());
        return true;
    }

    /** Empties a stretch for somebody to take; what is kept lies elsewhere. */
    private boolean emptyStretch(int frames, boolean lossy, boolean intoKept, long deadlineNanos) {
        return empty(frames, frames, lossy, intoKept, true, deadlineNanos);
    }

    /** Until its old frames are free, nobody else takes a run from the emptied stretch. */
    private boolean empty(int most, int least, boolean lossy, boolean intoKept, boolean keepOthers, long deadlineNanos) {
        space.frames().keepFromMoves(intoKept ? 0 : FRAMES_PER_REGION);
        try {
            if (!evacuator.begin(migrator, most, least, lossy, intoKept)) {
                return false;
            }
            settle(deadlineNanos);
            awaitFreed(deadlineNanos);
            if (keepOthers) {
                space.frames().keepLongest(reserve());
            }
            return true;
        } finally {
            evacuator.end();
            space.frames().keepFromMoves(0);
        }
    }

    // ---- steps ----

    /**
     * @param leftFrames how many of the kept frames stay free
     * @return folds in the batch, -1 if the deadline came before it was known
     */
    private int foldBatch(Effort effort, long wantedBytes, int leftFrames, long deadlineNanos) {
        space.frames().keepFromMoves(leftFrames);
        try {
            planner.begin(effort, session -> false);
            boolean complete = planner.scan(deadlineNanos) && planner.choose(migrator, wantedBytes, deadlineNanos);
            return complete ? planner.batchFolds() : -1;
        } finally {
            planner.endBatch();
            space.frames().keepFromMoves(0);
        }
    }

    /** What has moved leaves its old frames a grace period later. */
    private boolean awaitFreed(long deadlineNanos) {
        return space.domain().barrier(Math.max(1, deadlineNanos - System.nanoTime()));
    }

    /** Twice: what was freed while a page's first slots waited for their grace period needs one of its own. */
    private boolean collectFreed(long deadlineNanos) {
        boolean collected = true;
        for (int round = 0; round < 2; round++) {
            space.collectAll();
            collected &= awaitFreed(deadlineNanos);
        }
        return collected;
    }

    /**
     * Finishes the batch under way, so that the heap is at rest.
     *
     * @return false if the deadline came first; the batch stays under way
     */
    public boolean settle(long deadlineNanos) {
        while (!migrator.isIdle() && System.nanoTime() - deadlineNanos < 0) {
            if (migrator.step(deadlineNanos) == 0) {
                Thread.yield();
            }
        }
        return migrator.isIdle();
    }
}
