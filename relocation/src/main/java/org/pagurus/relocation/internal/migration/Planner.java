package org.pagurus.relocation.internal.migration;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
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
 * <p>A run holds the OS pages that it uses; a folded run, which nobody allocates in, holds its frames whole: else many small
 * folds would each look full and keep a frame for one OS page.
 *
 * <p>Runs of one class are taken emptiest first, as long as each frees at least one byte for eight copied, and are folded
 * together up to the size of a fold. The folds of all classes are then batched best first. One pass looks at every page once,
 * a bounded number for each call.
 */
public final class Planner {
    /** At most so many bytes are copied for each byte that becomes free. */
    private static final int MAX_COPY_FOR_BYTE = 8;
    /** Live bytes of one fold: one run has to hold them. */
    private static final long MAX_FOLD_BYTES = 1L << 20;
    /** Live bytes of one batch: they share one grace period. */
    private static final long MAX_BATCH_BYTES = 4L << 20;
    /** Pages of one batch: each has to be isolated before anything moves. */
    private static final int MAX_BATCH_RUNS = 512;
    /** A fold that frees less is not worth its grace period. */
    private static final long MIN_FREED_BYTES = 8L << 10;

    private final Space space;
    private final List<List<Candidate>> byClass = new ArrayList<>();
    private int nextPage = 1;
    private int visit;

    /** A planner at the start of a pass. */
    public Planner(Space space) {
        this.space = space;
        for (int c = 0; c <= SizeClasses.LAST_SLOT_CLASS; c++) {
            byClass.add(new ArrayList<>());
        }
    }

    /** A run that may be folded. */
    private record Candidate(Run run, long usedBytes, long heldBytes, long liveBytes) {
        double occupancy() {
            return (double) liveBytes / heldBytes;
        }
    }

    /** Runs that go into one target. */
    private record Fold(List<Run> runs, long freedBytes, long liveBytes) {
        double gain() {
            return freedBytes / (liveBytes + 1.0);
        }
    }

    /**
     * Looks at the next pages.
     *
     * @return true at the end of a pass: {@link #propose} may be called
     */
    public boolean scan(int maxPages) {
        if (nextPage == 1) {
            visit++;
            byClass.forEach(List::clear);
        }
        int end = space.pages().end();
        int stop = (int) Math.min(end, (long) nextPage + maxPages);
        long now = System.nanoTime();
        for (; nextPage < stop; nextPage++) {
            Page page = space.pages().get(nextPage);
            if (page != null && !SizeClasses.isLarge(page.sizeClass()) && page.run().isFirstMeeting(visit)) {
                consider(page.run(), now);
            }
        }
        if (nextPage < end) {
            return false;
        }
        nextPage = 1;
        return true;
    }

    private void consider(Run run, long now) {
        long used = run.usedBytes();
        long held = run.isFolded() ? run.lengthBytes() : used;
        long live = (long) run.liveSlots() * SizeClasses.slotBytes(run.sizeClass());
        if (live <= MAX_FOLD_BYTES && (held - live) * MAX_COPY_FOR_BYTE >= live && run.isMovable(now)) {
            byClass.get(run.sizeClass()).add(new Candidate(run, used, held, live));
        }
    }

    /**
     * Gives the best folds to the migrator, which isolates their pages.
     *
     * @param mustFreeFrames whether saving OS pages is not enough: when frames are scarce, the free slots of a page that is not
     *                       folded are worth more than OS pages, because nobody allocates in a folded one
     * @return how many folds it took
     */
    public int propose(Migrator migrator, boolean mustFreeFrames) {
        List<Fold> folds = new ArrayList<>();
        for (List<Candidate> candidates : byClass) {
            candidates.sort(Comparator.comparingDouble(Candidate::occupancy));
            collectFolds(candidates, folds, mustFreeFrames);
        }
        folds.sort(Comparator.comparingDouble(Fold::gain).reversed());
        long bytes = 0;
        int runs = 0;
        int taken = 0;
        for (Fold fold : folds) {
            if (taken > 0 && (bytes + fold.liveBytes > MAX_BATCH_BYTES || runs + fold.runs.size() > MAX_BATCH_RUNS)) {
                break;
            }
            if (addFirstPart(migrator, fold.runs, mustFreeFrames)) {
                bytes += fold.liveBytes;
                runs += fold.runs.size();
                taken++;
            }
        }
        if (taken > 0) {
            migrator.startGracePeriod();
        }
        return taken;
    }

    /** Near the limit there may be no run for the whole fold; its emptier half frees frames for the rest. */
    private static boolean addFirstPart(Migrator migrator, List<Run> runs, boolean mustFreeFrames) {
        for (int size = runs.size(); size > 0; size /= 2) {
            if (migrator.addFold(runs.subList(0, size), mustFreeFrames)) {
                return true;
            }
        }
        return false;
    }

    private static void collectFolds(List<Candidate> candidates, List<Fold> folds, boolean mustFreeFrames) {
        int i = 0;
        while (i < candidates.size()) {
            List<Run> runs = new ArrayList<>();
            long used = 0;
            long frames = 0;
            long live = 0;
            while (i < candidates.size() && runs.size() < MAX_BATCH_RUNS
                && live + candidates.get(i).liveBytes <= MAX_FOLD_BYTES) {
                Candidate candidate = candidates.get(i++);
                runs.add(candidate.run);
                used += candidate.usedBytes;
                frames += candidate.run.frames();
                live += candidate.liveBytes;
            }
            // Either saves OS pages or frames; neither grows. So folding comes to an end.
            long bytes = Math.max(1, live);
            long freedFrames = frames - FrameLayout.framesFor(bytes);
            long freed = Math.max(used - Space.roundToOsPage(bytes), freedFrames << FrameLayout.FRAME_SHIFT);
            boolean enough = freedFrames > 0 || !mustFreeFrames;
            if (enough && freed >= MIN_FREED_BYTES && freed * MAX_COPY_FOR_BYTE >= live) {
                folds.add(new Fold(runs, freed, live));
            }
        }
    }
}
