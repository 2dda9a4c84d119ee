package org.pagurus.relocation.internal.access;

import org.pagurus.allocator.Pointer;
import org.pagurus.allocator.PointerException;
import org.pagurus.allocator.internal.pages.Entry;
import org.pagurus.allocator.internal.pages.Page;
import org.pagurus.allocator.internal.pages.PageTable;
import org.pagurus.allocator.internal.pages.SizeClasses;
import org.pagurus.allocator.internal.pages.Slots;
import org.pagurus.rcu.Reader;
import org.pagurus.relocation.internal.protocol.CardTable;
import org.pagurus.relocation.internal.protocol.Protocol;
import org.pagurus.relocation.internal.space.Space;

/**
 * Pointer to address, for one thread and its sections. Owner thread only; the counters are read by others.
 *
 * <p>The fast path loads the entry with acquire and tests its sign. Acquire orders the entry before the data: an accessor
 * that sees {@code commit} sees what the migrator copied. The entry is loaded for every access, so a single access is never
 * older than the access itself. {@code pointerLimit} is 0 outside a section, so that one unsigned compare refuses use outside
 * a section, of a closed heap, and negative and out-of-range pointers alike.
 */
public abstract class Translator {
    private static final long STALE = 0;
    private static final String ENTER_FIRST = "memory may only be touched inside a section; call enter() first";

    private final Space space;
    private final Protocol protocol;
    private final long tableAddress;
    private final boolean exclusive;
    private final Thread thread;
    private final Reader reader;
    private final PinSet pins = new PinSet();
    private long pointerLimit;
    private long cancels;
    private long pinsTaken;

    /** A translator of the calling thread, outside a section. */
    protected Translator(Space space, boolean exclusive) {
        this.space = space;
        this.protocol = space.protocol();
        this.tableAddress = space.table().address();
        this.exclusive = exclusive;
        this.thread = Thread.currentThread();
        this.reader = space.domain().register();
    }

    // ---- sections ----

    /** Enters a section, or a nested one. */
    protected final void enterSection() {
        enterStep();
        pointerLimit = (long) space.table().capacity() << Pointer.PAGE_ID_SHIFT;
    }

    /**
     * Enters a section, or a nested one, for a step on pages in which no memory is accessed. {@link #exitStep} leaves it.
     *
     * @throws IllegalStateException on another thread than the session's, and if the session or the heap is closed
     */
    protected final void enterStep() {
        if (Checks.BOUNDS) {
            requireOwner();
        }
        try {
            reader.enter();
        } catch (IllegalStateException e) {
            throw new IllegalStateException("the session of thread " + thread.getName() + " is closed", e);
        }
        // close() sets the flag and then waits for a grace period: a section that it does not wait for sees what came
        // before the grace period, and so the flag; one that misses the flag is waited for (HeapCloseTest).
        if (space.isClosed()) {
            reader.exit();
            throw new IllegalStateException("the heap is closed; a closed heap has no memory to enter");
        }
    }

    /** Leaves the section of a step. Pins, if there are any, are those of a section around it. */
    protected final void exitStep() {
        reader.exit();
    }

    /** Leaves a section; the outermost exit drops the pins. */
    protected final void exitSection() {
        if (Checks.BOUNDS) {
            requireOwner();
        }
        if (reader.nesting() <= 1) {
            pointerLimit = 0;
            if (!pins.isEmpty()) {
                // Every write of the section precedes this CAS, and begin() is a later CAS of the same word (I2).
                pins.releaseAll(protocol);
            }
        }
        reader.exit();
    }

    /** Whether a section is open. */
    protected final boolean isInSection() {
        return reader.inSection();
    }

    /** Ends this translator: no section may be open. */
    protected final void closeReader() {
        reader.close();
    }

    /** After its thread has ended: drops the pins of the section that the thread did not leave. */
    protected final void abandonSection() {
        pointerLimit = 0;
        pins.releaseAll(protocol);
    }

    /** The thread that may use this. */
    public final Thread thread() {
        return thread;
    }

    /** Refuses calls of other threads. */
    protected final void requireOwner() {
        if (Thread.currentThread() != thread) {
            throw new IllegalStateException("session of thread " + thread.getName() + " used by thread "
                + Thread.currentThread().getName() + "; a session belongs to one thread: use heap.session()"
                + " or heap.openSession()");
        }
    }

    // ---- translation ----

    /**
     * Where to read {@code length} bytes at {@code index} behind a pointer.
     *
     * @return an address, valid until the section ends
     */
    protected final long readAddress(long pointer, int index, int length) {
        if (Checks.BOUNDS && (Long.compareUnsigned(pointer, pointerLimit) >= 0 || Thread.currentThread() != thread)) {
            throw refusal(pointer);
        }
        long entry = PageTable.entryAcquire(tableAddress, pointer);
        if (!Entry.isPlain(entry)) {
            return slowReadAddress(pointer, index, length, entry);
        }
        return plainAddress(pointer, index, length, entry);
    }

    /** Where to write; as {@link #readAddress}, but goes careful when the page is about to move. */
    protected final long writeAddress(long pointer, int index, int length) {
        if (Checks.BOUNDS && (Long.compareUnsigned(pointer, pointerLimit) >= 0 || Thread.currentThread() != thread)) {
            throw refusal(pointer);
        }
        long entry = PageTable.entryAcquire(tableAddress, pointer);
        if (!Entry.isPlain(entry)) {
            return heldAddress(pointer, index, length, true);
        }
        return plainAddress(pointer, index, length, entry);
    }

    /** Where to make an ordered read: it has to be aligned, or it may be torn. */
    protected final long alignedReadAddress(long pointer, int index, int length) {
        requireAligned(pointer, index, length);
        return readAddress(pointer, index, length);
    }

    /** Where to make an ordered write or an atomic update: it has to be aligned. */
    protected final long alignedWriteAddress(long pointer, int index, int length) {
        requireAligned(pointer, index, length);
        return writeAddress(pointer, index, length);
    }

    private static void requireAligned(long pointer, int index, int length) {
        if (Checks.BOUNDS && ((pointer + index) & (length - 1)) != 0) {
            throw new PointerException(pointer, "ordered access at index=" + index + " is not aligned; use a multiple of "
                + length);
        }
    }

    private long plainAddress(long pointer, int index, int length, long entry) {
        long offset = Pointer.offset(pointer) + index;
        if (Checks.BOUNDS) {
            long room = SizeClasses.limit(Entry.plainSizeClass(entry)) - length - offset;
            if ((index | length | room) < 0) {
                throw outOfBounds(pointer, index, length, entry);
            }
            if (Checks.FULL) {
                requireSlot(pointer, index, length, entry);
            }
        }
        return Entry.address(entry) + offset;
    }

    /** READ_THROUGH reads the old frame of a page on the move: it is recycled only after this section has ended (I3). */
    private long slowReadAddress(long pointer, int index, int length, long entry) {
        if (exclusive) {
            return heldAddress(pointer, index, length, false);
        }
        long address = locate(pointer, index, length, entry);
        while (address == STALE) {
            address = locate(pointer, index, length, protocol.entry(Pointer.pageId(pointer)));
        }
        return address;
    }

    /** @param writing whether the section may write there until it ends: then a large page on the move is told */
    private long heldAddress(long pointer, int index, int length, boolean writing) {
        int pageId = Pointer.pageId(pointer);
        for (;;) {
            long entry = protocol.entry(pageId);
            if (Entry.state(entry) == Entry.PRESENT || pins.contains(pageId) || tryHold(pageId, entry)) {
                long address = locate(pointer, index, length, entry);
                if (address != STALE) {
                    if (writing && Entry.state(entry) != Entry.PRESENT && CardTable.covers(Entry.sizeClass(entry))) {
                        // Pinned now, and until after the last write: DirtyCards says why that is enough.
                        protocol.cards().mark(pageId, Pointer.offset(pointer) + index, length);
                    }
                    return address;
                }
            }
        }
    }

    /**
     * One try to make an isolated or migrating page safe to write for the rest of this section, by a pin, by cancelling the
     * copy, or, when the pins are used up, by putting the page back.
     */
    private boolean tryHold(int pageId, long entry) {
        if (pins.isFull()) {
            tryPutBack(pageId, entry);
            return false;
        }
        if (Entry.state(entry) == Entry.MIGRATING) {
            if (!protocol.tryCancel(pageId, entry)) {
                return false;
            }
            cancels++;
        } else if (!protocol.tryPin(pageId, entry)) {
            return false;
        }
        pinsTaken++;
        pins.add(pageId);
        return true;
    }

    /** PRESENT needs no pin: the next {@code begin} needs an isolate and a grace period that waits for this section. */
    private void tryPutBack(int pageId, long entry) {
        if (Entry.state(entry) == Entry.ISOLATED) {
            protocol.putBack(pageId);
        } else if (protocol.tryCancel(pageId, entry)) {
            cancels++;
            protocol.putBack(pageId);
            protocol.unpin(pageId);
        }
    }

    /**
     * The address under an entry in any state, after the checks; {@link #STALE} if a folded page has moved on since the entry was
     * read. A folded slot is checked exactly: its neighbours are others.
     */
    private long locate(long pointer, int index, int length, long entry) {
        if (!Entry.isFolded(entry)) {
            long offset = Pointer.offset(pointer) + index;
            long room = SizeClasses.limit(Entry.sizeClass(entry)) - length - offset;
            if ((index | length | room) < 0) {
                throw outOfBounds(pointer, index, length, entry);
            }
            if (Checks.FULL) {
                requireSlot(pointer, index, length, entry);
            }
            return Entry.address(entry) + offset;
        }
        int sizeClass = Entry.sizeClass(entry);
        long offset = Pointer.offset(pointer);
        if (offset >= SizeClasses.limit(sizeClass)) {
            throw outOfBounds(pointer, index, length, entry);
        }
        int slot = SizeClasses.slotOf(sizeClass, offset);
        long inSlot = offset - (long) slot * SizeClasses.slotBytes(sizeClass) + index;
        if ((index | length | SizeClasses.slotBytes(sizeClass) - length - inSlot) < 0) {
            throw outOfBounds(pointer, index, length, entry);
        }
        if (Checks.FULL) {
            requireSlot(pointer, index, length, entry);
        }
        Page page = space.pages().get(Pointer.pageId(pointer));
        Slots slots = page == null ? null : page.slotsOfVersion(Entry.foldVersion(entry));
        if (slots == null) {
            return STALE;
        }
        long address = slots.addressOf(slot, SizeClasses.slotBytes(sizeClass));
        if (address == 0) {
            throw new PointerException(pointer, "not allocated: its slot " + slot + " was free when the page was folded");
        }
        return address + inSlot;
    }

    // ---- errors ----

    private void requireSlot(long pointer, int index, int length, long entry) {
        int sizeClass = Entry.sizeClass(entry);
        int slot = SizeClasses.slotOf(sizeClass, Pointer.offset(pointer));
        long start = (long) slot * SizeClasses.slotBytes(sizeClass);
        Page page = space.pages().get(Pointer.pageId(pointer));
        if (page == null || !page.isAllocated(slot)) {
            throw new PointerException(pointer, "used after free: slot " + slot + " is not allocated");
        }
        if (Pointer.offset(pointer) + index + length > start + page.slotBytes()) {
            throw outOfSlot(pointer, index, length, page.slotBytes());
        }
    }

    /** What is wrong with a pointer or with the caller. Never returns null. */
    private RuntimeException refusal(long pointer) {
        requireOwner();
        if (!reader.inSection()) {
            return new IllegalStateException(ENTER_FIRST);
        }
        return new PointerException(pointer, "not a pointer of this heap, whose page ids are 1 to "
            + (space.table().capacity() - 1));
    }

    private PointerException outOfBounds(long pointer, int index, int length, long entry) {
        if (pointer == Pointer.NULL) {
            return new PointerException(pointer, "the null pointer was used; 0 is never an allocation");
        }
        if (Entry.isAbsent(entry)) {
            return new PointerException(pointer, "its page is not allocated: freed earlier, or a pointer of another heap");
        }
        return outOfSlot(pointer, index, length, SizeClasses.slotBytes(Entry.sizeClass(entry)));
    }

    private static PointerException outOfSlot(long pointer, int index, int length, int slotBytes) {
        return new PointerException(pointer, "access out of bounds: index=" + index + " length=" + length + ", the slots of its"
            + " page have " + slotBytes + " bytes");
    }

    // ---- counters ----

    /** Moves that this accessor cancelled. */
    public final long cancels() {
        return cancels;
    }

    /** Pins that this accessor took. */
    public final long pinsTaken() {
        return pinsTaken;
    }
}
