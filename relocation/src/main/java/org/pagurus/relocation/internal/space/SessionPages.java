package org.pagurus.relocation.internal.space;

import java.util.Arrays;
import org.pagurus.allocator.Pointer;
import org.pagurus.allocator.PointerException;
import org.pagurus.allocator.internal.pages.Page;
import org.pagurus.allocator.internal.pages.SizeClasses;
import org.pagurus.rcu.RcuDomain;

/**
 * The pages of one session, and what it freed in them. The session's thread only, inside a section, where nothing else is said.
 *
 * <pre>
 *   open[class]        the page that it allocates from            \
 *   available[class]   pages with free slots                       } owned: nobody else allocates, collects or moves
 *   neither            exhausted pages, until one of their slots  /
 *                      is free again
 *   retired            the session's own frees, oldest first:  [head, closed) wait for one grace period, [closed, tail) for
 *                      the next one
 * </pre>
 *
 * <p>Neither allocating nor freeing in an own page needs an atomic. A page can be taken away at any time, by a CAS of its owner
 * word; here that word is read for each step, in the section of that step, and whoever took the page waits for a grace period
 * before it believes the page's bits. Entries of such a page in the lists above are stale, and are passed over: the owner is
 * another, or the page was taken anew, later than the entry ({@link Page#takenAt}).
 *
 * <p>The list of frees is only a way to find the bits of the pages again. When a session ends, it is dropped: the bits are there.
 */
public final class SessionPages {
    /** Frees that share a grace period: what a grace period costs, divided by this, is added to each. */
    private static final int BATCH_FREES = 1_024;
    /** A batch with so many bytes goes at once: it is memory that nobody can use. More in a larger heap, one in so many. */
    private static final int MIN_BATCH_BYTES = 256 << 10;
    private static final int MAX_BATCH_BYTES = 1 << 20;
    private static final int CAPACITY_PART = 128;
    /** A session that opens so many pages without having freed a batch asks for the end of the last one's grace period. */
    private static final int ASK_AFTER_PAGES = 16;
    private static final int INITIAL_FREES = 64;
    private static final int MAX_FREES = 2 * BATCH_FREES;
    /** A batch that its predecessor holds up asks again after so many frees. */
    private static final int ASK_AGAIN = 64;
    /** Pages of the list that are looked at after each batch, whether they are still owned. */
    private static final int LOOKS_FOR_EACH_BATCH = 64;
    private static final int FRESH_OBJECT_BYTES = 72;

    private final Space space;
    private final RcuDomain domain;
    private final int id;
    private final Page[] open = new Page[SizeClasses.LAST_SLOT_CLASS + 1];
    private final PageList[] available = new PageList[SizeClasses.LAST_SLOT_CLASS + 1];
    private final PageList owned;
    /** By number of the free: {@code page id << 32 | slot}. A power of two long. */
    private long[] retired = new long[INITIAL_FREES];
    private int head;
    private int closed;
    private int tail;
    private long cookie;
    private final int maxBatchBytes;
    private int batchBytes;
    private int askAt;
    private int pagesUntilAsking = ASK_AFTER_PAGES;
    private boolean opened;

    /** Of a session with this id, above 0. */
    public SessionPages(Space space, int id) {
        this.space = space;
        this.domain = space.domain();
        this.id = id;
        this.owned = new PageList(id);
        this.maxBatchBytes = (int) Math.max(MIN_BATCH_BYTES,
            Math.min(MAX_BATCH_BYTES, space.frames().capacityBytes() / CAPACITY_PART));
    }

    // ---- allocating ----

    /**
     * Takes a slot of a class.
     *
     * @return its pointer, or 0 if there is no memory
     */
    public long allocate(int sizeClass) {
        Page page = open[sizeClass];
        if (page != null && page.owner() == id) {
            int slot = page.allocateSlot();
            if (slot >= 0) {
                return Pointer.of(page.id(), slot * SizeClasses.slotBytes(sizeClass));
            }
        }
        return allocateElsewhere(sizeClass);
    }

    private long allocateElsewhere(int sizeClass) {
        for (;;) {
            leaveOpenPage(sizeClass);
            if (--pagesUntilAsking <= 0) {
                reclaimElapsed();
            }
            Page page = available[sizeClass] == null ? null : available[sizeClass].pollOwned();
            page = page != null ? page : takeNew(sizeClass);
            if (page == null) {
                return Pointer.NULL;
            }
            space.demand().opened(sizeClass, page.openCount());
            open[sizeClass] = page;
            page.markOpen(true);
            // It may have been taken away already.
            int slot = page.owner() == id ? page.allocateSlot() : -1;
            if (slot >= 0) {
                return Pointer.of(page.id(), slot * SizeClasses.slotBytes(sizeClass));
            }
        }
    }

    private Page takeNew(int sizeClass) {
        Page page = space.take(sizeClass, id);
        if (page != null) {
            page.takenAt(tail);
            list(owned, page);
            opened = true;
        }
        return page;
    }

    /** Whether memory was taken from the heap since the last call. */
    public boolean hasOpened() {
        boolean result = opened;
        opened = false;
        return result;
    }

    /** Others do not collect in an open page. So if they freed enough in it, that is up to this session now. */
    private void leaveOpenPage(int sizeClass) {
        Page page = open[sizeClass];
        if (page != null) {
            open[sizeClass] = null;
            if (page.owner() == id) {
                page.markOpen(false);
                if (Space.isWorthCollecting(page, page.retiredByOthers())) {
                    giveUp(page);
                }
            }
        }
    }

    // ---- freeing ----

    /** Whether this session owns the page now; if so, it does until the section ends. */
    public boolean owns(Page page) {
        return page.owner() == id;
    }

    /** Frees a slot of an own page, after a grace period. */
    public void retire(Page page, int slot, long pointer) {
        int result = page.retireLocally(slot);
        if (result < 0) {
            throw Space.refusedFree(pointer, result);
        }
        if (tail - head == retired.length && !makeRoom()) {
            // Some section has been open for long. The page's bits say what is retired; whoever takes it next collects it.
            giveUp(page);
            return;
        }
        retired[tail++ & retired.length - 1] = (long) page.id() << Pointer.PAGE_ID_SHIFT | slot;
        batchBytes += SizeClasses.slotBytes(page.sizeClass());
        if (tail - closed >= BATCH_FREES || batchBytes >= maxBatchBytes) {
            closeBatch();
        }
    }

    /** Frees a slot of an own page that was never published, at once. */
    public void release(Page page, int slot, long pointer) {
        boolean wasExhausted = isIdleAndExhausted(page);
        if (!page.releaseSlot(slot)) {
            throw new PointerException(pointer, "not allocated: freed earlier");
        }
        becameFree(page, wasExhausted);
    }

    private boolean makeRoom() {
        reclaimElapsed();
        if (tail - head < retired.length) {
            return true;
        }
        if (retired.length == MAX_FREES) {
            return false;
        }
        long[] longer = new long[retired.length << 1];
        for (int i = head; i != tail; i++) {
            longer[i & longer.length - 1] = retired[i & retired.length - 1];
        }
        retired = longer;
        return true;
    }

    private void closeBatch() {
        if (closed != head) {
            if (tail - askAt < 0) {
                return;
            }
            askAt = tail + ASK_AGAIN;
            if (!reclaimElapsed()) {
                return;
            }
        }
        // Every unlink of the batch was made before by this thread; the start orders them before the grace period.
        cookie = domain.startGracePeriod();
        closed = tail;
        batchBytes = 0;
    }

    /**
     * Asking makes the domain look at all readers, with a barrier in every thread: so it is not done for each page.
     *
     * @return false if some of what waits for the running grace period has to wait on
     */
    private boolean reclaimElapsed() {
        pagesUntilAsking = ASK_AFTER_PAGES;
        if (closed == head) {
            return true;
        }
        if (!domain.isElapsed(cookie)) {
            return false;
        }
        for (; head != closed; head++) {
            long entry = retired[head & retired.length - 1];
            Page page = space.pages().get((int) (entry >>> Pointer.PAGE_ID_SHIFT));
            if (page != null && page.owner() == id && !isStale(page)) {
                reclaim(page, (int) entry);
            }
        }
        owned.sweep(LOOKS_FOR_EACH_BATCH);
        return true;
    }

    /**
     * Whether the page was taken anew later than the oldest entry. Numbers wrap, and a page may be kept for any number of frees:
     * so not all that seems later counts, but only what is as young as the list.
     */
    private boolean isStale(Page page) {
        int later = page.takenAt() - head;
        return later > 0 && later <= tail - head;
    }

    private void reclaim(Page page, int slot) {
        // Whoever pinned it did so in a section that the grace period waited for (PinTable).
        if (!page.isPinned() || !space.pins().keep(page, page.slots().placeOf(slot))) {
            boolean wasExhausted = isIdleAndExhausted(page);
            page.reclaimSlot(slot);
            becameFree(page, wasExhausted);
        }
    }

    private boolean isIdleAndExhausted(Page page) {
        return page.isExhausted() && open[page.sizeClass()] != page;
    }

    private void becameFree(Page page, boolean wasExhausted) {
        int sizeClass = page.sizeClass();
        if (page.isEmpty() && open[sizeClass] != page) {
            giveUp(page);
        } else if (wasExhausted) {
            if (available[sizeClass] == null) {
                available[sizeClass] = new PageList(id);
            }
            list(available[sizeClass], page);
        }
    }

    /** A page that cannot be listed for want of Java heap would be lost to its session. */
    private void list(PageList list, Page page) {
        try {
            list.add(page);
        } catch (Throwable e) {
            giveUp(page);
            throw e;
        }
    }

    // ---- giving up ----

    /** Hands an own page over, unless it was taken away. */
    private void giveUp(Page page) {
        if (page.changeOwner(id, Page.HELD)) {
            page.markOpen(false);
            try {
                space.release(page);
            } catch (Throwable e) {
                page.changeOwner(Page.HELD, Page.UNOWNED);
                throw e;
            }
        }
    }

    /** Hands all pages over: by the session's thread in a section, or by another one when that thread has ended. */
    public void handOver() {
        Arrays.fill(open, null);
        Arrays.fill(available, null);
        head = tail;
        closed = tail;
        batchBytes = 0;
        for (Page page = owned.pollOwned(); page != null; page = owned.pollOwned()) {
            giveUp(page);
        }
    }

    /** Java heap bytes, estimated with 4-byte references; any thread. */
    public long estimatedBytes() {
        long bytes = FRESH_OBJECT_BYTES + 2L * (16 + 4L * open.length) + 16 + 8L * retired.length + owned.estimatedBytes();
        for (PageList list : available) {
            bytes += list == null ? 0 : list.estimatedBytes();
        }
        return bytes;
    }
}
