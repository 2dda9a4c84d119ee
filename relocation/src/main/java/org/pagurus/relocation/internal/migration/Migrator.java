package org.pagurus.relocation.internal.migration;

import java.util.ArrayList;
import java.util.List;
import org.pagurus.allocator.internal.frames.FrameLayout;
import org.pagurus.allocator.internal.os.Posix;
import org.pagurus.allocator.internal.os.RawMemory;
import org.pagurus.allocator.internal.pages.Entry;
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
        ArrayList<TakenPage> taken = new ArrayList<>();
        int begin = 0;
        boolean any = false;
        try {
            take(List.of(run), taken);
            while (begin < taken.size()) {
                int end = begin;
                long slots = 0;
                do {
                    slots += movedSlots(taken.get(end++).page());
                } while (end < taken.size() && FrameLayout.framesFor((slots + movedSlots(taken.get(end).page()))
                    * SizeClasses.slotBytes(run.sizeClass())) <= 1);
                List<TakenPage> part = taken.subList(begin, end);
                begin = end;
                any |= addPart(part, run.sizeClass(), slots);
            }
        } catch (Throwable e) {
            abandon(taken.subList(begin, taken.size()), null);
            throw e;
        }
        return any;
    }

    private boolean addPart(List<TakenPage> part, int sizeClass, long slots) {
        Run target = null;
        try {
            moves.ensureCapacity(moves.size() + 1);
            target = foldTarget(sizeClass, new Fold(slots, 0, 0), Saving.NOTHING);
            if (target != null && isolateAll(part) > 0) {
                Move move = new Move(part, target, true, null);
                target.hold(part.size());
                moves.add(move);
                return true;
            }
        } catch (Throwable e) {
            abandon(part, target);
            throw e;
        }
        giveBackAll(part, target);
        return false;
    }

    private static int movedSlots(Page page) {
        return page.allocatedWithout(page.snapshot());
    }

    private void giveBackAll(List<TakenPage> taken, Run target) {
        for (TakenPage one : taken) {
            if (one != null) {
                giveBack(one);
            }
        }
        if (target != null) {
            space.freeRun(target);
        }
    }

    private boolean add(List<Run> runs, boolean folding, Saving saving) {
        // Whatever was elapsed before, this batch needs a grace period that starts after its isolates.
        graceStarted = false;
        ArrayList<TakenPage> taken = new ArrayList<>();
        Run target = null;
        PreCopy preCopy = null;
        try {
            Fold sum = take(runs, taken);
            if (taken.isEmpty()) {
                return false;
            }
            moves.ensureCapacity(moves.size() + 1);
            target = folding ? foldTarget(runs.get(0).sizeClass(), sum, saving) : wholeTarget(runs.get(0));
            // Before the isolate: whoever sees that sees the cards.
            preCopy = target == null || folding ? null : PreCopy.tryOpen(protocol, taken.get(0).page(), target);
            if (target != null && isolateAll(taken) > 0) {
                Move move = new Move(taken, target, folding, preCopy);
                target.hold(taken.size());
                moves.add(move);
                return true;
            }
        } catch (Throwable e) {
            abandon(taken, target);
            if (preCopy != null) {
                preCopy.close();
            }
            throw e;
        }
        if (preCopy != null) {
            preCopy.close();
        }
        giveBackAll(taken, target);
        return false;
    }

    /** What a fold takes away: slots to copy, and the memory of their runs. */
    private record Fold(long slots, long bytes, long frames) {
    }

    /** Takes the pages of the runs, each run's all or none: frames become free only when the last page has left. */
    private Fold take(List<Run> runs, ArrayList<TakenPage> taken) {
        long slots = 0;
        long bytes = 0;
        long frames = 0;
        for (Run run : runs) {
            Page[] pages = run.pages();
            if (pages.length == 0) {
                continue;
            }
            taken.ensureCapacity(taken.size() + pages.length);
            int before = taken.size();
            for (Page page : pages) {
                TakenPage one = new TakenPage(page, page.owner());
                if (!Space.isTakeable(page, one.owner()) || !page.changeOwner(one.owner(), Page.COMPACTING)) {
                    break;
                }
                taken.add(one);
            }
            if (taken.size() - before < pages.length) {
                while (taken.size() > before) {
                    giveBack(taken.remove(taken.size() - 1));
                }
                continue;
            }
            for (TakenPage one : taken.subList(before, taken.size())) {
                Page page = one.page();
                long[] room = page.newSnapshot();
                // A session may be about to free in it: its own bits are believed after the grace period only.
                page.keepSnapshot(one.owner() > 0 ? page.othersSnapshot(room) : page.retiredSnapshot(room));
                slots += movedSlots(page);
            }
            bytes += run.usedBytes();
            frames += run.frames();
        }
        return new Fold(slots, bytes, frames);
    }

    /** Announces the pages. One that a section still pins from an earlier move is given back and replaced by null. */
    private int isolateAll(List<TakenPage> taken) {
        int isolated = 0;
        for (int i = 0; i < taken.size(); i++) {
            TakenPage one = taken.get(i);
            if (protocol.isolate(one.page().id())) {
                isolated++;
            } else {
                taken.set(i, null);
                rest(one.page());
                giveBack(one);
            }
        }
        return isolated;
    }

    /** Gives a page back that was taken a moment ago. What a session owned, nobody may believe before a grace period is over. */
    private void giveBack(TakenPage one) {
        if (one.owner() > 0) {
            one.page().takeSnapshot();
            try {
                space.relinquish(one.page());
            } catch (Throwable e) {
                // The Java heap is exhausted: as in abandon.
                one.page().changeOwner(Page.COMPACTING, one.owner());
                throw e;
            }
        } else {
            handOver(one.page());
        }
    }

    /**
     * Undoes an {@link #add} after an error. It needs nothing of the Java heap, so free slots may wait for the next fold. A
     * session's page is its own again: without a grace period nobody else can believe its bits.
     */
    private void abandon(List<TakenPage> taken, Run target) {
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

    /** What a move has to save at least. */
    private enum Saving { NOTHING, OS_PAGES, FRAMES }

    /** A run for the slots, or null if there is none, or it would save too little. At least one byte: all slots may be dead. */
    private Run foldTarget(int sizeClass, Fold sum, Saving saving) {
        long bytes = Math.max(1, sum.slots * SizeClasses.slotBytes(sizeClass));
        int frames = FrameLayout.framesFor(bytes);
        boolean enough = saving == Saving.NOTHING || frames < sum.frames
            || saving == Saving.OS_PAGES && Space.roundToOsPage(bytes) < sum.bytes;
        return enough && frames <= FrameLayout.FRAMES_PER_REGION ? space.takeTarget(frames, sizeClass, bytes) : null;
    }

    private Run wholeTarget(Run run) {
        return space.takeTarget(run.frames(), run.sizeClass(), run.usedBytes());
    }

    /** After the last add: starts the one grace period of the batch. {@link #step} does it if nobody else has. */
    public void startGracePeriod() {
        cookie = space.domain().startGracePeriod();
        graceStarted = true;
        waitingSinceNanos = System.nanoTime() | 1;
    }

    // ---- move ----

    /**
     * Goes on with the batch until the deadline; the clock is read after every page, and after every 64 KiB of one that is
     * copied while writers go on.
     *
     * @param deadlineNanos {@code System.nanoTime()}
     * @return pages and such pieces handled
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
            space.collectSnapshot(page);
        }
        int slots = page.allocatedCount();
        if (slots == 0) {
            protocol.putBack(page.id());
            move.endPreCopy();
            move.done(0);
            release(page);
            return;
        }
        if (move.isFolding() && !move.hasRoomFor(slots)) {
            move.skip();
            return;
        }
        PreCopy preCopy = move.preCopy();
        PreCopy.Next next = preCopy == null ? PreCopy.Next.BEGIN : preCopy.goOn();
        if (next == PreCopy.Next.COPY) {
            return;
        }
        if (next == PreCopy.Next.GIVE_UP) {
            counters.countPin();
            move.skip();
            return;
        }
        int sizeClass = page.sizeClass();
        long bytes = move.target().usedBytes();
        long target = Entry.present(sizeClass, move.target().address());
        if (move.isFolding()) {
            bytes = (long) slots * SizeClasses.slotBytes(sizeClass);
            target = Entry.folded(sizeClass, page.prepareFold(move.targetAddress()).version());
        } else {
            // An attempt that an error ended may have left what it prepared.
            page.forgetFold();
        }
        if (preCopy == null) { // Before begin: a page fault is a wait (I1).
            RawMemory.touch(move.targetAddress(), bytes, Posix.osPageLength());
        }
        if (copyUnderMigrationEntry(page, target, move, bytes)) {
            // First the cursor: whatever fails from here on, nothing may be copied over this page's slots.
            move.done(slots);
            move.endPreCopy();
            committed(move, page);
            counters.countCommit(move.isFolding(), preCopy == null ? bytes : preCopy.copiedBytes());
            release(page);
        } else {
            page.forgetFold();
            move.skip();
        }
    }

    /** I1: nothing in here waits, locks or allocates. I2: no write reaches the old frame after {@code begin}. */
    private boolean copyUnderMigrationEntry(Page page, long target, Move move, long bytes) {
        long migrating = protocol.begin(page.id());
        if (migrating == 0) {
            counters.countPin();
            return false;
        }
        boolean committed;
        try {
            copy(page, move, bytes);
            committed = protocol.commit(page.id(), migrating, target);
        } catch (Throwable e) {
            protocol.abort(page.id(), migrating);
            throw e;
        }
        protocol.wakeWaiters();
        if (!committed) {
            counters.countCancel();
        }
        return committed;
    }

    private static void copy(Page page, Move move, long bytes) {
        if (move.isFolding()) {
            page.copyAllocatedTo(move.targetAddress());
        } else if (move.preCopy() != null) {
            move.preCopy().copyRest();
        } else {
            RawMemory.copy(page.run().address(), move.targetAddress(), bytes);
        }
    }

    /** The page lives in the target now. Allocates nothing: what it has left is noted, and given up by {@link #finish}. */
    private static void committed(Move move, Page page) {
        Run oldRun = page.run();
        page.movedTo(move.target());
        move.target().add(page);
        if (oldRun.remove(page)) {
            move.left(oldRun);
        }
    }

    /**
     * Puts back what could not be moved, gives up what was left, and returns the part of the target that nobody moved into.
     * Each step forgets its page or run once it is dealt with: after an error the next call goes on behind it.
     */
    private void finish(Move move) {
        for (Page page = move.takeUnmoved(); page != null; page = move.takeUnmoved()) {
            protocol.putBack(page.id());
            move.endPreCopy();
            counters.countPutBack();
            rest(page);
            handOver(page);
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
