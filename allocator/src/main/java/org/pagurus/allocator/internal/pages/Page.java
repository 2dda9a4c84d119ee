package org.pagurus.allocator.internal.pages;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;

/**
 * What is known of a page besides its entry: its {@link Slots}, who owns it, and where it lives. The package description draws
 * the life of a slot and of the owner word.
 */
public final class Page extends PageOwner {
    /** {@link #retire}, {@link #retireLocally}: the slot is not allocated. */
    public static final int NOT_ALLOCATED = -1;
    /** {@link #retire}, {@link #retireLocally}: the slot was freed before. */
    public static final int ALREADY_RETIRED = -2;

    /** See {@link #rest}. */
    public static final int MAX_REST_DOUBLINGS = 6;
    /** The longest rest that is believed: the clock in milliseconds wraps after 24 days, and a rest that is over stays noted. */
    private static final int MAX_REST_MILLIS = 60_000;

    private static final VarHandle RETIRED_COUNT;
    private static final VarHandle SLOTS;
    private static final int OBJECT_BYTES = 64;
    /** {@link #cursor}: no slot is free. */
    private static final int EXHAUSTED = Integer.MAX_VALUE;

    static {
        try {
            MethodHandles.Lookup lookup = MethodHandles.lookup();
            RETIRED_COUNT = lookup.findVarHandle(Page.class, "retiredCount", int.class);
            SLOTS = lookup.findVarHandle(Page.class, "slots", Slots.class);
        } catch (ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    private final int id;
    private final byte sizeClass;
    /** Plain for its owner, whose CAS of the owner word orders it; volatile for others. */
    private Slots slots;
    /** While the page is folded: what {@link #slots} becomes at the commit. Found by version until then. */
    private volatile Slots nextSlots;
    /** Allocated and not locally retired. */
    private int heldCount;
    private int cursor;
    private volatile int retiredCount;
    private Run run;
    private int restUntilMillis;
    /** 0 if it does not rest; else one more than the doublings so far. */
    private byte rests;

    /**
     * A page without allocated slots.
     *
     * @param owner its first owner
     */
    public Page(int id, int sizeClass, Run run, int owner) {
        super(owner);
        this.id = id;
        this.sizeClass = (byte) sizeClass;
        this.slots = new PlainSlots(SizeClasses.slots(sizeClass));
        this.run = run;
    }

    public int id() {
        return id;
    }

    public int sizeClass() {
        return sizeClass & 0xFF;
    }

    /** How many slots a page of this class has, folded or not. */
    public int slotCount() {
        return SizeClasses.slots(sizeClass());
    }

    /** Its slots now; a fold changes the object. */
    public Slots slots() {
        return (Slots) SLOTS.getVolatile(this);
    }

    /**
     * The slots that a folded entry means, or null if the entry is no longer the page's: then read it anew.
     *
     * <p>The new slots are published here before the commit and become {@link #slots()} after it, in that order. So whoever
     * acquired an entry finds its version in one of the two fields, unless the page has moved again, or is gone.
     */
    public Slots slotsOfVersion(int version) {
        Slots current = slots();
        if (current.version() == version) {
            return current;
        }
        Slots next = nextSlots;
        return next != null && next.version() == version ? next : null;
    }

    // ---- the owner's slots ----

    /** Owner only: takes a free slot, lowest place first from where the last one was found. @return the slot, or -1 */
    public int allocateSlot() {
        if (cursor == EXHAUSTED) {
            return -1;
        }
        Slots mine = slots;
        int place = mine.allocateFrom(cursor);
        if (place < 0) {
            cursor = EXHAUSTED;
            return -1;
        }
        cursor = place >>> 6;
        heldCount++;
        return mine.slotAt(place);
    }

    /** Owner only: whether {@link #allocateSlot} found nothing, and nothing became free since. */
    public boolean isExhausted() {
        return cursor == EXHAUSTED;
    }

    /** Owner only: frees a slot that was allocated and never published. @return false if it is not allocated, or retired */
    public boolean releaseSlot(int slot) {
        Slots mine = slots;
        int place = mine.placeOf(slot);
        if (place < 0 || !mine.isLive(place)) {
            return false;
        }
        mine.clear(place >>> 6, 1L << place);
        heldCount--;
        cursor = Math.min(cursor, place >>> 6);
        return true;
    }

    /**
     * Owner only: as {@link #retire}, without atomics. {@link #reclaimSlot} takes it after a grace period, or a
     * {@link #retiredSnapshot} that is made when the page is no longer this owner's.
     *
     * @return 1, {@link #NOT_ALLOCATED} or {@link #ALREADY_RETIRED}
     */
    public int retireLocally(int slot) {
        Slots mine = slots;
        int place = mine.placeOf(slot);
        if (place < 0) {
            return NOT_ALLOCATED;
        }
        int w = place >>> 6;
        long bit = 1L << place;
        // Without others' frees their bits need no look, and their cache line no load. A free that is not counted yet races with
        // this one, and so is the application's error.
        if (!mine.tryRetireLocally(w, bit, retiredCount != 0)) {
            return (mine.allocated(w) & bit) == 0 ? NOT_ALLOCATED : ALREADY_RETIRED;
        }
        heldCount--;
        return 1;
    }

    /** Owner only: frees a locally retired slot whose grace period is over. */
    public void reclaimSlot(int slot) {
        Slots mine = slots;
        int place = mine.placeOf(slot);
        int w = place >>> 6;
        mine.clear(w, 1L << place);
        cursor = Math.min(cursor, w);
    }

    /** Owner only: whether no slot is allocated. */
    public boolean isEmpty() {
        return heldCount == 0 && slots.isEmpty();
    }

    // ---- everybody's slots ----

    /**
     * Any thread, in a section: marks a slot as freed. It stays readable until a grace period is over and the owner collects it.
     *
     * <p>The atomic OR orders the unlinking of the pointer, which the caller did before, ahead of the bit; whoever sees the
     * bit and then starts a grace period therefore waits for every section that can still hold the pointer (I3).
     *
     * <p>The page may be folded meanwhile. The OR is a full fence between the bit and the second read of {@link #slots}, and
     * {@link #movedTo} writes that field before it reads the bits: so either the fold carries the bit over, or this thread finds
     * the new slots and sets the bit there, or both. The free is counted by the thread that set the first bit, once. Its section
     * keeps the slot from being collected, and allocated again, before it has looked.
     *
     * @return about how many slots are retired now, at least 1, or {@link #NOT_ALLOCATED} or {@link #ALREADY_RETIRED}
     */
    public int retire(int slot) {
        Slots current = slots();
        int place = current.placeOf(slot);
        if (place < 0) {
            return NOT_ALLOCATED;
        }
        int w = place >>> 6;
        long bit = 1L << place;
        if ((current.allocated(w) & bit) == 0) {
            return NOT_ALLOCATED;
        }
        if ((current.locallyRetired(w) & bit) != 0 || (current.retire(w, bit) & bit) != 0) {
            return ALREADY_RETIRED;
        }
        for (Slots now = slots(); now != current; now = slots()) {
            int newPlace = now.placeOf(slot);
            if (newPlace >= 0) {
                now.retire(newPlace >>> 6, 1L << newPlace);
            }
            current = now;
        }
        // Others may have set their bits, seen them collected, and not counted yet: the count is then too low, even negative.
        return Math.max(1, (int) RETIRED_COUNT.getAndAdd(this, 1) + 1);
    }

    /** Owner only: a place stays as it is although it was freed. */
    public void unretire(int place) {
        Slots mine = slots;
        int w = place >>> 6;
        long bit = 1L << place;
        if ((mine.locallyRetired(w) & bit) != 0) {
            mine.unretireLocally(w, bit);
            heldCount++;
        }
        if ((mine.retired(w) & bit) != 0) {
            mine.clearRetired(w, bit);
            RETIRED_COUNT.getAndAdd(this, -1);
        }
    }

    /** Whether a slot is allocated and not freed; exact if nobody allocates or frees it meanwhile. */
    public boolean isLive(int slot) {
        Slots current = slots();
        int place = slot < slotCount() ? current.placeOf(slot) : -1;
        return place >= 0 && current.isLive(place);
    }

    /** Whether a slot is allocated, freed or not: sections that found it before it was freed may go on to use it. */
    public boolean isAllocated(int slot) {
        Slots current = slots();
        int place = slot < slotCount() ? current.placeOf(slot) : -1;
        return place >= 0 && (current.allocated(place >>> 6) & 1L << place) != 0;
    }

    /** Bytes of each slot; of a large or huge object what it may touch, because the rest of its run is with the OS. */
    public int slotBytes() {
        int c = sizeClass();
        return SizeClasses.isLarge(c) ? (int) run.usedBytes() : SizeClasses.slotBytes(c);
    }

    // ---- collecting ----

    /**
     * The slots that others retired, by place. {@link #collect} takes them after a grace period that starts after this. For a
     * page that was taken from a session a moment ago: its own bits may still change until that grace period is over.
     */
    public long[] othersSnapshot(long[] places) {
        Slots current = slots();
        for (int w = 0; w < places.length; w++) {
            places[w] = current.retired(w);
        }
        return places;
    }

    /** As {@link #othersSnapshot}, with what the owner retired; for a page that no session owned since the last grace period. */
    public long[] retiredSnapshot(long[] places) {
        Slots current = slots();
        for (int w = 0; w < places.length; w++) {
            places[w] = current.retired(w) | current.locallyRetired(w);
        }
        return places;
    }

    /** Room for a snapshot, so that what needs the Java heap is done before the page changes hands. */
    public long[] newSnapshot() {
        return new long[slots().words()];
    }

    /** Owner only: how many slots {@link #collect} would leave allocated. */
    public int allocatedWithout(long[] places) {
        return slots().allocatedWithout(places);
    }

    /**
     * Owner only: frees the places of a snapshot whose grace period is over. {@code allocated} is cleared first, so that a
     * second free that comes later meets one of the bits and is refused; one that races with this is the application's error
     * and may go unseen.
     *
     * @return how many slots became free
     */
    public int collect(long[] places) {
        Slots mine = slots;
        int freed = 0;
        int bitsTaken = 0;
        for (int w = 0; w < places.length; w++) {
            long bits = places[w];
            if (bits != 0) {
                // A bit without its slot is a double free that raced with an earlier collect: it frees nothing.
                long taken = bits & mine.allocated(w);
                freed += Long.bitCount(taken);
                heldCount -= Long.bitCount(taken & ~mine.locallyRetired(w));
                long others = bits & mine.retired(w);
                mine.clear(w, bits);
                mine.clearRetired(w, others);
                bitsTaken += Long.bitCount(others);
            }
        }
        RETIRED_COUNT.getAndAdd(this, -bitsTaken);
        cursor = 0;
        return freed;
    }

    // ---- counts ----

    /** Allocated slots, retired ones included. Exact for the owner. */
    public int allocatedCount() {
        return slots().allocatedCount();
    }

    /** Slots that are retired, by whomever. Exact if nobody frees meanwhile. */
    public int retiredCount() {
        return retiredByOthers() + slots().locallyRetiredCount();
    }

    /** Slots that others than the owner retired and that wait: an estimate, never negative. */
    public int retiredByOthers() {
        return Math.max(0, retiredCount);
    }

    /** Slots in use; an estimate unless the caller owns the page and nobody frees. */
    public int liveCount() {
        return Math.max(0, heldCount - retiredCount);
    }

    /** Owner only: slots that are free, or will be after the grace periods of this owner's frees. */
    public int openCount() {
        return slots.count() - heldCount;
    }

    /** Owner only: whether a slot is free. */
    public boolean hasFreeSlot() {
        return allocatedCount() < slots().count();
    }

    /** Owner only: the allocated slots, retired ones included, as a bitmap of slots. */
    public long[] allocatedBitmap() {
        return slots.allocatedBitmap(slotCount());
    }

    /** What is inconsistent in the slots' bits, or null; exact if nobody allocates or frees meanwhile. */
    public String inconsistency() {
        return slots().inconsistency(heldCount, retiredCount);
    }

    // ---- place ----

    /** Where the page lives. Written by its owner. */
    public Run run() {
        return run;
    }

    /** Whether it is folded. */
    public boolean isFolded() {
        return slots().isFolded();
    }

    /**
     * Owner only, no session's since the last grace period: the slots that the page will have when its allocated ones stand one
     * behind the other from an address on. They can be found by their version from now on. At least one slot is allocated.
     */
    public Slots prepareFold(long base) {
        Slots old = slots;
        int version = old.version() == Integer.MAX_VALUE ? 1 : old.version() + 1;
        Slots next = Slots.folded(allocatedBitmap(), version, base);
        nextSlots = next;
        return next;
    }

    /** Owner only: the fold was cancelled. */
    public void forgetFold() {
        nextSlots = null;
    }

    /**
     * Owner only: the page has moved, with its slots as they were, or folded as {@link #prepareFold} said. The owner's own
     * bits cannot have changed since then. Those of other threads can: the field is written, volatile, before the old bits are
     * read, volatile; {@link #retire} says why none is lost.
     */
    public void movedTo(Run newRun) {
        run = newRun;
        rests = 0;
        Slots next = nextSlots;
        if (next != null) {
            Slots old = slots;
            SLOTS.setVolatile(this, next);
            nextSlots = null;
            old.carryRetiredTo(next);
            cursor = 0;
        }
    }

    /** Owner only: the address of a slot. */
    public long addressOf(int slot) {
        Slots mine = slots;
        int slotBytes = SizeClasses.slotBytes(sizeClass());
        return mine.isFolded() ? mine.addressOf(slot, slotBytes) : run.address() + (long) slot * slotBytes;
    }

    /**
     * Owner only: copies the allocated slots, one behind the other. Neighbours are copied together: a call for each small
     * slot would cost more than the bytes. Allocates nothing.
     */
    public void copyAllocatedTo(long target) {
        Slots mine = slots;
        mine.copyAllocated(mine.isFolded() ? mine.base() : run.address(), SizeClasses.slotBytes(sizeClass()), target);
    }

    // ---- the compactor's ----

    /** Whether the compactor may take the page now: from nobody, or from a session that does not allocate from it. */
    public boolean isMovable(long nowNanos) {
        int current = owner();
        return (current == UNOWNED || current == BINNED || current > 0 && !isOpen()) && !run.isFixed() && !isPinned()
            && !(rests > 0 && isResting(restUntilMillis - (int) (nowNanos / 1_000_000)));
    }

    private static boolean isResting(int restMillis) {
        return restMillis > 0 && restMillis <= MAX_REST_MILLIS;
    }

    /**
     * Compactor only: a move was cancelled or met a pin. The page is left alone, for twice as long each time, until it has moved.
     *
     * @param firstNanos how long the first time; at most {@link #MAX_REST_DOUBLINGS} doublings follow
     * @return until when, {@code System.nanoTime()}
     */
    public long rest(long nowNanos, long firstNanos) {
        long until = nowNanos + (firstNanos << Math.min(rests, MAX_REST_DOUBLINGS));
        restUntilMillis = (int) ((until + 999_999) / 1_000_000);
        rests = (byte) Math.min(MAX_REST_DOUBLINGS + 1, rests + 1);
        return until;
    }

    /** Java heap bytes of this object and its bitmaps, estimated with 4-byte references. */
    public long estimatedBytes() {
        return OBJECT_BYTES + slots().estimatedBytes();
    }
}
