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

    @Override
    void allocate(int w, long bits) {
        WORD.setOpaque(owned, w << 1, owned[w << 1] | bits);
    }

    @Override
    void clear(int w, long bits) {
        WORD.setOpaque(owned, w << 1, owned[w << 1] & ~bits);
        WORD.setOpaque(owned, (w << 1) + 1, owned[(w << 1) + 1] & ~bits);
    }

    @Override
    void retireLocally(int w, long bits) {
        WORD.setOpaque(owned, (w << 1) + 1, owned[(w << 1) + 1] | bits);
    }

    @Override
    void unretireLocally(int w, long bits) {
        WORD.setOpaque(owned, (w << 1) + 1, owned[(w << 1) + 1] & ~bits);
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
