package org.pagurus.relocation.internal.access;

import org.pagurus.allocator.Pointer;
import org.pagurus.allocator.PointerException;
import org.pagurus.allocator.internal.os.RawMemory;
import org.pagurus.allocator.internal.pages.Entry;
import org.pagurus.allocator.internal.pages.IdTable;
import org.pagurus.allocator.internal.pages.Page;
import org.pagurus.allocator.internal.pages.SizeClasses;
import org.pagurus.allocator.internal.pages.Slots;

/** Entry and pointer to address, with the checks. What an entry means is decided before. */
final class Locator {
    static final long STALE = 0;

    private final IdTable<Page> pages;

    Locator(IdTable<Page> pages) {
        this.pages = pages;
    }

    /**
     * The address under an entry in any state, after the checks; {@link #STALE} if a folded page has moved on since the entry was
     * read. A folded slot is checked exactly: its neighbours are others.
     */
    long locate(long pointer, int index, int length, long entry) {
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
        Page page = pages.get(Pointer.pageId(pointer));
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

    /** Copies a value whole, so that others never see a part of it; more than 8 bytes as a memcpy does. */
    static void copyWhole(long from, long to, int length) {
        if (length == 8 && ((from | to) & 7) == 0) {
            RawMemory.putLong(to, RawMemory.getLong(from));
        } else if (length == 4 && ((from | to) & 3) == 0) {
            RawMemory.putInt(to, RawMemory.getInt(from));
        } else if (length == 2 && ((from | to) & 1) == 0) {
            RawMemory.putShort(to, RawMemory.getShort(from));
        } else {
            RawMemory.copy(from, to, length);
        }
    }

    // ---- errors ----

    /** With full checks, and for a write that waits: the access stays in its slot, and the slot is in use. */
    void requireSlot(long pointer, int index, int length, long entry) {
        int sizeClass = Entry.sizeClass(entry);
        int slot = SizeClasses.slotOf(sizeClass, Pointer.offset(pointer));
        long start = (long) slot * SizeClasses.slotBytes(sizeClass);
        Page page = pages.get(Pointer.pageId(pointer));
        if (page == null || !page.isAllocated(slot)) {
            throw new PointerException(pointer, "used after free: slot " + slot + " is not allocated");
        }
        if (Pointer.offset(pointer) + index + length > start + page.slotBytes()) {
            throw outOfSlot(pointer, index, length, page.slotBytes());
        }
    }

    static PointerException outOfBounds(long pointer, int index, int length, long entry) {
        if (pointer == Pointer.NULL) {
            return new PointerException(pointer, "the null pointer was used; 0 is never an allocation");
        }
        if (Entry.isAbsent(entry)) {
            return new PointerException(pointer, "its page is not allocated: freed earlier, or a pointer of another heap");
        }
        return outOfSlot(pointer, index, length, SizeClasses.slotBytes(Entry.sizeClass(entry)));
    }

    static PointerException sealed(long pointer, int index, int length) {
        return new PointerException(pointer, "a write of " + length + " bytes at index=" + index + " to a sealed object, or an"
            + " address or a view to write it; its contents never change, so that its page can be copied at any time. Read it"
            + " with get..., address or wrapForReading; to change it, publish a new object of allocateSealed in its place, or"
            + " allocate what is written to as MOVABLE");
    }

    private static PointerException outOfSlot(long pointer, int index, int length, int slotBytes) {
        return new PointerException(pointer, "access out of bounds: index=" + index + " length=" + length + ", the slots of its"
            + " page have " + slotBytes + " bytes");
    }
}
