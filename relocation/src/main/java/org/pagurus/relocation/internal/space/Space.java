package org.pagurus.relocation.internal.space;

import java.util.function.Function;
import java.util.function.IntPredicate;
import java.util.function.LongConsumer;
import org.pagurus.allocator.Pointer;
import org.pagurus.allocator.PointerException;
import org.pagurus.allocator.internal.frames.FrameLayout;
import org.pagurus.allocator.internal.frames.Frames;
import org.pagurus.allocator.internal.pages.Entry;
import org.pagurus.allocator.internal.pages.IdTable;
import org.pagurus.allocator.internal.pages.MigrateType;
import org.pagurus.allocator.internal.pages.Page;
import org.pagurus.allocator.internal.pages.PageTable;
import org.pagurus.allocator.internal.pages.Run;
import org.pagurus.allocator.internal.pages.SizeClasses;
import org.pagurus.rcu.RcuDomain;
import org.pagurus.relocation.internal.protocol.Protocol;

/**
 * The pages and frames of one heap. Thread-safe: a page is changed by its owner only, and everything shared has a short lock
 * of its own. Methods that take an owned page say so.
 *
 * <p>Not final, so that tests can seed a defect in a step and see it caught.
 */
public non-sealed class Space extends Runs {
    /** A page is collected when this part of its slots is retired, or all that are allocated. */
    private static final int COLLECT_PART = 8;
    /** Free places that make a folded page worth taking. */
    private static final int MIN_FREE_IN_FOLDED = 8;
    /** Page ids for each frame: folded pages keep their ids without a frame of their own. */
    private static final int IDS_PER_FRAME = 1_024;
    private static final int MAX_IDS = 1 << 30;
    /** For so long a session that needs a page runs what has waited for a grace period. */
    private static final long POLL_NANOS = 100_000L;

    private final PageTable table;
    private final Protocol protocol;
    private final PinTable pins;
    private final IdTable<Page> pages;
    private final Bins bins = new Bins();
    private final Demand demand = new Demand();
    private final LongConsumer collectCallback = this::collect;
    private volatile boolean closed;

    /**
     * Reserves the address space of a heap.
     *
     * @param capacityBytes a multiple of the region length
     * @param reserveFrames frames that only the compactor may take, so that a full heap can still be compacted
     * @param hugePages     whether the kernel may back full regions and huge objects with huge pages
     * @param protocolOf    makes the protocol over the table: {@code Protocol::new}, except in tests that seed a defect
     */
    public Space(long capacityBytes, int reserveFrames, boolean hugePages, RcuDomain domain,
        Function<PageTable, Protocol> protocolOf) {
        this(new Frames(capacityBytes, hugePages), reserveFrames, hugePages, domain, protocolOf);
    }

    private Space(Frames frames, int reserveFrames, boolean hugePages, RcuDomain domain,
        Function<PageTable, Protocol> protocolOf) {
        super(frames, hugePages, reserveFrames, domain);
        int ids = (int) Math.min(MAX_IDS, (frames.capacityBytes() >>> FrameLayout.FRAME_SHIFT) * IDS_PER_FRAME);
        frames.keepLongest(reserveFrames);
        PageTable newTable;
        try {
            newTable = new PageTable(ids);
        } catch (RuntimeException e) {
            frames.close();
            throw e;
        }
        this.table = newTable;
        this.protocol = protocolOf.apply(table);
        this.pins = new PinTable(protocol);
        this.pages = new IdTable<>(table.capacity());
    }

    // ---- taking pages ----

    /** A page of a slot class with at least one free slot, owned by {@code owner}; null if there is no memory. */
    public Page take(int sizeClass, int owner) {
        domain().poll(POLL_NANOS);
        Page page = bins.take(MigrateType.MOVABLE, sizeClass, owner);
        return page != null ? page : create(sizeClass, SizeClasses.limit(sizeClass), owner);
    }

    /**
     * As {@link #take}, a page that all sessions share, for one object of so many bytes; HELD by the caller, so that nobody moves
     * it until it is released.
     */
    public Page takeShared(MigrateType type, int sizeClass, long size) {
        domain().poll(POLL_NANOS);
        boolean large = SizeClasses.isLarge(sizeClass);
        Page page = large ? null : bins.take(type, sizeClass, Page.HELD);
        return page != null ? page : create(sizeClass, large ? size : SizeClasses.limit(sizeClass), Page.HELD, type);
    }

    /** A new page on a new run, owned by {@code owner}; null if there is no memory. */
    public Page create(int sizeClass, long usedBytes, int owner) {
        return create(sizeClass, usedBytes, owner, MigrateType.MOVABLE);
    }

    private Page create(int sizeClass, long usedBytes, int owner, MigrateType type) {
        Run run = SizeClasses.isHuge(sizeClass) ? takeHugeRun(sizeClass, usedBytes, type)
            : takeRun(SizeClasses.frames(sizeClass), sizeClass, usedBytes, type);
        if (run == null) {
            return null;
        }
        int id = pages.reserve();
        if (id == 0) {
            freeRun(run);
            return null;
        }
        Page page;
        try {
            // Held until it is mapped: a session's page may be taken by the compactor, which isolates it.
            page = new Page(id, sizeClass, run, Page.HELD);
            run.add(page);
            pages.put(id, page);
        } catch (Throwable e) {
            pages.remove(id);
            freeRun(run);
            throw e;
        }
        protocol.map(id, run.mark(Entry.present(sizeClass, run.address())));
        page.setOwner(owner);
        return page;
    }

    // ---- freeing ----

    /** The page of a pointer. */
    public Page pageOf(long pointer) {
        Page page = pointer < 0 ? null : pages.get(Pointer.pageId(pointer));
        if (page == null) {
            throw new PointerException(pointer, pointer == Pointer.NULL ? "the null pointer was used; 0 is never an allocation"
                : "its page is not allocated: freed earlier, or a pointer of another heap");
        }
        return page;
    }

    /** The slot of a pointer in its page; the pointer is one that {@code allocate} returned. */
    public static int slotOf(Page page, long pointer) {
        long offset = Pointer.offset(pointer);
        int slot = offset < SizeClasses.limit(page.sizeClass()) ? SizeClasses.slotOf(page.sizeClass(), offset) : -1;
        if (slot < 0 || (long) slot * SizeClasses.slotBytes(page.sizeClass()) != offset) {
            throw new PointerException(pointer, "not the start of an allocation; the slots of its page have "
                + SizeClasses.slotBytes(page.sizeClass()) + " bytes");
        }
        return slot;
    }

    /**
     * Frees a slot after a grace period. Any thread, in a section.
     *
     * @return about how many slots of its page are retired now, for {@link #collectIfWorth}
     */
    public int retire(Page page, int slot, long pointer) {
        int retired = page.retire(slot);
        if (retired < 0) {
            throw refusedFree(pointer, retired);
        }
        return retired;
    }

    /** Why a page refused a free. */
    static PointerException refusedFree(long pointer, int result) {
        return new PointerException(pointer, result == Page.ALREADY_RETIRED ? "freed twice" : "not allocated: freed earlier");
    }

    /**
     * After a retire: lets the page wait for its grace period if enough of it is retired, and no session allocates from it. A
     * session that owns it otherwise loses it.
     */
    public void collectIfWorth(Page page, int retired) {
        int owner = page.owner();
        if (isWorthCollecting(page, retired) && isTakeable(page, owner)) {
            startCollecting(page, owner, owner > 0);
        }
    }

    /** Whether so many retired slots are enough of the page. */
    static boolean isWorthCollecting(Page page, int retired) {
        return retired > 0 && (retired >= page.slots().count() / COLLECT_PART || page.liveCount() == 0);
    }

    /** Whether a page of that owner may be taken without asking it. */
    public static boolean isTakeable(Page page, int owner) {
        return owner == Page.UNOWNED || owner == Page.BINNED || owner > 0 && !page.isOpen();
    }

    /**
     * Takes the page if it is still in that hand, and lets its retired slots wait for a grace period.
     *
     * @param sessionMayUseIt whether a session may have found itself to be the owner since the last grace period: then it may be
     *                        about to allocate or to free in the page, and its bits are believed after the next one only
     * @return whether the page was taken
     */
    private boolean startCollecting(Page page, int owner, boolean sessionMayUseIt) {
        long[] room = page.newSnapshot();
        if (!page.changeOwner(owner, Page.COLLECTING)) {
            return false;
        }
        try {
            if (room.length != page.newSnapshot().length) {
                // It was folded before it was taken.
                room = page.newSnapshot();
            }
            page.keepSnapshot(sessionMayUseIt ? page.othersSnapshot(room) : page.retiredSnapshot(room));
            domain().defer(collectCallback, page.id());
        } catch (Throwable e) {
            // The Java heap is exhausted: the page must not wait for a callback that never comes.
            page.takeSnapshot();
            page.setOwner(owner);
            throw e;
        }
        return true;
    }

    /** Compactor only: gives back a page that it took without waiting for a grace period. The page gets one now. */
    public void relinquish(Page page) {
        startCollecting(page, Page.COMPACTING, true);
    }

    /** Callback: the grace period of the page's snapshot is over. */
    private void collect(long pageId) {
        Page page = pages.get((int) pageId);
        try {
            collectSnapshot(page);
            release(page);
        } catch (Throwable e) {
            // What was not collected is still retired, and nobody's page: the next free or the next collectAll takes it.
            if (page.snapshot() == null) {
                page.changeOwner(Page.COLLECTING, Page.UNOWNED);
            }
            throw e;
        }
    }

    /** Owner only, after the grace period of the page's snapshot: frees its slots, except pinned ones ({@link PinTable}). */
    public void collectSnapshot(Page page) {
        long[] slots = page.takeSnapshot();
        if (page.isPinned()) {
            pins.keep(page, slots);
        }
        page.collect(slots);
    }

    /**
     * Owner only: gives a page back. It is removed if empty, waits if slots are retired, and is binned if slots are free.
     *
     * <p>A free that comes between the look at the retired count and the hand-over sees the old owner and leaves the page
     * alone; so the count is read again after the volatile hand-over. Either that read sees the free, or the free sees the
     * new owner. An empty page is not pinned ({@link PinTable#unpin}); but a write by a pointer that was freed, which is an
     * error, may hold it just now: then {@link #collectAll} finds it.
     */
    public void release(Page page) {
        int current = page.owner();
        if (page.isEmpty() && remove(page)) {
            return;
        }
        if (isWorthCollecting(page, page.retiredCount())) {
            startCollecting(page, current, false);
            return;
        }
        int next = isWorthBinning(page) ? Page.BINNED : Page.UNOWNED;
        if (next == Page.BINNED) {
            bins.put(page);
        } else {
            page.setOwner(Page.UNOWNED);
        }
        if (isWorthCollecting(page, page.retiredCount())) {
            startCollecting(page, next, false);
        }
    }

    /** Taking a page for a slot or two of a sparse fold would cost more than they are worth. */
    private static boolean isWorthBinning(Page page) {
        int free = page.slots().count() - page.allocatedCount();
        return !SizeClasses.isLarge(page.sizeClass()) && free >= (page.isFolded() ? MIN_FREE_IN_FOLDED : 1);
    }

    /**
     * Owner only: unmaps an empty page. Its slots were collected after their grace period, so no section can hold an address
     * of theirs. That makes the frames of a page that was alone in its run free at once. The run of a folded page may have
     * been left by another page a moment ago, whose readers are still in it: such a run waits for a grace period (I3). So does a
     * huge mapping: a section that uses a freed pointer by mistake may have loaded the entry before it became ABSENT, and a
     * frame stays mapped, but a mapping does not.
     */
    private boolean remove(Page page) {
        if (!protocol.remove(page.id())) {
            return false;
        }
        page.setOwner(Page.DEAD);
        bins.died(page);
        Run run = page.run();
        if (run.remove(page)) {
            if (page.isFolded() || SizeClasses.isHuge(run.sizeClass())) {
                retireRun(run);
            } else {
                freeRun(run);
            }
        }
        pages.remove(page.id());
        return true;
    }

    /**
     * Starts to collect every page that anybody freed from, below the usual part too, and empty ones that could not be removed:
     * before a heap says that it is exhausted.
     */
    public void collectAll() {
        collectWhere((page, owner) -> (owner == Page.UNOWNED || owner == Page.BINNED)
            && (page.retiredCount() > 0 || page.liveCount() == 0));
    }

    /**
     * Takes pages with free or retired slots away from their sessions, at any time: what is free in them serves others, and what
     * is sparse can be moved. The CAS makes later steps of the session leave the page alone; one that is under way found the
     * session's id inside a section, which the grace period of the collect callback waits for.
     *
     * @param ofSession which sessions' pages, by their ids
     */
    public void revoke(IntPredicate ofSession) {
        collectWhere((page, owner) -> isRevocable(page, owner, ofSession));
    }

    private static boolean isRevocable(Page page, int owner, IntPredicate ofSession) {
        return owner > 0 && ofSession.test(owner) && (page.hasFreeSlot() || page.retiredCount() > 0);
    }

    /** As {@link #revoke}, for one page. */
    public void revokePage(Page page, IntPredicate ofSession) {
        int owner = page.owner();
        if (isRevocable(page, owner, ofSession)) {
            startCollecting(page, owner, true);
        }
    }

    private void collectWhere(Choice choice) {
        int end = pages.end();
        for (int id = 1; id < end; id++) {
            Page page = pages.get(id);
            if (page != null) {
                int owner = page.owner();
                if (choice.takes(page, owner)) {
                    startCollecting(page, owner, owner > 0);
                }
            }
        }
    }

    private interface Choice {
        boolean takes(Page page, int owner);
    }

    // ---- the rest ----

    public PageTable table() {
        return table;
    }

    public Protocol protocol() {
        return protocol;
    }

    public PinTable pins() {
        return pins;
    }

    public IdTable<Page> pages() {
        return pages;
    }

    /** Compactor only: forgets pages that are listed for their free slots and have none any more, about so many. */
    public void sweepLists(int looks) {
        bins.sweep(looks);
    }

    /** Java heap bytes of the lists of pages with free slots, estimated. */
    public long listBytes() {
        return bins.estimatedBytes();
    }

    /** What sessions take of each class. */
    public Demand demand() {
        return demand;
    }

    public boolean isClosed() {
        return closed;
    }

    /** No section begins after this; volatile, see {@code Translator.enterSection}. */
    public void markClosed() {
        closed = true;
    }

    /** Unmaps everything. The caller has waited for all sections. */
    public void unmap() {
        huge().close();
        frames().close();
        table.close();
    }
}
