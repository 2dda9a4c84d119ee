package org.pagurus.allocator.internal.pages;

import java.util.Arrays;

/**
 * Where the slots of a folded page are: slot {@code s} is at {@code base + rank(s) * slotBytes}, rank being the number of
 * slots before {@code s} that were live when the page was folded. Immutable; its id is recycled after a grace period, as
 * frames are.
 *
 * <pre>
 *   dense    bits   one for each slot of the page         rank = before[s / 64] + bitCount(bits[s / 64] below s)
 *            before slots in all earlier words
 *   sparse   slots  the live slots, ascending             rank = place found by binary search
 * </pre>
 *
 * <p>The smaller of the two is taken: a page of 1,024 slots with one survivor needs 2 bytes, not 160.
 */
public final class FoldDescriptor {
    private static final int OBJECT_BYTES = 40;
    private static final int ARRAY_BYTES = 16;
    private final long base;
    private final int slotBytes;
    private final int size;
    private final long[] bits;
    private final char[] before;
    private final char[] slots;

    private FoldDescriptor(long base, int slotBytes, int size, long[] bits, char[] before, char[] slots) {
        this.base = base;
        this.slotBytes = slotBytes;
        this.size = size;
        this.bits = bits;
        this.before = before;
        this.slots = slots;
    }

    /**
     * Describes a fold.
     *
     * @param live      bitmap of the slots that move; copied
     * @param base      address of the first of them after the move
     * @param slotBytes bytes of a slot
     * @return the descriptor
     */
    public static FoldDescriptor of(long[] live, long base, int slotBytes) {
        char[] before = new char[live.length];
        int size = 0;
        for (int w = 0; w < live.length; w++) {
            before[w] = (char) size;
            size += Long.bitCount(live[w]);
        }
        if (2 * size < 10 * live.length) {
            return new FoldDescriptor(base, slotBytes, size, null, null, slotsOf(live, size));
        }
        return new FoldDescriptor(base, slotBytes, size, live.clone(), before, null);
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

    /**
     * How many slots before this one were folded.
     *
     * @return 0 to {@link #size} - 1, or -1 if the slot was not live when the page was folded
     */
    public int rank(int slot) {
        if (slots != null) {
            int place = Arrays.binarySearch(slots, (char) slot);
            return place < 0 ? -1 : place;
        }
        long word = bits[slot >>> 6];
        long bit = 1L << slot;
        return (word & bit) == 0 ? -1 : before[slot >>> 6] + Long.bitCount(word & (bit - 1));
    }

    /** The address of a slot, or 0 if it was not live when the page was folded. */
    public long addressOf(int slot) {
        int rank = rank(slot);
        return rank < 0 ? 0 : base + (long) rank * slotBytes;
    }

    /** The address of the first folded slot. */
    public long base() {
        return base;
    }

    /** How many slots were folded. */
    public int size() {
        return size;
    }

    /** Java heap bytes, estimated. */
    public long estimatedBytes() {
        return OBJECT_BYTES + (slots != null ? ARRAY_BYTES + 2L * slots.length : 2L * ARRAY_BYTES + 10L * bits.length);
    }
}
