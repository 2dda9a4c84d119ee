package org.pagurus.relocation.internal.space;

import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Function;
import java.util.function.IntPredicate;
import java.util.function.LongConsumer;
import org.pagurus.allocator.Pointer;
import org.pagurus.allocator.PointerException;
import org.pagurus.allocator.internal.frames.FrameLayout;
import org.pagurus.allocator.internal.frames.Frames;
import org.pagurus.allocator.internal.os.Posix;
import org.pagurus.allocator.internal.pages.Entry;
import org.pagurus.allocator.internal.pages.FoldDescriptor;
import org.pagurus.allocator.internal.pages.IdTable;
import org.pagurus.allocator.internal.pages.Page;
import org.pagurus.allocator.internal.pages.PageTable;
import org.pagurus.allocator.internal.pages.Run;
import org.pagurus.allocator.internal.pages.SizeClasses;
import org.pagurus.rcu.RcuDomain;
import org.pagurus.relocation.internal.protocol.Protocol;

/**
 * The pages and frames of one heap. Thread-safe: a page is changed by its owner only, and everything shared has a short lock
 * of its own. Methods that take an owned page say so.
 */
public final class Space {
    /** A page is collected when this part of its slots is retired, or all that are allocated. */
    private static final int COLLECT_PART = 8;
    /** Page ids for each frame: folded pages keep their ids without a frame of their own. */
    private static final int IDS_PER_FRAME = 1_024;
    private static final int MAX_IDS = 1 << 30;

    private final Frames frames;
    private final PageTable table;
    private final Protocol protocol;
    private final RcuDomain domain;
    private final IdTable<Page> pages;
    private final IdTable<FoldDescriptor> folds;
    private final Bins bins = new Bins();
    private final Demand demand = new Demand();
    private final int reserveFrames;
    /** Bytes that the pages of all runs may touch. */
    private final AtomicLong usedBytes = new AtomicLong();
    private final AtomicLong waitingFrames = new AtomicLong();
    private final LongConsumer collectCallback = this::collect;
    private final LongConsumer freeRunCallback = this::freeWaitingRun;
    private final LongConsumer recycleFoldCallback;
    private volatile boolean closed;

    /**
     * Reserves the address space of a heap.
     *
     * @param capacityBytes a multiple of the region length
     * @param reserveFrames frames that only the compactor may take, so that a full heap can still be compacted
     * @param protocolOf    makes the protocol over the table: {@code Protocol::new}, except in tests that seed a defect
     */
    public Space(long capacityBytes, int reserveFrames, RcuDomain domain, Function<PageTable, Protocol> protocolOf) {
        this.domain = domain;
        this.reserveFrames = reserveFrames;
        this.frames = new Frames(capacityBytes);
        int ids = (int) Math.min(MAX_IDS, (capacityBytes >>> FrameLayout.FRAME_SHIFT) * IDS_PER_FRAME);
        PageTable newTable;
        try {
            newTable = new PageTable(ids);
        } catch (RuntimeException e) {
            frames.close();
            throw e;
        }
        this.table = newTable;
        this.protocol = protocolOf.apply(table);
        this.pages = new IdTable<>(table.capacity());
        this.folds = new IdTable<>(Integer.MAX_VALUE);
        this.recycleFoldCallback = id -> folds.remove((int) id);
    }

    // ---- taking pages ----

    /** A page of a slot class with at least one free slot, owned by {@code owner}; null if there is no memory. */
    public Page take(int sizeClass, int owner) {
        domain.poll();
        Page page = bins.take(sizeClass, owner);
        if (page == null) {
            page = create(sizeClass, SizeClasses.limit(sizeClass), owner);
        }
        if (page != null) {
            demand.opened(sizeClass, page.slotCount() - page.allocatedCount());
        }
        return page;
    }

    /** A new page on a new run, owned by {@code owner}; null if there is no memory. */
    public Page create(int sizeClass, long usedBytes, int owner) {
        Run run = takeRun(SizeClasses.frames(sizeClass), sizeClass, usedBytes, reserveFrames);
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
            page = new Page(id, sizeClass, run, owner);
            run.add(page);
            pages.put(id, page);
        } catch (Throwable e) {
            pages.remove(id);
            freeRun(run);
            throw e;
        }
        table.publish(id, Entry.present(sizeClass, run.address()));
        return page;
    }

    /** A run for pages of a class, its unused tail with the OS; null if there is none. The compactor may take the reserve. */
    public Run takeRun(int frameCount, int sizeClass, long usedBytes, int spare) {
        long address = frames.allocate(frameCount, spare);
        if (address == 0) {
            return null;
        }
        long used = roundToOsPage(usedBytes);
        frames.releaseTail(address, frameCount, used);
        this.usedBytes.addAndGet(used);
        return new Run(address, frameCount, sizeClass, used);
    }

    /** Bytes rounded up to whole OS pages. */
    public static long roundToOsPage(long bytes) {
        int pageLength = Posix.osPageLength();
        return (bytes + pageLength - 1) & -pageLength;
    }

    // ---- freeing ----

    /** The page of a pointer to the start of a slot that may be allocated. */
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
     * Frees a slot after a grace period. Any thread.
     *
     * @return how many slots of its page are retired now, for {@link #collectIfWorth}
     */
    public int retire(Page page, long pointer) {
        int retired = page.retire(slotOf(page, pointer));
        if (retired < 0) {
            throw new PointerException(pointer, retired == Page.ALREADY_RETIRED ? "freed twice" : "not allocated: freed earlier");
        }
        return retired;
    }

    /** After a retire: lets the page wait for its grace period if nobody owns it and enough of it is retired. */
    public void collectIfWorth(Page page, int retired) {
        int owner = page.owner();
        if ((owner == Page.UNOWNED || owner == Page.BINNED) && isWorthCollecting(page, retired)) {
            startCollecting(page, owner);
        }
    }

    private static boolean isWorthCollecting(Page page, int retired) {
        return retired >= Math.max(1, page.slotCount() / COLLECT_PART) || retired >= page.allocatedCount();
    }

    /**
     * Takes the page if it is still in that hand, and lets its retired slots wait for a grace period.
     *
     * @return whether the page was taken
     */
    private boolean startCollecting(Page page, int owner) {
        long[] room = page.newSnapshot();
        if (!page.changeOwner(owner, Page.COLLECTING)) {
            return false;
        }
        page.keepSnapshot(page.retiredSnapshot(room));
        try {
            domain.defer(collectCallback, page.id());
        } catch (Throwable e) {
            // The Java heap is exhausted: the page must not wait for a callback that never comes.
            page.takeSnapshot();
            page.setOwner(owner);
            throw e;
        }
        return true;
    }

    /** Callback: the grace period of the page's snapshot is over. */
    private void collect(long pageId) {
        Page page = pages.get((int) pageId);
        page.collect(page.takeSnapshot());
        try {
            release(page);
        } catch (Throwable e) {
            if (page.snapshot() == null) {
                page.changeOwner(Page.COLLECTING, Page.UNOWNED);
            }
            throw e;
        }
    }

    /**
     * Owner only: gives a page back. It is removed if empty, waits if slots are retired, and is binned if slots are free.
     *
     * <p>A free that comes between the look at the retired count and the hand-over sees the old owner and leaves the page
     * alone; so the count is read again after the volatile hand-over. Either that read sees the free, or the free sees the
     * new owner.
     */
    public void release(Page page) {
        int current = page.owner();
        if (page.allocatedCount() == 0 && remove(page)) {
            return;
        }
        if (page.retiredCount() > 0 && isWorthCollecting(page, page.retiredCount())) {
            startCollecting(page, current);
            return;
        }
        int next = page.fold() == null && page.allocatedCount() < page.slotCount() ? Page.BINNED : Page.UNOWNED;
        if (next == Page.BINNED) {
            bins.put(page);
        } else {
            page.setOwner(Page.UNOWNED);
        }
        if (page.retiredCount() > 0 && isWorthCollecting(page, page.retiredCount())) {
            startCollecting(page, next);
        }
    }

    /**
     * Owner only: unmaps an empty page. Its slots were collected after their grace period, so no section can hold an address
     * of theirs. That makes the frames of a page that was alone in its run free at once. The run of a folded page may have
     * been left by another page a moment ago, whose readers are still in it: such a run waits for a grace period (I3).
     */
    private boolean remove(Page page) {
        if (!protocol.remove(page.id())) {
            return false;
        }
        page.setOwner(Page.DEAD);
        Run run = page.run();
        int descriptorId = page.descriptorId();
        if (run.remove(page)) {
            if (descriptorId == 0) {
                freeRun(run);
            } else {
                retireRun(run);
            }
        }
        if (descriptorId != 0) {
            folds.remove(descriptorId);
        }
        pages.remove(page.id());
        return true;
    }

    /**
     * Starts to collect every page that anybody freed from, below the usual part too: before a heap says that it is
     * exhausted.
     */
    public void collectAll() {
        collectWhere((page, owner) -> page.retiredCount() > 0 && (owner == Page.UNOWNED || owner == Page.BINNED));
    }

    /**
     * Takes open pages away from their sessions, at any time: what is free in them serves others, and what is sparse can be
     * moved. The CAS makes later allocations of the session leave the page alone; one that is under way found the session's
     * id inside a section, which the grace period of the collect callback waits for.
     *
     * @param ofSession which sessions' pages, by their ids
     */
    public void revoke(IntPredicate ofSession) {
        collectWhere((page, owner) -> owner > 0 && ofSession.test(owner));
    }

    /** As {@link #revoke}, for one page. */
    public void revokePage(Page page, IntPredicate ofSession) {
        int owner = page.owner();
        if (owner > 0 && ofSession.test(owner)) {
            startCollecting(page, owner);
        }
    }

    private void collectWhere(Choice choice) {
        int end = pages.end();
        for (int id = 1; id < end; id++) {
            Page page = pages.get(id);
            if (page != null) {
                int owner = page.owner();
                if (choice.takes(page, owner)) {
                    startCollecting(page, owner);
                }
            }
        }
    }

    /** Which pages to collect. */
    private interface Choice {
        boolean takes(Page page, int owner);
    }

    // ---- waiting for a grace period ----

    /** Frees a run that no section can hold an address in. */
    public void freeRun(Run run) {
        usedBytes.addAndGet(-run.usedBytes());
        frames.free(run.address(), run.frames());
    }

    /** Migrator only: returns the end of a held run that no page moved into. */
    public void shrinkRun(Run run, long newUsedBytes) {
        long before = run.usedBytes();
        int unused = run.shrink(roundToOsPage(newUsedBytes));
        usedBytes.addAndGet(run.usedBytes() - before);
        if (unused > 0) {
            frames.free(run.address() + run.lengthBytes(), unused);
        }
    }

    /** Frees a run when no section can hold an address in it any more (I3). */
    public void retireRun(Run run) {
        waitingFrames.addAndGet(run.frames());
        try {
            domain.defer(freeRunCallback, run.address() | run.frames() - 1);
        } catch (Throwable e) {
            waitingFrames.addAndGet(-run.frames());
            throw e;
        }
        usedBytes.addAndGet(-run.usedBytes());
    }

    private void freeWaitingRun(long addressAndFrames) {
        int count = (int) (addressAndFrames & FrameLayout.FRAMES_PER_REGION - 1) + 1;
        frames.free(addressAndFrames & -FrameLayout.FRAME_LENGTH, count);
        waitingFrames.addAndGet(-count);
    }

    /** Recycles a descriptor's id when no section can hold the entry that named it. */
    public void retireFold(int descriptorId) {
        domain.defer(recycleFoldCallback, descriptorId);
    }

    /**
     * Waits until what was deferred before has run, by whichever thread: another poller may have lost its processor half-way.
     *
     * @param poll         polls the domain, where its callbacks may run
     * @param timeoutNanos how long at most
     * @return whether all of it has run
     */
    public boolean drain(Runnable poll, long timeoutNanos) {
        long begin = System.nanoTime();
        // Callbacks run in the order in which they were deferred: when this one has run, all before it have.
        AtomicBoolean done = new AtomicBoolean();
        domain.defer(() -> done.set(true));
        do {
            poll.run();
            if (done.get()) {
                return true;
            }
            Thread.yield();
        } while (System.nanoTime() - begin < timeoutNanos);
        return false;
    }

    // ---- the rest ----

    public Frames frames() {
        return frames;
    }

    public PageTable table() {
        return table;
    }

    public Protocol protocol() {
        return protocol;
    }

    public RcuDomain domain() {
        return domain;
    }

    public IdTable<Page> pages() {
        return pages;
    }

    public IdTable<FoldDescriptor> folds() {
        return folds;
    }

    /** What sessions take of each class. */
    public Demand demand() {
        return demand;
    }

    /** Frames that only the compactor may take. */
    public int reserveFrames() {
        return reserveFrames;
    }

    /** Frames whose grace period is not over. */
    public long waitingFrames() {
        return waitingFrames.get();
    }

    /** Bytes that pages may touch. */
    public long usedBytes() {
        return usedBytes.get();
    }

    /** Bytes of the frames that pages hold, used or not. */
    public long pageFrameBytes() {
        return frames.capacityBytes() - ((frames.freeFrames() + waitingFrames.get()) << FrameLayout.FRAME_SHIFT);
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
        frames.close();
        table.close();
    }
}
