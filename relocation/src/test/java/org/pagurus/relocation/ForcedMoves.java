package org.pagurus.relocation;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.function.Supplier;
import org.pagurus.allocator.internal.pages.Page;
import org.pagurus.allocator.internal.pages.Run;
import org.pagurus.allocator.internal.pages.SizeClasses;
import org.pagurus.relocation.internal.migration.Migrator;
import org.pagurus.relocation.internal.space.Space;

/**
 * Drives a heap's own migrator by hand, under the compactor's lock, as direct compaction does: random runs are folded, or moved
 * as they are, whether that is worth it or not.
 */
public final class ForcedMoves {
    private static final long LONG_NANOS = 1_000_000_000L;
    private final Heap heap;
    private final Space space;
    private final Migrator migrator;
    private final Random random;

    public ForcedMoves(Heap heap, Random random) {
        this.heap = heap;
        this.space = heap.space();
        this.migrator = heap.compactor().migrator();
        this.random = random;
    }

    /** Opens a batch of random folds and whole moves, unless one is under way. */
    public void isolateSome() {
        heap.compactor().lock().lock();
        try {
            if (!migrator.isIdle()) {
                return;
            }
            boolean any = false;
            for (int i = 1 + random.nextInt(3); i > 0; i--) {
                List<Run> runs = runsOfOneKind();
                if (!runs.isEmpty()) {
                    any |= random.nextInt(3) == 0 || !isFoldable(runs.get(0)) ? migrator.addMove(runs.get(0))
                        : migrator.addFold(runs, random.nextBoolean());
                }
            }
            if (any) {
                migrator.startGracePeriod();
            }
        } finally {
            heap.compactor().lock().unlock();
        }
    }

    /** Large objects are never folded: nothing would be saved. */
    private static boolean isFoldable(Run run) {
        return !SizeClasses.isLarge(run.sizeClass());
    }

    private List<Run> runsOfOneKind() {
        List<Run> runs = new ArrayList<>();
        int end = space.pages().end();
        int start = 1 + random.nextInt(end);
        for (int i = 0; i < end && runs.size() < 6; i++) {
            Page page = space.pages().get(1 + (start + i) % end);
            if (page != null && page.isMovable(System.nanoTime() + LONG_NANOS) && !runs.contains(page.run())
                && (runs.isEmpty() || runs.get(0).sizeClass() == page.sizeClass() && runs.get(0).type() == page.run().type())) {
                runs.add(page.run());
            }
        }
        return runs;
    }

    /**
     * Opens a batch as a planner does that does not look at pins: of one page's run each, whether it is pinned or not.
     *
     * @param pages asked one after the other, each when the page before is isolated; null for none
     */
    public void isolateRecklessly(List<Supplier<Page>> pages) {
        heap.compactor().lock().lock();
        try {
            if (!migrator.isIdle()) {
                return;
            }
            boolean any = false;
            for (Supplier<Page> each : pages) {
                Page page = each.get();
                any |= page != null && !page.run().isFixed() && (random.nextBoolean() || !isFoldable(page.run())
                    ? migrator.addMove(page.run()) : migrator.addFold(List.of(page.run()), false));
            }
            if (any) {
                migrator.startGracePeriod();
            }
        } finally {
            heap.compactor().lock().unlock();
        }
    }

    /** Lets the batch go on by one page, or by all, if its grace period is over. */
    public void goOn() {
        heap.compactor().lock().lock();
        try {
            space.domain().poll();
            migrator.step(System.nanoTime() + (random.nextBoolean() ? 0 : LONG_NANOS));
        } finally {
            heap.compactor().lock().unlock();
        }
    }

    /** Now and then. */
    public boolean revokesNow() {
        return random.nextInt(32) == 0;
    }

    /** Ends the batch; outside a section. */
    public void finish() {
        heap.compactor().lock().lock();
        try {
            while (!migrator.isIdle()) {
                migrator.step(System.nanoTime() + LONG_NANOS);
            }
            space.domain().poll();
        } finally {
            heap.compactor().lock().unlock();
        }
    }

    public long folded() {
        return migrator.counters().pagesFolded();
    }

    public long migrated() {
        return migrator.counters().pagesMigrated();
    }

    public long cancelled() {
        return migrator.counters().cancelled();
    }

    Heap heap() {
        return heap;
    }
}
