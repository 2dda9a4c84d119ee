package org.pagurus.allocator.internal.pages;

import org.pagurus.allocator.internal.os.RawMemory;

/**
 * The slots of one page: which are in use, and where they are. A slot has a <em>place</em>: its own number, unless the page is
 * folded; then its rank among the slots that were allocated when the page was folded. Bits and bytes are kept by place, so a
 * folded page takes memory for its survivors only.
 *
 * <p>Three bits for each place, in words of 64:
 * <pre>
 *   allocated       written by the page's owner alone, without atomics
 *   locally retired freed by the owner: written by the owner alone, without atomics
 *   retired         freed by anyone else: atomic
 * </pre>
 *
 * <p>A page gets a new object when it is folded; {@link Page#movedTo} says how frees that race with that are kept.
 */
public abstract sealed class Slots permits PlainSlots, FoldedSlots, TinySlots {
    private final int version;

    /** Slots of a page in that version: 0 for one that is not folded, else what its folded entry names. */
    Slots(int version) {
        this.version = version;
    }

    /**
     * The slots of a page that is about to be folded, with those of the bitmap allocated.
     *
     * @param live    the slots that move, at least one
     * @param version that of the folded entry
     * @param base    where the first of them will be
     */
    static Slots folded(long[] live, int version, long base) {
        int size = 0;
        for (long word : live) {
            size += Long.bitCount(word);
        }
        Slots slots = size <= TinySlots.MAX_PLACES ? new TinySlots(live, size, version, base)
            : new FoldedSlots(live, size, version, base);
        for (int w = 0; w < slots.words(); w++) {
            int rest = size - (w << 6);
            slots.allocate(w, rest >= 64 ? -1L : (1L << rest) - 1);
        }
        return slots;
    }

    /** The version: 0 if not folded. */
    public final int version() {
        return version;
    }

    public final boolean isFolded() {
        return version != 0;
    }

    /** How many places there are. */
    public abstract int count();

    /** Words of 64 places. */
    final int words() {
        return count() + 63 >>> 6;
    }

    /** The place of a slot, or -1 if it has none: it was not allocated when the page was folded. */
    public abstract int placeOf(int slot);

    /** The slot of a place. */
    public abstract int slotAt(int place);

    /** The address of place 0 of a folded page, else 0. */
    public abstract long base();

    /** Folded pages only: the address of a slot, or 0 if it has no place. */
    public final long addressOf(int slot, int slotBytes) {
        int place = placeOf(slot);
        return place < 0 ? 0 : base() + (long) place * slotBytes;
    }

    abstract long allocated(int w);

    abstract long locallyRetired(int w);

    /** Volatile: {@link Page#movedTo} relies on it. */
    abstract long retired(int w);

    /** Owner only. */
    abstract void allocate(int w, long bits);

    /** Owner only: allocates the first free place from a word on. @return the place, or -1 */
    int allocateFrom(int word) {
        for (int w = word; w < words(); w++) {
            long free = ~allocated(w);
            if (free != 0) {
                int place = (w << 6) + Long.numberOfTrailingZeros(free);
                if (place >= count()) {
                    return -1;
                }
                allocate(w, free & -free);
                return place;
            }
        }
        return -1;
    }

    /** Owner only: the places are neither allocated nor locally retired any more. */
    abstract void clear(int w, long bits);

    /** Owner only. */
    abstract void retireLocally(int w, long bits);

    /**
     * Owner only: retires a place locally if it is live.
     *
     * @param othersToo whether other threads have retired places of this page
     */
    boolean tryRetireLocally(int w, long bit, boolean othersToo) {
        if ((allocated(w) & bit) == 0 || ((locallyRetired(w) | (othersToo ? retired(w) : 0)) & bit) != 0) {
            return false;
        }
        retireLocally(w, bit);
        return true;
    }

    /** Owner only. */
    abstract void unretireLocally(int w, long bits);

    /** Any thread; a full fence. @return the word before */
    abstract long retire(int w, long bits);

    /** Owner only, beside threads that retire. */
    abstract void clearRetired(int w, long bits);

    /** Java heap bytes of this object and what it refers to, estimated with 4-byte references. */
    abstract long estimatedBytes();

    // ---- over all places ----

    /** Whether a place is allocated and not retired. */
    final boolean isLive(int place) {
        int w = place >>> 6;
        long bit = 1L << place;
        return (allocated(w) & bit) != 0 && ((locallyRetired(w) | retired(w)) & bit) == 0;
    }

    final int allocatedCount() {
        int sum = 0;
        for (int w = words() - 1; w >= 0; w--) {
            sum += Long.bitCount(allocated(w));
        }
        return sum;
    }

    /** Allocated places that are not among these. */
    final int allocatedWithout(long[] places) {
        int sum = 0;
        for (int w = words() - 1; w >= 0; w--) {
            sum += Long.bitCount(allocated(w) & ~places[w]);
        }
        return sum;
    }

    /** Whether no place is allocated. */
    final boolean isEmpty() {
        for (int w = words() - 1; w >= 0; w--) {
            if (allocated(w) != 0) {
                return false;
            }
        }
        return true;
    }

    final int locallyRetiredCount() {
        int sum = 0;
        for (int w = words() - 1; w >= 0; w--) {
            sum += Long.bitCount(locallyRetired(w));
        }
        return sum;
    }

    /** What is wrong with the bits or with the counts of them, or null. */
    final String inconsistency(int heldCount, int retiredCount) {
        int heldBits = 0;
        int retiredBits = 0;
        for (int w = 0; w < words(); w++) {
            long own = locallyRetired(w);
            long others = retired(w);
            heldBits += Long.bitCount(allocated(w) & ~own);
            retiredBits += Long.bitCount(others);
            if (((own | others) & ~allocated(w)) != 0) {
                return "slots retired but not allocated in word " + w;
            }
            if ((own & others) != 0) {
                return "slots retired twice in word " + w;
            }
            if (w + 1 << 6 > count() && allocated(w) >>> count() != 0) {
                return "slots allocated behind the last of " + count();
            }
        }
        return heldBits == heldCount && retiredBits == retiredCount ? null
            : "held " + heldBits + " counted " + heldCount + ", retired " + retiredBits + " counted " + retiredCount;
    }

    /** The allocated slots of a page of so many slots, as a bitmap of slots. */
    final long[] allocatedBitmap(int slotCount) {
        long[] bitmap = new long[slotCount + 63 >>> 6];
        for (int w = words() - 1; w >= 0; w--) {
            if (!isFolded()) {
                bitmap[w] = allocated(w);
                continue;
            }
            for (long rest = allocated(w); rest != 0; rest &= rest - 1) {
                int slot = slotAt((w << 6) + Long.numberOfTrailingZeros(rest));
                bitmap[slot >>> 6] |= 1L << slot;
            }
        }
        return bitmap;
    }

    /** Owner only: marks what is retired here as retired there. */
    final void carryRetiredTo(Slots next) {
        for (int w = words() - 1; w >= 0; w--) {
            long own = locallyRetired(w);
            for (long rest = own | retired(w); rest != 0; rest &= rest - 1) {
                int place = next.placeOf(slotAt((w << 6) + Long.numberOfTrailingZeros(rest)));
                if (place >= 0 && (own & rest & -rest) != 0) {
                    next.retireLocally(place >>> 6, 1L << place);
                } else if (place >= 0) {
                    next.retire(place >>> 6, 1L << place);
                }
            }
        }
    }

    /** Owner only: copies the allocated slots, one behind the other, neighbours together. */
    final void copyAllocated(long source, long slotBytes, long target) {
        long to = target;
        long from = source;
        long length = 0;
        for (int w = 0; w < words(); w++) {
            long rest = allocated(w);
            while (rest != 0) {
                int first = Long.numberOfTrailingZeros(rest);
                int places = Math.min(64 - first, Long.numberOfTrailingZeros(~(rest >>> first)));
                long address = source + ((w << 6) + first) * slotBytes;
                if (address != from + length) {
                    RawMemory.copy(from, to, length);
                    to += length;
                    from = address;
                    length = 0;
                }
                length += places * slotBytes;
                rest = first + places == 64 ? 0 : rest & -1L << first + places;
            }
        }
        RawMemory.copy(from, to, length);
    }
}
