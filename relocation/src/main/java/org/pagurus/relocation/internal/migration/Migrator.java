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
 *
 * <p>Sealed pages are owned, copied and replaced at once ({@link Protocol#replace}). A batch of them alone needs no grace
 * period but the one after it, for its old frames. A section that stays open does not hold such moves up, so it is they that must
 * not let too many old frames wait for it: then they wait for a grace period as well.
 */
public final class Migrator {
    private static final int MAX_ATTEMPTS = 3;
    /** A page that was cancelled or pinned in every attempt is left alone for this long, doubled each further time. */
    private static final long REST_NANOS = 100_000_000L;
    /** Sealed pages are moved at once while at most so many frames wait; in a larger heap one in so many of all. */
    private static final int MIN_WAITING_FRAMES = FrameLayout.FRAMES_PER_REGION;
    private static final int WAITING_PART = 16;

    private final Space space;
    private final Protocol protocol;
    private final Takings takings;
    private final boolean exclusive;
    private final long maxWaitingFrames;
    private final MigrationCounters counters = new MigrationCounters();
    private final ArrayList<Move> moves = new ArrayList<>();
    private volatile long cookie;
    private boolean graceStarted;
    private boolean graceOver;
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
        this.takings = new Takings(space);
        this.exclusive = exclusive;
        this.maxWaitingFrames = Math.max(MIN_WAITING_FRAMES,
            space.frames().capacityBytes() / FrameLayout.FRAME_LENGTH / WAITING_PART);
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
        forgetGracePeriod();
        ArrayList<TakenPage> taken = new ArrayList<>();
        int begin = 0;
        boolean any = false;
        try {
            takings.take(List.of(run), taken);
            while (begin < taken.size()) {
                int end = begin;
                long slots = 0;
                do {
                    slots += Takings.movedSlots(taken.get(end++).page());
                } while (end < taken.size() && FrameLayout.framesFor((slots + Takings.movedSlots(taken.get(end).page()))
                    * SizeClasses.slotBytes(run.sizeClass())) <= 1);
                List<TakenPage> part = taken.subList(begin, end);
                begin = end;
                any |= addPart(part, run, slots);
            }
        } catch (Throwable e) {
            takings.abandon(taken.subList(begin, taken.size()), null);
            throw e;
        }
        return any;
    }

    private boolean addPart(List<TakenPage> part, Run from, long slots) {
        Run target = null;
        try {
            moves.ensureCapacity(moves.size() + 1);
            target = foldTarget(from, new Takings.Fold(slots, 0, 0), Saving.NOTHING);
            if (target != null && (from.isSealed() || isolateAll(part) > 0)) {
                Move move = new Move(part, target, true, null);
                target.hold(part.size());
                moves.add(move);
                return true;
            }
        } catch (Throwable e) {
            takings.abandon(part, target);
            throw e;
        }
        takings.giveBackAll(part, target);
        return false;
    }

    private boolean add(List<Run> runs, boolean folding, Saving saving) {
        forgetGracePeriod();
        ArrayList<TakenPage> taken = new ArrayList<>();
        Run target = null;
        PreCopy preCopy = null;
        try {
            Takings.Fold sum = takings.take(runs, taken);
            if (taken.isEmpty()) {
                return false;
            }
            moves.ensureCapacity(moves.size() + 1);
            Run from = runs.get(0);
            target = folding ? foldTarget(from, sum, saving) : wholeTarget(from);
            // Before the isolate: whoever sees that sees the cards.
            preCopy = target == null || folding || from.isSealed() ? null
                : PreCopy.tryOpen(protocol, taken.get(0).page(), target);
            if (target != null && (from.isSealed() || isolateAll(taken) > 0)) {
                Move move = new Move(taken, target, folding, preCopy);
                target.hold(taken.size());
                moves.add(move);
                return true;
            }
        } catch (Throwable e) {
            takings.abandon(taken, target);
            if (preCopy != null) {
                preCopy.close();
            }
            throw e;
        }
        if (preCopy != null) {
            preCopy.close();
        }
        takings.giveBackAll(taken, target);
        return false;
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
                takings.giveBack(one);
            }
        }
        return isolated;
    }

    /** What a move has to save at least. */
    private enum Saving { NOTHING, OS_PAGES, FRAMES }

    /** A run for the slots, of the type they are from, or null if there is none, or it would save too little. All may be dead. */
    private Run foldTarget(Run from, Takings.Fold sum, Saving saving) {
        long bytes = Math.max(1, sum.slots() * SizeClasses.slotBytes(from.sizeClass()));
        int frames = FrameLayout.framesFor(bytes);
        boolean enough = saving == Saving.NOTHING || frames < sum.frames()
            || saving == Saving.OS_PAGES && Space.roundToOsPage(bytes) < sum.bytes();
        return enough && frames <= FrameLayout.FRAMES_PER_REGION
            ? space.takeTarget(frames, from.sizeClass(), bytes, from.type()) : null;
    }

    private Run wholeTarget(Run run) {
        return space.takeTarget(run.frames(), run.sizeClass(), run.usedBytes(), run.type());
    }

    // ---- the grace period ----

    /** Whatever was elapsed before, a batch needs a grace period that starts after its isolates. */
    private void forgetGracePeriod() {
        graceStarted = false;
        graceOver = false;
    }

    /** After the last add: starts the one grace period of the batch, if it needs one. Else {@link #step} does it. */
    public void startGracePeriod() {
        for (Move move : moves) {
            if (needsGracePeriod(move)) {
                start();
                return;
            }
        }
    }

    private boolean needsGracePeriod(Move move) {
        return !move.isSealed() || space.waitingFrames() > maxWaitingFrames;
    }

    private boolean isGracePeriodOver() {
        if (!graceStarted) {
            start();
        }
        graceOver = graceOver || protocol.mayBegin(space.domain().isElapsed(cookie));
        waitingSinceNanos = graceOver ? 0 : waitingSinceNanos;
        return graceOver;
    }

    private void start() {
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
        int handled = 0;
        boolean waits = false;
        for (int next = 0; next < moves.size();) {
            Move move = moves.get(next);
            if (needsGracePeriod(move)) {
                // Asked once in a step: the domain looks at all readers.
                waits = waits || !isGracePeriodOver();
                if (waits) {
                    next++;
                    continue;
                }
            }
            for (Page page = move.current(); page != null; page = move.current()) {
                tryMove(move, page);
                handled++;
                if (System.nanoTime() - deadlineNanos >= 0) {
                    return handled;
                }
            }
            if (!move.again(MAX_ATTEMPTS)) {
                finish(move);
                moves.remove(next);
            }
        }
        waitingSinceNanos = isIdle() ? 0 : waitingSinceNanos;
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
            takings.release(page);
            return;
        }
        if (move.isFolding() && !move.hasRoomFor(slots)) {
            move.skip();
            return;
        }
        if (move.isSealed() && !isCopied(page, move)) {
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
        if (preCopy == null && !move.isSealed()) { // Before begin: a page fault is a wait (I1).
            RawMemory.touch(move.targetAddress(), bytes, Posix.osPageLength());
        }
        if (move.isSealed() ? replace(page, target, move) : copyUnderMigrationEntry(page, target, move, bytes)) {
            // First the cursor: whatever fails from here on, nothing may be copied over this page's slots.
            move.done(slots);
            move.endPreCopy();
            committed(move, page);
            counters.countCommit(move.isFolding(), move.isSealed(), preCopy == null ? bytes : preCopy.copiedBytes());
            takings.release(page);
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

    /** Whether a sealed page can be replaced now: nothing of it is pinned, and if it moves as it is, all of it is copied. */
    private boolean isCopied(Page page, Move move) {
        if (page.isPinned()) {
            counters.countPin();
            move.skip();
            return false;
        }
        return move.isFolding() || move.copyPiece(page.run());
    }

    /** The last steps of a sealed page's move. Nobody waits for them, so they may fault, and take as long as they take. */
    private boolean replace(Page page, long target, Move move) {
        long seen = protocol.entry(page.id());
        boolean replaced = Entry.pins(seen) == 0;
        if (replaced) {
            if (move.isFolding()) {
                page.copyAllocatedTo(move.targetAddress());
            }
            replaced = protocol.replace(page.id(), seen, move.target().mark(target));
        }
        if (!replaced) {
            counters.countPin();
        }
        return replaced;
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
            takings.handOver(page);
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

    /**
     * READ_THROUGH: readers may be in the old frames until a grace period is over. EXCLUSIVE: the one before begin was it; but
     * not for sealed pages, which had none, and whose readers do not pin.
     */
    private void giveUp(Run run) {
        if (exclusive && !run.isSealed()) {
            space.freeRun(run);
        } else {
            space.retireRun(run);
        }
    }

    private void rest(Page page) {
        long now = System.nanoTime();
        resting.note(page.id(), page.rest(now, REST_NANOS));
    }
}
