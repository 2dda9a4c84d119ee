package org.pagurus.relocation.internal.migration;

import java.util.ArrayList;
import java.util.List;
import org.pagurus.allocator.internal.pages.Page;
import org.pagurus.allocator.internal.pages.Run;
import org.pagurus.relocation.internal.protocol.Protocol;
import org.pagurus.relocation.internal.space.Space;

/**
 * Takes pages from their owners for the migrator, so that nobody allocates in them (I6), and gives back what it does not move.
 *
 * <p>A sealed page is moved without a grace period. That is enough for its bits: no session ever owns it, so nobody but whoever
 * has it by the owner word writes them. Its retired slots are not free without one; so they are moved with the others, and
 * their bits stay as they are, or are carried over ({@link Page#movedTo}): the next collect finds them.
 */
final class Takings {
    private final Space space;
    private final Protocol protocol;

    Takings(Space space) {
        this.space = space;
        this.protocol = space.protocol();
    }

    /** What a fold takes away: slots to copy, and the memory of their runs. */
    record Fold(long slots, long bytes, long frames) {
    }

    /** Takes the pages of the runs, each run's all or none: frames become free only when the last page has left. */
    Fold take(List<Run> runs, ArrayList<TakenPage> taken) {
        long slots = 0;
        long bytes = 0;
        long frames = 0;
        for (Run run : runs) {
            Page[] pages = run.pages();
            if (pages.length == 0 || !tryTakeAll(pages, taken)) {
                continue;
            }
            for (TakenPage one : taken.subList(taken.size() - pages.length, taken.size())) {
                Page page = one.page();
                if (!run.isSealed()) {
                    long[] room = page.newSnapshot();
                    // A session may be about to free in it: its own bits are believed after the grace period only.
                    page.keepSnapshot(one.owner() > 0 ? page.othersSnapshot(room) : page.retiredSnapshot(room));
                }
                slots += movedSlots(page);
            }
            bytes += run.usedBytes();
            frames += run.frames();
        }
        return new Fold(slots, bytes, frames);
    }

    private boolean tryTakeAll(Page[] pages, ArrayList<TakenPage> taken) {
        taken.ensureCapacity(taken.size() + pages.length);
        int before = taken.size();
        for (Page page : pages) {
            TakenPage one = new TakenPage(page, page.owner());
            if (!Space.isTakeable(page, one.owner()) || !page.changeOwner(one.owner(), Page.COMPACTING)) {
                while (taken.size() > before) {
                    giveBack(taken.remove(taken.size() - 1));
                }
                return false;
            }
            taken.add(one);
        }
        return true;
    }

    /** Slots of a taken page that have to be copied. */
    static int movedSlots(Page page) {
        return page.snapshot() == null ? page.allocatedCount() : page.allocatedWithout(page.snapshot());
    }

    // ---- giving back ----

    /**
     * Gives a page back that was taken a moment ago. What a session owned, nobody may believe before a grace period is over. A
     * sealed page whose retired slots would have been copied gets a grace period for them: then it is worth another look.
     */
    void giveBack(TakenPage one) {
        Page page = one.page();
        if (one.owner() > 0 || page.run().isSealed() && page.retiredCount() > 0) {
            page.takeSnapshot();
            try {
                space.relinquish(page);
            } catch (Throwable e) {
                // The Java heap is exhausted: as in abandon.
                page.changeOwner(Page.COMPACTING, Math.max(Page.UNOWNED, one.owner()));
                throw e;
            }
        } else {
            handOver(page);
        }
    }

    /** As {@link #giveBack}, all that are not null, and the run that they were to move to. */
    void giveBackAll(List<TakenPage> taken, Run target) {
        for (TakenPage one : taken) {
            if (one != null) {
                giveBack(one);
            }
        }
        if (target != null) {
            space.freeRun(target);
        }
    }

    /**
     * Gives pages back after an error. It needs nothing of the Java heap, so free slots may wait for the next fold. A session's
     * page is its own again: without a grace period nobody else can believe its bits.
     */
    void abandon(List<TakenPage> taken, Run target) {
        for (int i = 0; i < taken.size(); i++) {
            TakenPage one = taken.get(i);
            if (one != null) {
                protocol.putBack(one.page().id());
                one.page().takeSnapshot();
                one.page().setOwner(Math.max(Page.UNOWNED, one.owner()));
            }
        }
        if (target != null) {
            space.freeRun(target);
        }
    }

    /** Gives an owned page back that keeps its place. A snapshot that no grace period has followed is forgotten. */
    void handOver(Page page) {
        page.takeSnapshot();
        release(page);
    }

    /** Gives an owned page back; if that fails for want of Java heap, it is nobody's, and not lost. */
    void release(Page page) {
        try {
            space.release(page);
        } catch (Throwable e) {
            page.changeOwner(Page.COMPACTING, Page.UNOWNED);
            throw e;
        }
    }
}
