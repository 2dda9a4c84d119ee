package org.pagurus.allocator.internal.pages;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;

/**
 * The slots of a page that is not folded: each is its own place. The owner's two bits of a place stand in neighbouring words,
 * those of other threads elsewhere.
 */
final class PlainSlots extends Slots {
    private static final VarHandle WORD = MethodHandles.arrayElementVarHandle(long[].class);
    private static final int OBJECT_BYTES = 32;
    private static final int ARRAY_BYTES = 16;

    private final int count;
    /** By word: allocated, locally retired. */
    private final long[] owned;
    private final long[] retired;

    /** The free slots of a page that is not folded. */
    PlainSlots(int count) {
        super(0);
        this.count = count;
        this.owned = new long[words() << 1];
        this.retired = new long[words()];
    }

    @Override
    public int count() {
        return count;
    }

    @Override
    public int placeOf(int slot) {
        return slot < count ? slot : -1;
    }

    @Override
    public int slotAt(int place) {
        return place;
    }

    @Override
    public long base() {
        return 0;
    }

    @Override
    long allocated(int w) {
        return (long) WORD.getOpaque(owned, w << 1);
    }

    @Override
    long locallyRetired(int w) {
        return (long) WORD.getOpaque(owned, (w << 1) + 1);
    }

    @Override
    long retired(int w) {
        return (long) WORD.getVolatile(retired, w);
    }

    // The owner's steps are plain: they lie in its section, whose exit, or in its ownership, whose end, is a release. Others read
    // its bits to refuse a second free, or after a grace period.

    @Override
    void allocate(int w, long bits) {
        owned[w << 1] |= bits;
    }

    @Override
    int allocateFrom(int word) {
        long[] mine = owned;
        for (int at = word << 1; at < mine.length; at += 2) {
            long free = ~mine[at];
            if (free != 0) {
                int place = (at << 5) + Long.numberOfTrailingZeros(free);
                if (place >= count) {
                    return -1;
                }
                mine[at] |= free & -free;
                return place;
            }
        }
        return -1;
    }

    @Override
    void clear(int w, long bits) {
        long[] mine = owned;
        mine[w << 1] &= ~bits;
        mine[(w << 1) + 1] &= ~bits;
    }

    @Override
    void retireLocally(int w, long bits) {
        owned[(w << 1) + 1] |= bits;
    }

    @Override
    boolean tryRetireLocally(int w, long bit, boolean othersToo) {
        long[] mine = owned;
        int at = w << 1;
        long own = mine[at + 1];
        if ((mine[at] & ~own & bit) == 0 || othersToo && (retired[w] & bit) != 0) {
            return false;
        }
        mine[at + 1] = own | bit;
        return true;
    }

    @Override
    void unretireLocally(int w, long bits) {
        owned[(w << 1) + 1] &= ~bits;
    }

    @Override
    long retire(int w, long bits) {
        return (long) WORD.getAndBitwiseOr(retired, w, bits);
    }

    @Override
    void clearRetired(int w, long bits) {
        WORD.getAndBitwiseAnd(retired, w, ~bits);
    }

    @Override
    long estimatedBytes() {
        return OBJECT_BYTES + 2L * ARRAY_BYTES + 24L * words();
    }
}
