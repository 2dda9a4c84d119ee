package org.pagurus.relocation.torture;

/**
 * The words that objects are made of. Each word of an item's contents says to which object it belongs, at which place, and how
 * often its writer had written all of them.
 *
 * <pre>
 *   63 ......... 32   31 ................... 0
 *   version           hash of stamp and place
 * </pre>
 */
final class Words {
    private static final long GOLDEN = 0x9E37_79B9_7F4A_7C15L;
    private static final long LOW = 0xFFFF_FFFFL;

    private Words() {
    }

    /** Scatters bits: a bijection. */
    static long mix(long value) {
        long mixed = (value ^ value >>> 30) * 0xBF58_476D_1CE4_E5B9L;
        mixed = (mixed ^ mixed >>> 27) * 0x94D0_49BB_1331_11EBL;
        return mixed ^ mixed >>> 31;
    }

    static long word(long stamp, int place, int version) {
        return (long) version << 32 | mix(stamp + place * GOLDEN) & LOW;
    }

    static int versionOf(long word) {
        return (int) (word >>> 32);
    }

    static boolean belongs(long word, long stamp, int place) {
        return ((word ^ mix(stamp + place * GOLDEN)) & LOW) == 0;
    }

    /** Goes on with a checksum, which begins with the stamp. */
    static long checksum(long before, long word) {
        return Long.rotateLeft(before ^ word, 7) * GOLDEN;
    }

    /** What a word that should have been another one tells. */
    static Finding.Kind kindOf(long word, Finding.Kind otherwise) {
        return word == Poison.WORD ? Finding.Kind.POISON : otherwise;
    }
}
