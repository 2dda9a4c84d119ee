package org.pagurus.allocator.internal.pages;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;

/**
 * The slots of a folded page: where each is, and the bits of its places, all in one array, because there may be very many sparse
 * pages.
 *
 * <pre>
 *   where   either a bit for each slot of the page        place = slots with a bit below it
 *             + in large pages the bits in all earlier
 *               words, 16 bits for each word
 *           or the slots, ascending, 16 bits each         place = position, found by binary search
 *   bits    allocated | locally retired | retired         a word of each for 64 places
 * </pre>
 *
 * <p>The smaller of the two forms is taken. What says where a slot is never changes.
 */
final class FoldedSlots extends Slots {
    private static final VarHandle WORD = MethodHandles.arrayElementVarHandle(long[].class);
    private static final int OBJECT_BYTES = 40;
    private static final int ARRAY_BYTES = 16;
    /** So many words are counted through for each access; with more, counts are kept. */
    private static final int MAX_WORDS_WITHOUT_COUNTS = 16;

    private final long base;
    private final long[] data;
    private final int count;
    /** Words of the bitmap, or 0 if the slots are listed. */
    private final int mapWords;
    /** Where the bits of places begin. */
    private final int bits;

    /**
     * The free places of a page that is folded.
     *
     * @param live the slots that get a place
     * @param size how many they are
     */
    FoldedSlots(long[] live, int size, int version, long base) {
        super(version);
        this.base = base;
        this.count = size;
        int counts = live.length > MAX_WORDS_WITHOUT_COUNTS ? live.length + 3 >> 2 : 0;
        int listed = size + 3 >> 2;
        this.mapWords = live.length + counts <= listed ? live.length : 0;
        this.bits = mapWords > 0 ? live.length + counts : listed;
        this.data = new long[bits + 3 * words()];
        if (mapWords > 0) {
            map(live, counts > 0);
        } else {
            list(live);
        }
    }

    private void map(long[] live, boolean withCounts) {
        int before = 0;
        for (int w = 0; w < live.length; w++) {
            data[w] = live[w];
            if (withCounts) {
                putShort(mapWords, w, before);
            }
            before += Long.bitCount(live[w]);
        }
    }

    private void list(long[] live) {
        int place = 0;
        for (int w = 0; w < live.length; w++) {
            for (long rest = live[w]; rest != 0; rest &= rest - 1) {
                putShort(0, place++, (w << 6) + Long.numberOfTrailingZeros(rest));
            }
        }
    }

    private void putShort(int from, int index, int value) {
        data[from + (index >> 2)] |= (long) value << ((index & 3) << 4);
    }

    private int shortAt(int from, int index) {
        return (int) (data[from + (index >> 2)] >>> ((index & 3) << 4)) & 0xFFFF;
    }

    @Override
    public int count() {
        return count;
    }

    @Override
    public int placeOf(int slot) {
        if (mapWords == 0) {
            return find(slot);
        }
        int w = slot >>> 6;
        long bit = 1L << slot;
        return (data[w] & bit) == 0 ? -1 : placesBefore(w) + Long.bitCount(data[w] & bit - 1);
    }

    private int placesBefore(int w) {
        if (mapWords > MAX_WORDS_WITHOUT_COUNTS) {
            return shortAt(mapWords, w);
        }
        int before = 0;
        for (int i = 0; i < w; i++) {
            before += Long.bitCount(data[i]);
        }
        return before;
    }

    private int find(int slot) {
        int low = 0;
        int high = count - 1;
        while (low <= high) {
            int middle = low + high >>> 1;
            int there = shortAt(0, middle);
            if (there == slot) {
                return middle;
            }
            if (there < slot) {
                low = middle + 1;
            } else {
                high = middle - 1;
            }
        }
        return -1;
    }

    @Override
    public int slotAt(int place) {
        if (mapWords == 0) {
            return shortAt(0, place);
        }
        int rest = place;
        int w = 0;
        for (int here = Long.bitCount(data[0]); here <= rest; here = Long.bitCount(data[w])) {
            rest -= here;
            w++;
        }
        long word = data[w];
        for (; rest > 0; rest--) {
            word &= word - 1;
        }
        return (w << 6) + Long.numberOfTrailingZeros(word);
    }

    @Override
    public long base() {
        return base;
    }

    @Override
    long allocated(int w) {
        return (long) WORD.getOpaque(data, bits + w);
    }

    @Override
    long locallyRetired(int w) {
        return (long) WORD.getOpaque(data, bits + words() + w);
    }

    @Override
    long retired(int w) {
        return (long) WORD.getVolatile(data, bits + 2 * words() + w);
    }

    @Override
    void allocate(int w, long places) {
        WORD.setOpaque(data, bits + w, data[bits + w] | places);
    }

    @Override
    void clear(int w, long places) {
        WORD.setOpaque(data, bits + w, data[bits + w] & ~places);
        unretireLocally(w, places);
    }

    @Override
    void retireLocally(int w, long places) {
        int at = bits + words() + w;
        WORD.setOpaque(data, at, data[at] | places);
    }

    @Override
    void unretireLocally(int w, long places) {
        int at = bits + words() + w;
        WORD.setOpaque(data, at, data[at] & ~places);
    }

    @Override
    long retire(int w, long places) {
        return (long) WORD.getAndBitwiseOr(data, bits + 2 * words() + w, places);
    }

    @Override
    void clearRetired(int w, long places) {
        WORD.getAndBitwiseAnd(data, bits + 2 * words() + w, ~places);
    }

    @Override
    long estimatedBytes() {
        return OBJECT_BYTES + ARRAY_BYTES + 8L * data.length;
    }
}
