package org.pagurus.allocator.internal.pages;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import org.pagurus.allocator.internal.os.RawMemory;

/**
 * What is known of a page besides its entry: which slots are allocated and which retired, who owns it, and where it lives.
 * The package description draws the life of a slot and of the owner word.
 */
public final class Page {
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
    /** {@link #retire}: the slot is not allocated. */
    public static final int NOT_ALLOCATED = -1;
    /** {@link #retire}: the slot was freed before. */
    public static final int ALREADY_RETIRED = -2;

    /** See {@link #rest}. */
    public static final int MAX_REST_DOUBLINGS = 6;

    private static final VarHandle WORD = MethodHandles.arrayElementVarHandle(long[].class);
    private static final VarHandle RETIRED_COUNT;
    private static final VarHandle OWNER;
    private static final int OBJECT_BYTES = 72;
    private static final int ARRAY_BYTES = 16;

    static {
        try {
            MethodHandles.Lookup lookup = MethodHandles.lookup();
            RETIRED_COUNT = lookup.findVarHandle(Page.class, "retiredCount", int.class);
            OWNER = lookup.findVarHandle(Page.class, "owner", int.class);
        } catch (ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    private final int id;
    private final int sizeClass;
    private final int slotCount;
    private final long[] allocated;
    private final long[] retired;
    private int allocatedCount;
    private int cursor;
    private volatile int retiredCount;
    private volatile int owner;
    private Run run;
    private FoldDescriptor fold;
    private int descriptorId;
    private long restUntilNanos;
    private long[] snapshot;
    private boolean listed;
    private byte restDoublings;

    /**
     * A page without allocated slots.
     *
     * @param owner its first owner
     */
    public Page(int id, int sizeClass, Run run, int owner) {
        this.id = id;
        this.sizeClass = sizeClass;
        this.slotCount = SizeClasses.slots(sizeClass);
        this.allocated = new long[(slotCount + 63) >>> 6];
        this.retired = new long[allocated.length];
        this.run = run;
        this.owner = owner;
    }

    public int id() {
        return id;
    }

    public int sizeClass() {
        return sizeClass;
    }

    public int slotCount() {
        return slotCount;
    }

    public int owner() {
        return owner;
    }

    /** Takes or hands over the page. CAS: what the old owner wrote happens before what the new owner reads. */
    public boolean changeOwner(int expected, int next) {
        return OWNER.compareAndSet(this, expected, next);
    }

    /** Owner only: hands the page over, with all that was written to it. */
    public void setOwner(int next) {
        OWNER.setVolatile(this, next);
    }

    /** Owner only: takes a free slot, lowest first from where the last one was found. @return the slot, or -1 */
    public int allocateSlot() {
        for (int w = cursor; w < allocated.length; w++) {
            long free = ~allocated[w];
            if (free != 0) {
                int slot = (w << 6) + Long.numberOfTrailingZeros(free);
                if (slot >= slotCount) {
                    break;
                }
                cursor = w;
                WORD.setOpaque(allocated, w, allocated[w] | free & -free);
                allocatedCount++;
                return slot;
            }
        }
        cursor = allocated.length;
        return -1;
    }

    /** Owner only: frees a slot that was allocated and never published. @return false if it is not allocated, or retired */
    public boolean releaseSlot(int slot) {
        int w = slot >>> 6;
        long bit = 1L << slot;
        if ((allocated[w] & bit) == 0 || ((long) WORD.getVolatile(retired, w) & bit) != 0) {
            return false;
        }
        WORD.setOpaque(allocated, w, allocated[w] & ~bit);
        allocatedCount--;
        cursor = Math.min(cursor, w);
        return true;
    }

    /**
     * Any thread: marks a slot as freed. It stays readable until a grace period is over and the owner collects it.
     *
     * <p>The atomic OR orders the unlinking of the pointer, which the caller did before, ahead of the bit; whoever sees the
     * bit and then starts a grace period therefore waits for every section that can still hold the pointer (I3).
     *
     * @return about how many slots are retired now, at least 1, or {@link #NOT_ALLOCATED} or {@link #ALREADY_RETIRED}
     */
    public int retire(int slot) {
        int w = slot >>> 6;
        long bit = 1L << slot;
        if (((long) WORD.getOpaque(allocated, w) & bit) == 0) {
            return NOT_ALLOCATED;
        }
        if (((long) WORD.getAndBitwiseOr(retired, w, bit) & bit) != 0) {
            return ALREADY_RETIRED;
        }
        // Others may have set their bits, seen them collected, and not counted yet: the count is then too low, even negative.
        return Math.max(1, (int) RETIRED_COUNT.getAndAdd(this, 1) + 1);
    }

    /** Whether a slot is allocated and not freed; exact if nobody allocates or frees it meanwhile. */
    public boolean isLive(int slot) {
        long bit = 1L << slot;
        return slot < slotCount && ((long) WORD.getOpaque(allocated, slot >>> 6) & bit) != 0
            && ((long) WORD.getVolatile(retired, slot >>> 6) & bit) == 0;
    }

    /** Whether a slot is allocated, freed or not: sections that found it before it was freed may go on to use it. */
    public boolean isAllocated(int slot) {
        return slot < slotCount && ((long) WORD.getOpaque(allocated, slot >>> 6) & 1L << slot) != 0;
    }

    /** Bytes of each slot; of a large object what it may touch, because the rest of its last frame is with the OS. */
    public int slotBytes() {
        return SizeClasses.isLarge(sizeClass) ? (int) run.usedBytes() : SizeClasses.slotBytes(sizeClass);
    }

    /** Owner only: the slots that are retired now. {@link #collect} takes them after a grace period that starts after this. */
    public long[] retiredSnapshot() {
        return retiredSnapshot(newSnapshot());
    }

    /** Room for a snapshot, so that what needs the Java heap is done before the page changes hands. */
    public long[] newSnapshot() {
        return new long[retired.length];
    }

    /** As {@link #retiredSnapshot()}, into what {@link #newSnapshot} made. */
    public long[] retiredSnapshot(long[] slots) {
        for (int w = 0; w < slots.length; w++) {
            slots[w] = (long) WORD.getVolatile(retired, w);
        }
        return slots;
    }

    /** Owner only: how many slots {@link #collect} would free. */
    public int collectable(long[] retiredSlots) {
        int slots = 0;
        for (int w = 0; w < retiredSlots.length; w++) {
            slots += Long.bitCount(retiredSlots[w] & allocated[w]);
        }
        return slots;
    }

    /**
     * Owner only: frees the slots of a snapshot whose grace period is over. {@code allocated} is cleared first, so that a
     * second free that comes later meets one of the bits and is refused; one that races with this is the application's error
     * and may go unseen.
     *
     * @return how many slots became free
     */
    public int collect(long[] retiredSlots) {
        int freed = 0;
        int bitsTaken = 0;
        for (int w = 0; w < retiredSlots.length; w++) {
            long bits = retiredSlots[w];
            if (bits != 0) {
                // A bit without its slot is a double free that raced with an earlier collect: it frees nothing.
                freed += Long.bitCount(bits & allocated[w]);
                WORD.setVolatile(allocated, w, allocated[w] & ~bits);
                WORD.getAndBitwiseAnd(retired, w, ~bits);
                bitsTaken += Long.bitCount(bits);
            }
        }
        allocatedCount -= freed;
        RETIRED_COUNT.getAndAdd(this, -bitsTaken);
        cursor = 0;
        return freed;
    }

    /** Owner only: keeps a snapshot until its grace period is over. */
    public void keepSnapshot(long[] retiredSlots) {
        snapshot = retiredSlots;
    }

    /** Owner only: the kept snapshot, or null. */
    public long[] snapshot() {
        return snapshot;
    }

    /** Owner only: the kept snapshot, which is forgotten. */
    public long[] takeSnapshot() {
        long[] taken = snapshot;
        snapshot = null;
        return taken;
    }

    /** Under the lock of the class's bin: whether the bin lists this page. */
    public boolean isListed() {
        return listed;
    }

    /** Under the lock of the class's bin. */
    public void markListed(boolean nowListed) {
        listed = nowListed;
    }

    /** Allocated slots, retired ones included. Exact for the owner. */
    public int allocatedCount() {
        return allocatedCount;
    }

    public int retiredCount() {
        return retiredCount;
    }

    /** Slots in use; an estimate unless the caller owns the page and nobody frees. */
    public int liveCount() {
        return Math.max(0, allocatedCount - retiredCount);
    }

    /** Owner only: the allocated slots, retired ones included. */
    public long[] allocatedBitmap() {
        return allocated.clone();
    }

    /** What is inconsistent in the slot bitmaps, or null; exact if nobody allocates or frees meanwhile. */
    public String inconsistency() {
        int allocatedBits = 0;
        int retiredBits = 0;
        for (int w = 0; w < allocated.length; w++) {
            long retiredWord = (long) WORD.getVolatile(retired, w);
            allocatedBits += Long.bitCount(allocated[w]);
            retiredBits += Long.bitCount(retiredWord);
            if ((retiredWord & ~allocated[w]) != 0) {
                return "slots retired but not allocated in word " + w;
            }
            if ((w + 1) << 6 > slotCount && allocated[w] >>> slotCount != 0) {
                return "slots allocated behind the last of " + slotCount;
            }
        }
        return allocatedBits == allocatedCount && retiredBits == retiredCount ? null
            : "allocated " + allocatedBits + " counted " + allocatedCount + ", retired " + retiredBits + " counted "
                + retiredCount;
    }

    /** Where the page lives. Written by its owner. */
    public Run run() {
        return run;
    }

    /** The descriptor if the page is folded, else null. Written by its owner. */
    public FoldDescriptor fold() {
        return fold;
    }

    /** The descriptor's id if the page is folded, else 0. */
    public int descriptorId() {
        return descriptorId;
    }

    /** Owner only: the page has moved. */
    public void movedTo(Run newRun, FoldDescriptor newFold, int newDescriptorId) {
        run = newRun;
        fold = newFold;
        descriptorId = newDescriptorId;
        restDoublings = 0;
        restUntilNanos = 0;
    }

    /** Owner only: the address of a slot. */
    public long addressOf(int slot) {
        return fold == null ? run.address() + (long) slot * SizeClasses.slotBytes(sizeClass) : fold.addressOf(slot);
    }

    /**
     * Owner only: copies the allocated slots, one behind the other. Neighbours are copied together: a call for each small
     * slot would cost more than the bytes. Allocates nothing.
     */
    public void copyAllocatedTo(long target) {
        long slotBytes = SizeClasses.slotBytes(sizeClass);
        long to = target;
        long from = 0;
        long length = 0;
        for (int w = 0; w < allocated.length; w++) {
            for (long rest = allocated[w]; rest != 0; rest &= rest - 1) {
                long address = addressOf((w << 6) + Long.numberOfTrailingZeros(rest));
                if (address != from + length) {
                    RawMemory.copy(from, to, length);
                    to += length;
                    from = address;
                    length = 0;
                }
                length += slotBytes;
            }
        }
        RawMemory.copy(from, to, length);
    }

    /** Whether the compactor may take the page now. */
    public boolean isMovable(long nowNanos) {
        int current = owner;
        return (current == UNOWNED || current == BINNED) && (restUntilNanos == 0 || nowNanos - restUntilNanos >= 0);
    }

    /**
     * Compactor only: a move was cancelled or met a pin. The page is left alone, for twice as long each time, until it has moved.
     *
     * @param firstNanos how long the first time; at most {@link #MAX_REST_DOUBLINGS} doublings follow
     * @return until when, {@code System.nanoTime()}
     */
    public long rest(long nowNanos, long firstNanos) {
        restUntilNanos = nowNanos + (firstNanos << restDoublings);
        restDoublings = (byte) Math.min(MAX_REST_DOUBLINGS, restDoublings + 1);
        return restUntilNanos;
    }

    /** Java heap bytes of this object and its bitmaps, estimated with 4-byte references. */
    public long estimatedBytes() {
        return OBJECT_BYTES + 2L * (ARRAY_BYTES + 8L * allocated.length);
    }
}
