package org.pagurus.bench.defrag.store;

/**
 * What stands in an object, so that whoever reads it can tell whether it is the right one and whole.
 *
 * <pre>
 *   0         8              16        512            1024                    size - 8, rounded down to 8
 *   | header  | mix ^ size   | ...     | mix + 512    | mix + 1024    ...     | mix + its offset |
 *   header = generation &lt;&lt; 32 | index,  mix = mix(header)
 * </pre>
 *
 * <p>There is a word in each OS page that the object covers, so that writing the stamp makes all of it resident. Objects have
 * 16 bytes or more.
 */
public final class Stamp {
    /** The least size of an object. */
    public static final int MIN_BYTES = 16;
    static final int SIZE_OFFSET = 8;
    /** Bytes between two words. */
    static final int STRIDE = 512;

    private Stamp() {
    }

    /** The first word of the object at an index of the live set; each object there has another generation. */
    public static long header(int index, int generation) {
        return (long) generation << Integer.SIZE | index;
    }

    static int indexOf(long header) {
        return (int) header;
    }

    /** A number that looks like no other header's: the finisher of SplitMix64. */
    static long mix(long header) {
        long z = header + 0x9E3779B97F4A7C15L;
        z = (z ^ z >>> 30) * 0xBF58476D1CE4E5B9L;
        z = (z ^ z >>> 27) * 0x94D049BB133111EBL;
        return z ^ z >>> 31;
    }

    /** Where the last word stands; not below 16, or there is none. */
    static int lastOffset(int size) {
        return size - Long.BYTES & -Long.BYTES;
    }

    /** The word at {@link #SIZE_OFFSET}. */
    static long sizeWord(long header, int size) {
        return mix(header) ^ size;
    }

    /** The size that belongs to a header and its second word; any number if they do not belong together. */
    static long sizeOf(long header, long sizeWord) {
        return mix(header) ^ sizeWord;
    }

    /** The word at an offset from 512 on, or at the last one. */
    static long word(long header, int offset) {
        return mix(header) + offset;
    }
}
