package org.pagurus.relocation.internal.migration;

import static org.pagurus.allocator.internal.frames.FrameLayout.FRAMES_PER_REGION;

import org.pagurus.allocator.internal.frames.FrameLayout;
import org.pagurus.relocation.internal.space.Space;

/**
 * Compaction that somebody waits for: all that is worth it, or as much as one allocation needs. One thread at a time, under
 * the compactor's lock, outside sections: it waits for grace periods.
 */
public final class OnDemand {
    /** Bytes copied for each that becomes free: of a compaction that was asked for, and of the first try for an allocation. */
    private static final double THOROUGH_COPY = 64;
    private static final double CHEAP_COPY = 8;
    /** Frames are to be had whatever they cost, before an allocation fails. */
    private static final double ANY_COPY = 1e6;
    /** Stretches emptied for one allocation: each brings it nearer, unless somebody else takes what becomes free. */
    private static final int MAX_STRETCHES = 20;
    private static final int SHORT_TARGET_FRAMES = 4;
    private static final int LONG_TARGET_FRAMES = 16;
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
            if (collected && migrator.isIdle() && foldBatch(thorough, Long.MAX_VALUE, deadlineNanos) == 0) {
                space.frames().release(0, Integer.MAX_VALUE);
                return true;
            }
            settle(deadlineNanos);
        } while (System.nanoTime() - deadlineNanos < 0);
        return false;
    }

    /**
     * Makes room for a run, the cheapest way first: folds that are worth it, emptying a stretch of frames, folds at any cost.
     * A fold frees frames only if its target is one piece as long as its live bytes, so a stretch may have to be
     * emptied for the target first.
     *
     * @param run    how long the run has to be
     * @param frames how many frames have to be free, in one piece or not; at least {@code run}
     */
    public void makeRoom(int run, int frames, long deadlineNanos) {
        space.revoke(session -> true);
        int stretches = 0;
        while (System.nanoTime() - deadlineNanos < 0) {
            takeOverDeadSessions.run();
            if (settle(deadlineNanos)) {
                collectFreed(deadlineNanos);
            }
            if (hasRoom(run, frames)) {
                return;
            }
            int missing = foldForFrames(run, frames, deadlineNanos);
            stretches++;
            if (missing > 0
                && (stretches > 2 * MAX_STRETCHES || !emptyOrPrepare(missing, stretches < MAX_STRETCHES, deadlineNanos))
                && foldAtAnyCost(frames, deadlineNanos) == 0 || missing < 0) {
                return;
            }
        }
    }

    /** @return 0 if folds are under way; else how long a stretch has to be emptied; -1 if that would not help either */
    private int foldForFrames(int run, int frames, long deadlineNanos) {
        if (foldCheaply(frames, deadlineNanos) != 0) {
            return 0;
        }
        if (space.frames().freeFrames() >= frames + space.reserveFrames()) {
            return run;
        }
        if (foldAtAnyCost(frames, deadlineNanos) != 0) {
            return 0;
        }
        // Room for several such folds, but no more than there is for what has to move away.
        int missing = planner.missingFrames();
        return missing == 0 ? -1 : Math.max(missing, Math.min(frames, space.frames().freeFrames() / 2));
    }

    /** Whether an allocation finds a run, and leaves the compactor its own frames. */
    private boolean hasRoom(int run, int frames) {
        return space.frames().hasRun(run) && space.frames().freeFrames() >= frames + space.reserveFrames();
    }

    private int foldCheaply(int frames, long deadlineNanos) {
        return foldBatch(new Effort(CHEAP_COPY, true, SHORT_TARGET_FRAMES, false, false), wantedBytes(frames), deadlineNanos);
    }

    private int foldAtAnyCost(int frames, long deadlineNanos) {
        int folds = foldBatch(new Effort(ANY_COPY, true, LONG_TARGET_FRAMES, false, false), wantedBytes(frames), deadlineNanos);
        return folds != 0 || planner.missingFrames() > 0 ? folds
            : foldBatch(new Effort(ANY_COPY, true, FRAMES_PER_REGION - 1, false, false), wantedBytes(frames), deadlineNanos);
    }

    private static long wantedBytes(int frames) {
        return (long) ADVANCE * frames << FrameLayout.FRAME_SHIFT;
    }

    /** @return folds in the batch, -1 if the deadline came before it was known */
    private int foldBatch(Effort effort, long wantedBytes, long deadlineNanos) {
        planner.begin(effort, session -> false);
        boolean complete = planner.scan(deadlineNanos) && planner.choose(migrator, wantedBytes, deadlineNanos);
        int folds = planner.batchFolds();
        planner.endBatch();
        return complete ? folds : -1;
    }

    /**
     * Empties a stretch; or, if each contains a run that there is no room for, a shorter one, so that there is: no longer
     * than the longest free run and one frame; or moves folded runs out of it in parts.
     */
    private boolean emptyOrPrepare(int frames, boolean mayPrepare, long deadlineNanos) {
        if (empty(frames, false, deadlineNanos)) {
            return true;
        }
        int shorter = 2;
        while (shorter < frames - 1 && space.frames().hasRun(shorter)) {
            shorter++;
        }
        for (; mayPrepare && shorter > 1 && shorter < frames; shorter--) {
            if (empty(shorter, false, deadlineNanos)) {
                return true;
            }
        }
        return empty(frames, true, deadlineNanos);
    }

    /** Until its old frames are free, nobody else takes a run from the emptied stretch. */
    private boolean empty(int frames, boolean split, long deadlineNanos) {
        try {
            if (!evacuator.begin(migrator, frames, split)) {
                return false;
            }
            settle(deadlineNanos);
            collectFreed(deadlineNanos);
            return true;
        } finally {
            evacuator.end();
        }
    }

    /** Twice: what was freed while a page's first slots waited for their grace period needs one of its own. */
    private boolean collectFreed(long deadlineNanos) {
        boolean collected = true;
        for (int round = 0; round < 2; round++) {
            space.collectAll();
            collected &= space.domain().barrier(Math.max(1, deadlineNanos - System.nanoTime()));
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
