package org.pagurus.relocation.internal.access;

import java.lang.invoke.VarHandle;
import org.pagurus.allocator.Pointer;
import org.pagurus.allocator.PointerException;
import org.pagurus.allocator.internal.pages.Entry;
import org.pagurus.allocator.internal.pages.PageTable;
import org.pagurus.relocation.internal.protocol.CardTable;
import org.pagurus.relocation.internal.protocol.Protocol;
import org.pagurus.relocation.internal.space.Space;

/**
 * Pointer to address, for one thread and its sections. Owner thread only.
 *
 * <p>The fast path loads the entry with acquire and makes one compare, see {@link Entry#reach}. Acquire orders the entry before
 * the data: an accessor that sees {@code commit} sees what the migrator copied. The entry is loaded for every access, so a
 * single access is never older than the access itself.
 */
public abstract class Translator extends Holds {
    private static final String ENTER_FIRST = "memory may only be touched inside a section; call enter() first";

    /** What an access wants of an address. */
    private enum Use {
        /** To load from it at once. */
        READ,
        /** To read there until the section ends. */
        VIEW,
        /** To store there at once, with no order to other accesses. */
        WRITE,
        /** An ordered store, an atomic update, or a view for writing: it has to be the object itself. */
        UPDATE
    }

    private final Protocol protocol;
    private final Locator locator;
    private final long tableAddress;
    private final boolean exclusive;
    private final StoreBuffer.Drain writeIfMoved = this::writeIfMoved;
    private final StoreBuffer.Drain writeNow = this::writeNow;
    /** Without room until there is a reserve. */
    private StoreBuffer buffer = new StoreBuffer(0, 0);
    private long snapshots;
    private long buffered;

    /** A translator of the calling thread, outside a section. */
    protected Translator(Space space, AccessMode mode) {
        super(space, mode.strictDefault(), mode.sleepableDefault());
        this.protocol = space.protocol();
        this.locator = new Locator(space.pages());
        this.tableAddress = space.table().address();
        this.exclusive = mode.exclusive();
    }

    // ---- translation ----

    /**
     * Where to read {@code length} bytes at {@code index} behind a pointer.
     *
     * @return an address to load from at once
     */
    protected final long readAddress(long pointer, int index, int length) {
        if (Checks.BOUNDS && (pointer >>> Pointer.PAGE_ID_SHIFT >= pageLimit() || Thread.currentThread() != thread())) {
            return trapped(pointer, index, length, Use.READ);
        }
        long entry = PageTable.entryAcquire(tableAddress, pointer);
        long offset = Pointer.offset(pointer) + index;
        if (isWithin(entry, offset, index, length)) {
            return Entry.address(entry) + offset;
        }
        return farAddress(pointer, index, length, entry, Use.READ);
    }

    /** Where to store at once; as {@link #readAddress}, but goes careful when the page is about to move. */
    protected final long writeAddress(long pointer, int index, int length) {
        if (Checks.BOUNDS && (pointer >>> Pointer.PAGE_ID_SHIFT >= pageLimit() || Thread.currentThread() != thread())) {
            return trapped(pointer, index, length, Use.WRITE);
        }
        long entry = PageTable.entryAcquire(tableAddress, pointer);
        long offset = Pointer.offset(pointer) + index;
        if (isWithin(entry, offset, index, length)) {
            return Entry.address(entry) + offset;
        }
        return farAddress(pointer, index, length, entry, Use.WRITE);
    }

    /** Where to read until the section ends. */
    protected final long viewAddress(long pointer, int index, int length) {
        return address(pointer, index, length, Use.VIEW);
    }

    /** Where to read and write until the section ends. */
    protected final long writableViewAddress(long pointer, int index, int length) {
        return address(pointer, index, length, Use.UPDATE);
    }

    /** Where to make an ordered read: it has to be aligned, or it may be torn. */
    protected final long alignedReadAddress(long pointer, int index, int length) {
        requireAligned(pointer, index, length);
        return readAddress(pointer, index, length);
    }

    /** Where to make an ordered write or an atomic update: it has to be aligned. */
    protected final long alignedUpdateAddress(long pointer, int index, int length) {
        requireAligned(pointer, index, length);
        return address(pointer, index, length, Use.UPDATE);
    }

    private long address(long pointer, int index, int length, Use use) {
        if (Checks.BOUNDS && (pointer >>> Pointer.PAGE_ID_SHIFT >= pageLimit() || Thread.currentThread() != thread())) {
            return trapped(pointer, index, length, use);
        }
        long entry = PageTable.entryAcquire(tableAddress, pointer);
        long offset = Pointer.offset(pointer) + index;
        if (isWithin(entry, offset, index, length)) {
            return Entry.address(entry) + offset;
        }
        return farAddress(pointer, index, length, entry, use);
    }

    /**
     * Whether an entry is plain and, as far as checks are on, an access stays within its reach: the reach of any other entry is
     * negative, so one compare answers both. Lengths are mostly constants, so that their test costs nothing.
     */
    private static boolean isWithin(long entry, long offset, int index, int length) {
        if (Checks.FULL) {
            return false;
        }
        return Checks.BOUNDS ? index >= 0 && length >= 0 && offset + length < Entry.reach(entry) : Entry.isPlain(entry);
    }

    /** An access that the fast path has not let through: full checks, beyond the reach of an entry, or not a plain one. */
    private long farAddress(long pointer, int index, int length, long entry, Use use) {
        return Entry.isPlain(entry) ? locator.locate(pointer, index, length, entry) : carefulAddress(pointer, index, length, use);
    }

    private static void requireAligned(long pointer, int index, int length) {
        if (Checks.BOUNDS && ((pointer + index) & (length - 1)) != 0) {
            throw new PointerException(pointer, "ordered access at index=" + index + " is not aligned; use a multiple of "
                + length);
        }
    }

    // ---- the slow path ----

    /** An access that must not go on, or whose section has writes in its store buffer. */
    private long trapped(long pointer, int index, int length, Use use) {
        requireOwner();
        if (!isInSection()) {
            throw new IllegalStateException(ENTER_FIRST);
        }
        if (!isInTable(pointer)) {
            throw new PointerException(pointer, "not a pointer of this heap, whose page ids are 1 to " + maxPageId());
        }
        if (isSignalled()) {
            throw RetrySignal.INSTANCE;
        }
        if (buffer.isEmpty()) {
            throw new IllegalStateException("the policy of this heap's sections is RETRY, and only session.run(task) can run one"
                + " again; use that, or enter(OnMigration.CANCEL)");
        }
        if (use == Use.UPDATE) {
            drainNow();
        } else if (!drain(writeIfMoved)) {
            if (use == Use.WRITE ? buffer.concerns(Pointer.pageId(pointer)) : buffer.overlaps(pointer + index, length)) {
                return use == Use.WRITE ? bufferedAddress(pointer, index, length) : snapshot(pointer, index, length, use);
            }
        }
        return carefulAddress(pointer, index, length, use);
    }

    /** For an entry in any state. */
    private long carefulAddress(long pointer, int index, int length, Use use) {
        int pageId = Pointer.pageId(pointer);
        boolean reading = use == Use.READ || use == Use.VIEW;
        // READ_THROUGH reads the old frame of a page on the move: it is recycled only after this section has ended (I3).
        boolean holding = exclusive || !reading;
        for (;;) {
            long entry = protocol.entry(pageId);
            if (holding && Entry.state(entry) == Entry.MIGRATING && encounter() == Encounter.FALLBACK && use != Use.UPDATE) {
                return reading ? snapshot(pointer, index, length, use) : bufferedAddress(pointer, index, length);
            }
            if (!holding || Entry.state(entry) == Entry.PRESENT || pins().contains(pageId) || tryHold(pageId, entry)) {
                long address = locator.locate(pointer, index, length, entry);
                if (address != Locator.STALE) {
                    if (!reading && Entry.state(entry) != Entry.PRESENT && CardTable.covers(Entry.sizeClass(entry))) {
                        // Pinned now, and until after the last write: DirtyCards says why that is enough.
                        protocol.cards().mark(pageId, Pointer.offset(pointer) + index, length);
                    }
                    return address;
                }
            }
        }
    }

    // ---- fallback ----

    /** Memory for the sections that fall back. */
    protected final void useBuffer(StoreBuffer memory) {
        buffer = memory;
    }

    /** Where a write waits until the copy of its page is over. All accesses of the section look there until then. */
    private long bufferedAddress(long pointer, int index, int length) {
        int pageId = Pointer.pageId(pointer);
        long entry = protocol.entry(pageId);
        while (locator.locate(pointer, index, length, entry) == Locator.STALE) {
            Thread.onSpinWait();
            entry = protocol.entry(pageId);
        }
        // Exactly, whatever the checks: folded meanwhile, the page would refuse the write when it is made, with all behind it.
        locator.requireSlot(pointer, index, length, entry);
        if (length == 0) {
            // Nothing waits; at the end of a slot its place would be that of the next one.
            return buffer.scratch(0);
        }
        long bytes = buffer.append(pointer + index, length);
        if (bytes == 0) {
            throw reserveExhausted("a write of " + length + " bytes", buffer.used(), buffer.capacity());
        }
        buffered++;
        trapAccesses();
        return bytes;
    }

    /**
     * A copy of what a read would find, with the section's own waiting writes in it.
     *
     * <p>EXCLUSIVE, while the page is being copied: the old frame is free at commit, so the copy may be of bytes that were reused
     * meanwhile. It is right if the entry is the same behind the copy: then no commit came between, as a second move would have
     * needed a grace period, which waits for this section; and no write reaches the old frame unless the move is cancelled, and
     * then it is the page's own frame again.
     */
    private long snapshot(long pointer, int index, int length, Use use) {
        long copy = use == Use.VIEW ? buffer.view(length) : buffer.scratch(length);
        if (copy == 0) {
            throw reserveExhausted("a copy of " + length + " bytes to read", buffer.used(), buffer.capacity());
        }
        if (use == Use.VIEW) {
            leaveUntidy();
        }
        int pageId = Pointer.pageId(pointer);
        // A volatile read has to follow the section's volatile writes; the copy is made of plain loads.
        VarHandle.fullFence();
        for (;;) {
            long entry = protocol.entry(pageId);
            int state = Entry.state(entry);
            if (exclusive && state == Entry.ISOLATED && !pins().contains(pageId) && !tryHold(pageId, entry)) {
                continue;
            }
            long address = locator.locate(pointer, index, length, entry);
            if (address == Locator.STALE) {
                continue;
            }
            Locator.copyWhole(address, copy, length);
            if (exclusive && state == Entry.MIGRATING && !protocol.isUnchanged(pageId, entry)) {
                continue;
            }
            buffer.overlay(pointer + index, length, copy);
            snapshots++;
            return copy;
        }
    }

    @Override
    final void drainNow() {
        drain(writeNow);
    }

    /** At the end of a section: its views are void. */
    @Override
    final void clearBuffer() {
        buffer.clear();
    }

    private boolean drain(StoreBuffer.Drain how) {
        if (buffer.isEmpty()) {
            return true;
        }
        if (!buffer.drain(how)) {
            return false;
        }
        releaseAccesses();
        return true;
    }

    private boolean writeIfMoved(long place, long bytes, int length) {
        return Entry.state(protocol.entry(Pointer.pageId(place))) != Entry.MIGRATING && writeNow(place, bytes, length);
    }

    /** In the place itself; a copy that is running is cancelled. */
    private boolean writeNow(long place, long bytes, int length) {
        Locator.copyWhole(bytes, carefulAddress(place, 0, length, Use.UPDATE), length);
        return true;
    }

    /** The exception for a reserve that is too small. It is counted. */
    protected abstract RuntimeException reserveExhausted(String what, int used, int capacity);

    // ---- counters ----

    /** Reads answered from a copy in the reserve. */
    public final long snapshots() {
        return snapshots;
    }

    /** Writes that waited in the reserve. */
    public final long buffered() {
        return buffered;
    }
}
