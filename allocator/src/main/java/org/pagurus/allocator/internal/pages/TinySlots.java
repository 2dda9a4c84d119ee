package org.pagurus.allocator.internal.pages;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;

/**
 * The slots of a page that was folded with at most four survivors, in one object without arrays: the survivors of a mass delete
 * are often alone in their pages, and then this is most of what they cost.
 *
 * <pre>
 *   slots   15 .. 0 slot at place 0, 31 .. 16 place 1, ...
 *   state   10 .. 8 count, 15 .. 12 allocated, 23 .. 20 locally retired, 31 .. 28 retired: a bit for each place
 * </pre>
 *
 * <p>All bits share one word, so even the owner changes it by atomics.
 */
final class TinySlots extends Slots {
    static final int MAX_PLACES = 4;
    private static final int OBJECT_BYTES = 40;
    private static final int COUNT_SHIFT = 8;
    private static final int ALLOCATED_SHIFT = 12;
    private static final int LOCALLY_RETIRED_SHIFT = 20;
    private static final int RETIRED_SHIFT = 28;
    private static final int PLACES_MASK = 0xF;
    private static final VarHandle STATE;

    static {
        try {
            STATE = MethodHandles.lookup().findVarHandle(TinySlots.class, "state", int.class);
        } catch (ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    private final long base;
    private final long slots;
    private volatile int state;

    TinySlots(long[] live, int size, int version, long base) {
        super(version);
        this.base = base;
        long packed = 0;
        int place = 0;
        for (int w = 0; w < live.length; w++) {
            for (long rest = live[w]; rest != 0; rest &= rest - 1) {
                packed |= (long) ((w << 6) + Long.numberOfTrailingZeros(rest)) << (place++ << 4);
            }
        }
        this.slots = packed;
        this.state = size << COUNT_SHIFT;
    }

    @Override
    public int count() {
        return state >>> COUNT_SHIFT & 7;
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
        return (int) (slots >>> (place << 4)) & 0xFFFF;
    }

    @Override
    public long base() {
        return base;
    }

    @Override
    long allocated(int w) {
        return state >>> ALLOCATED_SHIFT & PLACES_MASK;
    }

    @Override
    long locallyRetired(int w) {
        return state >>> LOCALLY_RETIRED_SHIFT & PLACES_MASK;
    }

    @Override
    long retired(int w) {
        return state >>> RETIRED_SHIFT & PLACES_MASK;
    }

    @Override
    void allocate(int w, long bits) {
        STATE.getAndBitwiseOr(this, (int) bits << ALLOCATED_SHIFT);
    }

    @Override
    void clear(int w, long bits) {
        STATE.getAndBitwiseAnd(this, ~((int) bits << ALLOCATED_SHIFT | (int) bits << LOCALLY_RETIRED_SHIFT));
    }

    @Override
    void retireLocally(int w, long bits) {
        STATE.getAndBitwiseOr(this, (int) bits << LOCALLY_RETIRED_SHIFT);
    }

    @Override
    void unretireLocally(int w, long bits) {
        STATE.getAndBitwiseAnd(this, ~((int) bits << LOCALLY_RETIRED_SHIFT));
    }

    @Override
    long retire(int w, long bits) {
        return (int) STATE.getAndBitwiseOr(this, (int) bits << RETIRED_SHIFT) >>> RETIRED_SHIFT & PLACES_MASK;
    }

    @Override
    void clearRetired(int w, long bits) {
        STATE.getAndBitwiseAnd(this, ~((int) bits << RETIRED_SHIFT));
    }

    @Override
    long estimatedBytes() {
        return OBJECT_BYTES;
    }
}
