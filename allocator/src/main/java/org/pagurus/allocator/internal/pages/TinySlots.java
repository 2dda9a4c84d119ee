package org.pagurus.allocator.internal.pages;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;

/**
 * The slots of a page that was folded with at most three survivors, in one word: the survivors of a mass delete are often alone
 * in their pages, and then this is a good part of what they cost.
 *
 * <pre>
 *   47 .. 0   slots, 16 bits each, place 0 lowest       never change
 *   49 .. 48  count                                     never changes
 *   52 .. 50  allocated, a bit for each place
 *   55 .. 53  locally retired
 *   58 .. 56  retired
 * </pre>
 *
 * <p>All bits share the word, so even the owner changes them by atomics.
 */
final class TinySlots extends Slots {
    static final int MAX_PLACES = 3;
    private static final int OBJECT_BYTES = 32;
    private static final int COUNT_SHIFT = 48;
    private static final int ALLOCATED_SHIFT = 50;
    private static final int LOCALLY_RETIRED_SHIFT = 53;
    private static final int RETIRED_SHIFT = 56;
    private static final int PLACES_MASK = 7;
    private static final VarHandle WORD;

    static {
        try {
            WORD = MethodHandles.lookup().findVarHandle(TinySlots.class, "word", long.class);
        } catch (ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    private final long base;
    private volatile long word;

    TinySlots(long[] live, int size, int version, long base) {
        super(version);
        this.base = base;
        long packed = (long) size << COUNT_SHIFT;
        int place = 0;
        for (int w = 0; w < live.length; w++) {
            for (long rest = live[w]; rest != 0; rest &= rest - 1) {
                packed |= (long) ((w << 6) + Long.numberOfTrailingZeros(rest)) << (place++ << 4);
            }
        }
        this.word = packed;
    }

    @Override
    public int count() {
        return (int) (word >>> COUNT_SHIFT) & 3;
    }

    @Override
    public int placeOf(int slot) {
        for (int place = count() - 1; place >= 0; place--) {
            if (slotAt(place) == slot) {
                return place;
            }
        }
        return -1;
    }

    @Override
    public int slotAt(int place) {
        return (int) (word >>> (place << 4)) & 0xFFFF;
    }

    @Override
    public long base() {
        return base;
    }

    @Override
    long allocated(int w) {
        return word >>> ALLOCATED_SHIFT & PLACES_MASK;
    }

    @Override
    long locallyRetired(int w) {
        return word >>> LOCALLY_RETIRED_SHIFT & PLACES_MASK;
    }

    @Override
    long retired(int w) {
        return word >>> RETIRED_SHIFT & PLACES_MASK;
    }

    @Override
    void allocate(int w, long bits) {
        WORD.getAndBitwiseOr(this, bits << ALLOCATED_SHIFT);
    }

    @Override
    void clear(int w, long bits) {
        WORD.getAndBitwiseAnd(this, ~(bits << ALLOCATED_SHIFT | bits << LOCALLY_RETIRED_SHIFT));
    }

    @Override
    void retireLocally(int w, long bits) {
        WORD.getAndBitwiseOr(this, bits << LOCALLY_RETIRED_SHIFT);
    }

    @Override
    void unretireLocally(int w, long bits) {
        WORD.getAndBitwiseAnd(this, ~(bits << LOCALLY_RETIRED_SHIFT));
    }

    @Override
    long retire(int w, long bits) {
        return (long) WORD.getAndBitwiseOr(this, bits << RETIRED_SHIFT) >>> RETIRED_SHIFT & PLACES_MASK;
    }

    @Override
    void clearRetired(int w, long bits) {
        WORD.getAndBitwiseAnd(this, ~(bits << RETIRED_SHIFT));
    }

    @Override
    long estimatedBytes() {
        return OBJECT_BYTES;
    }
}
