package org.pagurus.relocation.internal.migration;

import java.util.ArrayList;
import java.util.List;
import java.util.function.IntPredicate;
import org.pagurus.allocator.internal.frames.FrameLayout;
import org.pagurus.allocator.internal.pages.Page;
import org.pagurus.allocator.internal.pages.Run;
import org.pagurus.allocator.internal.pages.SizeClasses;
import org.pagurus.relocation.internal.space.Space;

/**
 * Chooses what to fold. It maximises
 *
 * <pre>
 *   freed bytes / copied bytes = (held - live) / live       for each run
 * </pre>
 *
 * <p>A run holds the OS pages that it uses; a folded run holds its frames whole: else many small folds would each look full
 * and keep a frame for one OS page.
 *
 * <p>A pass looks at every page once and puts the runs that are worth it by the {@link Effort} into buckets by their
 * occupancy. Then folds are taken from it, the emptiest runs of all classes first, runs of one class together up to the size
 * of a fold, until the plan is used up or too old. Both go on where they were stopped, so each call keeps to its deadline.
 */
public final class Planner {
    /** Live bytes of one fold: one run has to hold them. */
    private static final long MAX_FOLD_BYTES = 1L << 20;
    /** Pages of one fold: to own and to isolate them is not interrupted. */
    private static final int MAX_FOLD_PAGES = 512;
    /** Live bytes of one batch: they share one grace period. */
    private static final long MAX_BATCH_BYTES = 4L << 20;
    /** Runs of one batch: each has to be isolated before anything moves. */
    private static final int MAX_BATCH_RUNS = 512;
    /** A fold that frees less is not worth its grace period. */
    private static final long MIN_FREED_BYTES = 8L << 10;
    /** Runs looked at for one fold: each may have become something else since it was listed. A later call looks at the rest. */
    private static final int MAX_LOOKS = 1_024;
    /** Pages between two looks at the clock. */
    private static final int CLOCK_PAGES = 32;
    /** A plan is used for so long: pages that were full have become emptier since. */
    private static final long MAX_PLAN_NANOS = 20_000_000L;
    /** Or so many times as long as it took to make: a large heap is not walked for every batch. */
    private static final int MAX_PLAN_SCANS = 4;

    private static final int CLASSES = SizeClasses.LAST_SLOT_CLASS + 1;

    private final Space space;
    /** By size class; behind them, by size class, the sealed ones, which are folded apart. */
    private final Candidates[] byClass = new Candidates[2 * CLASSES];
    /** Slots that may be taken from sessions with their pages: free ones less those that they are about to need. */
    private final double[] spareSlots = new double[byClass.length];
    private final DemandForecast forecast;
    private Effort effort;
    private IntPredicate idleSessions;
    private int nextPage = 1;
    private int visit;
    private boolean scanned;
    private long scanStartNanos;
    private long scanNanos;
    private int missingFrames;
    private int batches;
    private int batchFolds;
    private int batchRuns;
    private long batchBytes;
    private long batchFreedBytes;

    /** A planner without a plan. */
    public Planner(Space space) {
        this.space = space;
        this.forecast = new DemandForecast(space.demand());
    }

    /** Keeps the forecast of what sessions need up to date: once for each slice. */
    public void look(long nowNanos) {
        forecast.look(nowNanos);
    }

    // ---- the pass ----

    /**
     * Begins a pass.
     *
     * @param newEffort    how hard to try
     * @param idleSessions which sessions' open pages are taken away on the way
     */
    public void begin(Effort newEffort, IntPredicate newIdleSessions) {
        effort = newEffort;
        idleSessions = newIdleSessions;
        scanned = false;
        nextPage = 1;
        visit++;
        scanStartNanos = System.nanoTime();
        batches = 0;
        missingFrames = 0;
        keepLongest();
        for (int c = 0; c < byClass.length; c++) {
            if (byClass[c] != null) {
                byClass[c].clear();
            }
            // Sessions open no sealed pages: they take what is there for each object.
            double demanded = c < CLASSES ? forecast.slotsAhead(c) : 0;
            spareSlots[c] = effort.sparesDemanded() ? -demanded : Double.POSITIVE_INFINITY;
        }
    }

    /** Folds may have used up what is kept in one piece, and may have freed a longer one. */
    private void keepLongest() {
        if (2 * space.frames().freeKept() < space.reserveFrames()) {
            space.frames().keepLongest(space.reserveFrames());
        }
    }

    /** Whether a pass is to be begun: none was, or its plan is used up or old. */
    public boolean needsPass(long nowNanos) {
        return effort == null
            || scanned && nowNanos - scanStartNanos > Math.max(MAX_PLAN_NANOS, scanNanos * MAX_PLAN_SCANS);
    }

    /** The plan is of no use any more. */
    public void forget() {
        effort = null;
        scanned = false;
        endBatch();
    }

    /** Looks at further pages until the deadline. @return true at the end of the pass: {@link #choose} may be called */
    public boolean scan(long deadlineNanos) {
        if (scanned) {
            return true;
        }
        int end = space.pages().end();
        long now = System.nanoTime();
        while (nextPage < end) {
            int stop = Math.min(end, nextPage + CLOCK_PAGES);
            for (; nextPage < stop; nextPage++) {
                Page page = space.pages().get(nextPage);
                if (page != null) {
                    look(page, now);
                }
            }
            now = System.nanoTime();
            if (now - deadlineNanos >= 0 && nextPage < end) {
                return false;
            }
        }
        scanNanos = now - scanStartNanos;
        scanned = true;
        return true;
    }

    private void look(Page page, long now) {
        space.revokePage(page, idleSessions);
        if (!SizeClasses.isLarge(page.sizeClass()) && page.run().isFirstMeeting(visit)) {
            consider(page.run(), now);
        }
    }

    private void consider(Run run, long now) {
        long live = liveBytes(run);
        long held = heldBytes(run);
        int place = placeOf(run);
        spareSlots[place] += (double) (held - live) / SizeClasses.slotBytes(run.sizeClass());
        if (live <= MAX_FOLD_BYTES && effort.isWorth(held - live, live) && run.isMovable(effort.movableAtNanos(now))) {
            if (byClass[place] == null) {
                byClass[place] = new Candidates();
            }
            byClass[place].add(run, Candidates.bucketOf(live, held));
        }
    }

    private static int placeOf(Run run) {
        return run.isSealed() ? CLASSES + run.sizeClass() : run.sizeClass();
    }

    private static long heldBytes(Run run) {
        return run.isFolded() ? run.lengthBytes() : run.usedBytes();
    }

    private static long liveBytes(Run run) {
        return (long) run.liveSlots() * SizeClasses.slotBytes(run.sizeClass());
    }

    // ---- the choice ----

    /**
     * Gives folds of the plan to the migrator, which isolates their pages, until they free as much as is wanted, the batch is
     * full, or the plan is used up; then starts its grace period.
     *
     * @return whether the batch is complete; false if the deadline came first: to be called again before anything else is
     *         done with the migrator, or else {@link #endBatch}
     */
    public boolean choose(Migrator migrator, long wantedBytes, long deadlineNanos) {
        while (batchFreedBytes < wantedBytes && batchBytes < MAX_BATCH_BYTES && batchRuns < MAX_BATCH_RUNS) {
            Candidates candidates = emptiest();
            if (candidates == null) {
                break;
            }
            takeFold(candidates, migrator);
            if (System.nanoTime() - deadlineNanos >= 0) {
                return false;
            }
        }
        if (batchFolds > 0) {
            batches++;
            migrator.startGracePeriod();
        }
        return true;
    }

    /** Folds in the batch. */
    public int batchFolds() {
        return batchFolds;
    }

    /** Whether this plan was good for nothing so far. */
    public boolean isFruitless() {
        return batches == 0;
    }

    /** The next choice begins another batch. */
    public void endBatch() {
        batchFolds = 0;
        batchRuns = 0;
        batchBytes = 0;
        batchFreedBytes = 0;
    }

    private Candidates emptiest() {
        Candidates best = null;
        for (Candidates candidates : byClass) {
            if (candidates != null && !candidates.isEmpty() && (best == null || candidates.lowest() < best.lowest())) {
                best = candidates;
            }
        }
        return best;
    }

    private void takeFold(Candidates candidates, Migrator migrator) {
        List<Run> runs = new ArrayList<>();
        long used = 0;
        long frames = 0;
        long live = 0;
        int pages = 0;
        long movableAt = effort.movableAtNanos(System.nanoTime());
        for (int look = 0; look < MAX_LOOKS && !candidates.isEmpty(); look++) {
            Run run = candidates.take();
            // It was seen a while ago.
            long runLive = liveBytes(run);
            long runHeld = heldBytes(run);
            if (!run.isMovable(movableAt) || !effort.isWorth(runHeld - runLive, runLive) || isDemanded(run, runHeld - runLive)) {
                continue;
            }
            if (!runs.isEmpty() && (pages + run.pageCount() > MAX_FOLD_PAGES || isLarge(frames, live, live + runLive))) {
                candidates.add(run, Candidates.bucketOf(runLive, runHeld));
                break;
            }
            runs.add(run);
            used += run.usedBytes();
            frames += run.frames();
            live += runLive;
            pages += run.pageCount();
        }
        // Either saves OS pages or frames; neither grows. So folding comes to an end.
        long bytes = Math.max(1, live);
        long freedFrames = frames - FrameLayout.framesFor(bytes);
        long freed = Math.max(used - Space.roundToOsPage(bytes), freedFrames << FrameLayout.FRAME_SHIFT);
        boolean enough = freedFrames > 0 || !effort.needsFrames();
        if (enough && freed >= MIN_FREED_BYTES && effort.isWorth(freed, live)) {
            if (addFirstPart(migrator, runs)) {
                batchFolds++;
                batchRuns += runs.size();
                batchBytes += live;
                batchFreedBytes += freed;
            } else if (missingFrames == 0 || FrameLayout.framesFor(bytes) < missingFrames) {
                missingFrames = FrameLayout.framesFor(bytes);
            }
        }
    }

    /**
     * Whether a fold is large enough without the next run. If frames are needed, it is when it frees one and its own last frame
     * is full: its target has to be free in one piece.
     */
    private boolean isLarge(long frames, long live, long liveWithNext) {
        return liveWithNext > (effort.needsFrames() ? (long) effort.maxTargetFrames() << FrameLayout.FRAME_SHIFT : MAX_FOLD_BYTES)
            || effort.needsFrames() && FrameLayout.framesFor(live) < frames
                && FrameLayout.framesFor(liveWithNext) > Math.max(1, FrameLayout.framesFor(live));
    }

    /** The least frames in one piece that a fold of this plan was not found for; 0 if all were. */
    public int missingFrames() {
        return missingFrames;
    }

    /** Sessions will soon allocate its free slots. If not, they are taken: fewer are left for the next page. */
    private boolean isDemanded(Run run, long freeBytes) {
        if (!effort.sparesDemanded()) {
            return false;
        }
        double slots = (double) freeBytes / SizeClasses.slotBytes(run.sizeClass());
        if (spareSlots[placeOf(run)] < slots) {
            return true;
        }
        spareSlots[placeOf(run)] -= slots;
        return false;
    }

    /**
     * There may be no run for the whole fold; its emptier half may do. A fold that frees a frame has no such half. To take the
     * pages and to give them back costs far more than to look for the run first.
     */
    private boolean addFirstPart(Migrator migrator, List<Run> runs) {
        for (int size = runs.size(); size > (effort.needsFrames() ? runs.size() - 1 : 0); size /= 2) {
            long live = runs.subList(0, size).stream().mapToLong(Planner::liveBytes).sum();
            if (space.frames().hasTarget(FrameLayout.framesFor(Math.max(1, live)))
                && migrator.addFold(runs.subList(0, size), effort.needsFrames())) {
                return true;
            }
        }
        return false;
    }
}
