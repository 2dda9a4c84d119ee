package org.pagurus.relocation.internal.migration;

import java.util.ArrayList;
import java.util.List;
import org.pagurus.allocator.internal.frames.FrameLayout;
import org.pagurus.allocator.internal.os.Posix;
import org.pagurus.allocator.internal.os.RawMemory;
import org.pagurus.allocator.internal.pages.Entry;
import org.pagurus.allocator.internal.pages.FoldDescriptor;
import org.pagurus.allocator.internal.pages.Page;
import org.pagurus.allocator.internal.pages.Run;
import org.pagurus.allocator.internal.pages.SizeClasses;
import org.pagurus.relocation.internal.protocol.Protocol;
import org.pagurus.relocation.internal.space.Space;

/**
 * Moves batches of pages. One thread at a time, under the compactor's lock; {@link #step} never blocks.
 *
 * <p>Order within a batch, and why: pages are owned first (I6: nobody allocates in them), their retired slots are snapshot
 * and their entries isolated, and only then the grace period starts (trap: it starts after the last isolate is visible; the
 * isolate's CAS is a full fence, and so is the start). After it, {@code begin} is legal for every page of the batch, again
 * and again, until the page is put back.
 */
public final class Migrator {
    private static final int MAX_ATTEMPTS = 3;
    /** A page that was cancelled or pinned in every attempt is left alone for this long, doubled each further time. */
    private static final long REST_NANOS = 100_000_000L;

    private final Space space;
    private final Protocol protocol;
    private final boolean exclusive;
    private final MigrationCounters counters = new MigrationCounters();
    private final ArrayList<Move> moves = new ArrayList<>();
    private int currentMove;
    private volatile long cookie;
    private boolean graceStarted;
    /** When the batch began to wait for its grace period; 0 if it does not wait. */
    private volatile long waitingSinceNanos;
    private final RestingPages resting = new RestingPages();

    /**
     * A migrator without work.
     *
     * @param exclusive whether readers pin too, so that old frames are free at commit
     */
    public Migrator(Space space, boolean exclusive) {
        this.space = space;
        this.protocol = space.protocol();
        this.exclusive = exclusive;
    }

    /** Whether there is no batch under way. */
    public boolean isIdle() {
        return moves.isEmpty();
    }

    /** Any thread: for how long the batch has been waiting for its grace period; 0 if it does not wait. */
    public long waitedNanos(long nowNanos) {
        long since = waitingSinceNanos;
        return since == 0 ? 0 : Math.max(1, nowNanos - since);
    }

    /** Any thread: the grace period of the batch. */
    public long cookie() {
        return cookie;
    }

    /** Pages that are left alone for a while. */
    public RestingPages resting() {
        return resting;
    }

    public MigrationCounters counters() {
        return counters;
    }

    // ---- isolate ----

    /**
     * Adds the pages of some runs of one class to the batch, to be folded into one new run.
     *
     * @param mustFreeFrames whether saving OS pages is not enough
     * @return whether any was added: not if nothing would be saved, or there is no memory for the new run
     */
    public boolean addFold(List<Run> runs, boolean mustFreeFrames) {
        return add(runs, true, mustFreeFrames ? Saving.FRAMES : Saving.OS_PAGES);
    }

    /**
     * Adds the pages of one run to the batch, to be moved elsewhere as they are: folded pages stay folded.
     *
     * @return whether any was added
     */
    public boolean addMove(Run run) {
        return add(List.of(run), run.isFolded(), Saving.NOTHING);
    }

    /**
     * Adds the pages of a folded run to the batch, to be moved into several runs of one frame each, or as many as a page
     * needs: where there is no room for all of them in one piece.
     *
     * @return whether any was added
     */
    public boolean addSplit(Run run) {
        graceStarted = false;
        ArrayList<Page> owned = new ArrayList<>();
        int begin = 0;
        boolean any = false;
        try {
            own(List.of(run), owned);
            while (begin < owned.size()) {
                int end = begin;
                long slots = 0;
                do {
                    slots += movedSlots(owned.get(end++));
                } while (end < owned.size() && FrameLayout.framesFor((slots + movedSlots(owned.get(end)))
                    * SizeClasses.slotBytes(run.sizeClass())) <= 1);
                List<Page> part = owned.subList(begin, end);
                begin = end;
                any |= addPart(part, run.sizeClass(), slots);
            }
        } catch (Throwable e) {
            abandon(owned.subList(begin, owned.size()), null);
            throw e;
        }
        return any;
    }

    private boolean addPart(List<Page> part, int sizeClass, long slots) {
        Run target = null;
        try {
            moves.ensureCapacity(moves.size() + 1);
            target = foldTarget(sizeClass, new Fold(slots, 0, 0), Saving.NOTHING);
            if (target != null && isolateAll(part) > 0) {
                Move move = new Move(part, target, true);
                target.hold(part.size());
                moves.add(move);
                return true;
            }
        } catch (Throwable e) {
            abandon(part, target);
            throw e;
        }
        handOverAll(part, target);
        return false;
    }

    private static int movedSlots(Page page) {
        return page.allocatedCount() - page.collectable(page.snapshot());
    }

    private void handOverAll(List<Page> owned, Run target) {
        for (Page page : owned) {
            if (page != null) {
                handOver(page);
            }
        }
        if (target != null) {
            space.freeRun(target);
        }
    }

    private boolean add(List<Run> runs, boolean folding, Saving saving) {
        // Whatever was elapsed before, this batch needs a grace period that starts after its isolates.
        graceStarted = false;
        ArrayList<Page> owned = new ArrayList<>();
        Run target = null;
        try {
            Fold sum = own(runs, owned);
            if (owned.isEmpty()) {
                return false;
            }
            moves.ensureCapacity(moves.size() + 1);
            target = folding ? foldTarget(runs.get(0).sizeClass(), sum, saving) : wholeTarget(runs.get(0));
            if (target != null && isolateAll(owned) > 0) {
                Move move = new Move(owned, target, folding);
                target.hold(owned.size());
                moves.add(move);
                return true;
            }
        } catch (Throwable e) {
            abandon(owned, target);
            throw e;
        }
        handOverAll(owned, target);
        return false;
    }

    /** What a fold takes away: slots to copy, and the memory of their runs. */
    private record Fold(long slots, long bytes, long frames) {
    }

    /** Takes the pages of the runs, each run's all or none: frames become free only when the last page has left. */
    private Fold own(List<Run> runs, ArrayList<Page> owned) {
        long slots = 0;
        long bytes = 0;
        long frames = 0;
        for (Run run : runs) {
            Page[] pages = run.pages();
            if (pages.length == 0) {
                continue;
            }
            owned.ensureCapacity(owned.size() + pages.length);
            int before = owned.size();
            for (Page page : pages) {
                if (!page.changeOwner(Page.UNOWNED, Page.COMPACTING) && !page.changeOwner(Page.BINNED, Page.COMPACTING)) {
                    break;
                }
                owned.add(page);
            }
            if (owned.size() - before < pages.length) {
                while (owned.size() > before) {
                    release(owned.remove(owned.size() - 1));
                }
                continue;
            }
            for (Page page : pages) {
                page.keepSnapshot(page.retiredSnapshot());
                slots += movedSlots(page);
            }
            bytes += run.usedBytes();
            frames += run.frames();
        }
        return new Fold(slots, bytes, frames);
    }

    /** Announces the pages. One that a section still pins from an earlier move is handed over and replaced by null. */
    private int isolateAll(List<Page> owned) {
        int isolated = 0;
        for (int i = 0; i < owned.size(); i++) {
            Page page = owned.get(i);
            if (protocol.isolate(page.id())) {
                isolated++;
            } else {
                owned.set(i, null);
                rest(page);
                handOver(page);
            }
        }
        return isolated;
    }

    /** Undoes an {@link #add} after an error. It needs nothing of the Java heap, so free slots may wait for the next fold. */
    private void abandon(List<Page> owned, Run target) {
        for (Page page : owned) {
            if (page != null) {
                protocol.putBack(page.id());
                page.takeSnapshot();
                page.setOwner(Page.UNOWNED);
            }
        }
        if (target != null) {
            space.freeRun(target);
        }
    }

    /** What a move has to save at least. */
    private enum Saving { NOTHING, OS_PAGES, FRAMES }

    /** A run for the slots, or null if there is none, or it would save too little. At least one byte: all slots may be dead. */
    private Run foldTarget(int sizeClass, Fold sum, Saving saving) {
        long bytes = Math.max(1, sum.slots * SizeClasses.slotBytes(sizeClass));
        int frames = FrameLayout.framesFor(bytes);
        boolean enough = saving == Saving.NOTHING || frames < sum.frames
            || saving == Saving.OS_PAGES && Space.roundToOsPage(bytes) < sum.bytes;
        return enough && frames <= FrameLayout.FRAMES_PER_REGION ? space.takeRun(frames, sizeClass, bytes, 0) : null;
    }

    private Run wholeTarget(Run run) {
        return space.takeRun(run.frames(), run.sizeClass(), run.usedBytes(), 0);
    }

    /** After the last add: starts the one grace period of the batch. {@link #step} does it if nobody else has. */
    public void startGracePeriod() {
        cookie = space.domain().startGracePeriod();
        graceStarted = true;
        waitingSinceNanos = System.nanoTime() | 1;
    }

    // ---- move ----

    /**
     * Goes on with the batch until the deadline; the clock is read after every page.
     *
     * @param deadlineNanos {@code System.nanoTime()}
     * @return pages handled
     */
    public int step(long deadlineNanos) {
        if (isIdle()) {
            return 0;
        }
        if (!graceStarted) {
            startGracePeriod();
        }
        if (!protocol.mayBegin(space.domain().isElapsed(cookie))) {
            return 0;
        }
        waitingSinceNanos = 0;
        int handled = 0;
        while (currentMove < moves.size()) {
            Move move = moves.get(currentMove);
            for (Page page = move.current(); page != null; page = move.current()) {
                tryMove(move, page);
                handled++;
                if (System.nanoTime() - deadlineNanos >= 0) {
                    return handled;
                }
            }
            if (!move.again(MAX_ATTEMPTS)) {
                finish(move);
                currentMove++;
            }
        }
        moves.clear();
        currentMove = 0;
        return handled;
    }

    private void tryMove(Move move, Page page) {
        if (page.snapshot() != null) {
            page.collect(page.takeSnapshot());
        }
        int slots = page.allocatedCount();
        if (slots == 0) {
            protocol.putBack(page.id());
            move.done(0);
            release(page);
            return;
        }
        FoldDescriptor fold = null;
        int foldId = 0;
        long bytes = move.target().usedBytes();
        if (move.isFolding()) {
            int slotBytes = SizeClasses.slotBytes(page.sizeClass());
            fold = FoldDescriptor.of(page.allocatedBitmap(), move.targetAddress(), slotBytes);
            foldId = space.folds().reserve();
            space.folds().put(foldId, fold);
            bytes = (long) slots * slotBytes;
        }
        touch(move.targetAddress(), bytes);
        long target = fold != null ? Entry.folded(page.sizeClass(), foldId)
            : Entry.present(page.sizeClass(), move.target().address());
        if (copyUnderMigrationEntry(page, target, fold, move.targetAddress(), bytes)) {
            // First the cursor: whatever fails from here on, nothing may be copied over this page's slots.
            move.done(slots);
            committed(move, page, fold, foldId);
            counters.countCommit(fold != null, bytes);
            release(page);
        } else {
            if (foldId != 0) {
                space.folds().remove(foldId);
            }
            move.skip();
        }
    }

    /** I1: nothing in here waits, locks or allocates. I2: no write reaches the old frame after {@code begin}. */
    private boolean copyUnderMigrationEntry(Page page, long target, FoldDescriptor fold, long to, long bytes) {
        long migrating = protocol.begin(page.id());
        if (migrating == 0) {
            counters.countPin();
            return false;
        }
        if (fold == null) {
            RawMemory.copy(page.run().address(), to, bytes);
        } else {
            page.copyAllocatedTo(to);
        }
        if (!protocol.commit(page.id(), migrating, target)) {
            counters.countCancel();
            return false;
        }
        return true;
    }

    /** The page lives in the target now. Allocates nothing: what it has left is noted, and given up by {@link #finish}. */
    private void committed(Move move, Page page, FoldDescriptor fold, int foldId) {
        Run oldRun = page.run();
        int oldFoldId = page.descriptorId();
        page.movedTo(move.target(), fold, foldId);
        move.target().add(page);
        if (oldFoldId != 0) {
            move.left(oldFoldId);
        }
        if (oldRun.remove(page)) {
            move.left(oldRun);
        }
    }

    /** Makes the target resident before {@code begin}: a page fault is a wait (I1). */
    private static void touch(long address, long bytes) {
        int step = Posix.osPageLength();
        for (long at = address; at < address + bytes; at += step) {
            RawMemory.putByte(at, (byte) 0);
        }
        RawMemory.putByte(address + bytes - 1, (byte) 0);
    }

    /**
     * Puts back what could not be moved, gives up what was left, and returns the part of the target that nobody moved into.
     * Each step forgets its page, run or descriptor once it is dealt with: after an error the next call goes on behind it.
     */
    private void finish(Move move) {
        for (Page page = move.takeUnmoved(); page != null; page = move.takeUnmoved()) {
            protocol.putBack(page.id());
            counters.countPutBack();
            rest(page);
            handOver(page);
        }
        for (int id = move.lastLeftFold(); id != 0; id = move.lastLeftFold()) {
            giveUp(id);
            move.forgetFold();
        }
        for (Run run = move.lastLeftRun(); run != null; run = move.lastLeftRun()) {
            giveUp(run);
            move.forgetRun();
        }
        Run target = move.target();
        if (move.isFolding() && move.slotsUsed() > 0) {
            space.shrinkRun(target, (long) move.slotsUsed() * SizeClasses.slotBytes(target.sizeClass()));
        }
        if (target.unhold()) {
            space.freeRun(target);
        }
    }

    /** READ_THROUGH: readers may be in the old frames until a grace period is over. EXCLUSIVE: the one before begin was it. */
    private void giveUp(Run run) {
        if (exclusive) {
            space.freeRun(run);
        } else {
            space.retireRun(run);
        }
    }

    private void giveUp(int foldId) {
        if (exclusive) {
            space.folds().remove(foldId);
        } else {
            space.retireFold(foldId);
        }
    }

    private void rest(Page page) {
        long now = System.nanoTime();
        resting.note(page.id(), page.rest(now, REST_NANOS));
    }

    /** Gives an owned page back that keeps its place. A snapshot that no grace period has followed is forgotten. */
    private void handOver(Page page) {
        page.takeSnapshot();
        release(page);
    }

    /** Gives an owned page back; if that fails for want of Java heap, it is nobody's, and not lost. */
    private void release(Page page) {
        try {
            space.release(page);
        } catch (Throwable e) {
            page.changeOwner(Page.COMPACTING, Page.UNOWNED);
            throw e;
        }
    }
}
