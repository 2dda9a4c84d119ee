package org.pagurus.allocator.internal.pages;

import java.util.Arrays;

/**
 * Which slots a folded page has: their ranks, a rank being the number of slots before this one that were allocated when the page
 * was folded. Immutable.
 *
 * <pre>
 *   dense    bits   one for each slot of the page         rank = before[s / 64] + bitCount(bits[s / 64] below s)
 *            before slots in all earlier words
 *   sparse   slots  the slots, ascending                  rank = place found by binary search
 * </pre>
 *
 * <p>The smaller of the two is taken.
 */
final class FoldDescriptor {
    private static final int OBJECT_BYTES = 32;
    private static final int ARRAY_BYTES = 16;
    private final int size;
    private final long[] bits;
    private final char[] before;
    private final char[] slots;

    private FoldDescriptor(int size, long[] bits, char[] before, char[] slots) {
        this.size = size;
        this.bits = bits;
        this.before = before;
        this.slots = slots;
    }

    /** The ranks of the slots of a bitmap, which is copied. */
    static FoldDescriptor of(long[] live) {
        char[] before = new char[live.length];
        int size = 0;
        for (int w = 0; w < live.length; w++) {
            before[w] = (char) size;
            size += Long.bitCount(live[w]);
        }
        if (2 * size < 10 * live.length) {
            return new FoldDescriptor(size, null, null, slotsOf(live, size));
        }
        return new FoldDescriptor(size, live.clone(), before, null);
    }

    private static char[] slotsOf(long[] live, int size) {
        char[] slots = new char[size];
        int n = 0;
        for (int w = 0; w < live.length; w++) {
            for (long rest = live[w]; rest != 0; rest &= rest - 1) {
                slots[n++] = (char) ((w << 6) + Long.numberOfTrailingZeros(rest));
            }
        }
        return slots;
    }

    /** The rank of a slot, or -1 if it has none. The slot is one of the page's. */
    int rank(int slot) {
        if (slots != null) {
            int place = Arrays.binarySearch(slots, (char) slot);
            return place < 0 ? -1 : place;
        }
        long word = bits[slot >>> 6];
        long bit = 1L << slot;
        return (word & bit) == 0 ? -1 : before[slot >>> 6] + Long.bitCount(word & (bit - 1));
    }

    /** The slot of a rank from 0 to {@link #size} - 1. */
    int slotAt(int rank) {
        if (slots != null) {
            return slots[rank];
        }
        int w = Arrays.binarySearch(before, (char) rank);
        // Words without slots repeat the count of the next: the last word of equal counts has the slot.
        w = w < 0 ? -w - 2 : w;
        while (w + 1 < before.length && before[w + 1] <= rank) {
            w++;
        }
        long word = bits[w];
        for (int skip = rank - before[w]; skip > 0; skip--) {
            word &= word - 1;
        }
        return (w << 6) + Long.numberOfTrailingZeros(word);
    }

    int size() {
        return size;
    }

    /** Java heap bytes, estimated with 4-byte references. */
    long estimatedBytes() {
        return OBJECT_BYTES + (slots != null ? ARRAY_BYTES + 2L * slots.length : 2L * ARRAY_BYTES + 10L * bits.length);
    }
}
