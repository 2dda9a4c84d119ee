package org.pagurus.allocator.internal.pages;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;

/** Who has a page in hand, and what its owners leave in it for each other. */
abstract sealed class PageOwner permits Page {
    /** Nobody's: may be taken by CAS. */
    public static final int UNOWNED = 0;
    /** In the bin of its class, with free slots; may be taken by CAS. */
    public static final int BINNED = -1;
    /** Its retired slots wait for a grace period. */
    public static final int COLLECTING = -2;
    /** Being moved. */
    public static final int COMPACTING = -3;
    /** Removed; the id is free or about to be. */
    public static final int DEAD = -4;
    /** In the hand of the thread that is about to decide what becomes of it. */
    public static final int HELD = -5;
    private static final VarHandle OWNER;
    private static final VarHandle OPEN;
    private static final VarHandle PINNED;

    static {
        try {
            MethodHandles.Lookup lookup = MethodHandles.lookup();
            OWNER = lookup.findVarHandle(PageOwner.class, "owner", int.class);
            OPEN = lookup.findVarHandle(PageOwner.class, "open", boolean.class);
            PINNED = lookup.findVarHandle(PageOwner.class, "pinned", int.class);
        } catch (ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    private volatile int owner;
    private volatile int pinned;
    private int takenAt;
    private volatile boolean open;
    private boolean listed;
    private long[] snapshot;

    PageOwner(int owner) {
        this.owner = owner;
    }

    public final int owner() {
        return owner;
    }

    /** Takes or hands over the page. CAS: what the old owner wrote happens before what the new owner reads. */
    public final boolean changeOwner(int expected, int next) {
        return OWNER.compareAndSet(this, expected, next);
    }

    /** Owner only: hands the page over, with all that was written to it. */
    public final void setOwner(int next) {
        OWNER.setVolatile(this, next);
    }

    /**
     * Whether a session allocates from this page now. A hint: others leave it alone. Volatile, as is the count of frees: who
     * frees counts and then looks here, who leaves the page writes here and then looks at the count. So one of them sees the
     * other, and collects.
     */
    public final boolean isOpen() {
        return open;
    }

    /** The session that owns the page: whether it allocates from it now. Only who leaves needs the fence. */
    public final void markOpen(boolean nowOpen) {
        if (nowOpen) {
            OPEN.setOpaque(this, true);
        } else {
            open = false;
        }
    }

    /** Session that owns the page: the number of its next free when it took the page. Wraps. */
    public final int takenAt() {
        return takenAt;
    }

    /** Session that has just taken the page. */
    public final void takenAt(int number) {
        takenAt = number;
    }

    /** Any thread: so many objects more are pinned beyond sections. The entry's pins guard the page; this is for a first look. */
    public final void pinned(int more) {
        PINNED.getAndAdd(this, more);
    }

    /** Whether an object of it is pinned beyond sections. */
    public final boolean isPinned() {
        return pinned != 0;
    }

    /** Objects of it that are pinned beyond sections. */
    public final int pinnedCount() {
        return pinned;
    }

    // ---- waiting ----

    /** Owner only: keeps a snapshot until its grace period is over. */
    public final void keepSnapshot(long[] places) {
        snapshot = places;
    }

    /** Owner only: the kept snapshot, or null. */
    public final long[] snapshot() {
        return snapshot;
    }

    /** Owner only: the kept snapshot, which is forgotten. */
    public final long[] takeSnapshot() {
        long[] taken = snapshot;
        snapshot = null;
        return taken;
    }

    /** Under the lock of the class's bin: whether the bin lists this page. */
    public final boolean isListed() {
        return listed;
    }

    /** Under the lock of the class's bin. */
    public final void markListed(boolean nowListed) {
        listed = nowListed;
    }
}
