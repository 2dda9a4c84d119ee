package org.pagurus.bench.caches;

import java.util.Arrays;
import java.util.SplittableRandom;

/**
 * Values whose every byte can be checked. A value of 8 bytes or more begins with a header that names its key, its version and its
 * length; the rest is a piece of a fixed random text, and the header says where the piece begins. Immutable; any thread.
 *
 * <pre>
 *   0                                          8                                          length
 *   | mix(key) ^ (version &lt;&lt; 32 | length)      | text, from mix(header) mod 64 KiB on, again after 1 MiB |
 *   a value below 8 bytes is the first bytes of its header
 * </pre>
 */
public final class Values {
    static final int HEADER_BYTES = Long.BYTES;
    private static final int STARTS = 1 << 16;
    private static final int PERIOD = 1 << 20;
    private static final byte[] TEXT = new byte[STARTS + PERIOD];

    static {
        new SplittableRandom(STARTS).nextBytes(TEXT);
    }

    private Values() {
    }

    /**
     * Writes a value.
     *
     * @param target  from its beginning
     * @param length  bytes, from 1
     * @param key     any
     * @param version of the key's value
     */
    public static void write(byte[] target, int length, long key, int version) {
        long header = header(length, key, version);
        for (int i = 0; i < Math.min(HEADER_BYTES, length); i++) {
            target[i] = (byte) (header >>> Byte.SIZE * i);
        }
        int start = start(header);
        for (int at = HEADER_BYTES; at < length; at += PERIOD) {
            System.arraycopy(TEXT, start, target, at, Math.min(PERIOD, length - at));
        }
    }

    /**
     * Checks a value of a known version.
     *
     * @param value   begins with it
     * @param length  its length, as it came out of the cache
     * @param key     under which it was found
     * @param version that was put last
     * @return whether it is that value, in every byte
     */
    public static boolean isRight(byte[] value, int length, long key, int version) {
        long header = header(length, key, version);
        boolean right = true;
        for (int i = 0; i < Math.min(HEADER_BYTES, length); i++) {
            right &= value[i] == (byte) (header >>> Byte.SIZE * i);
        }
        return right && isText(value, length, header);
    }

    /**
     * Checks a value of any version.
     *
     * @param value  begins with it
     * @param length its length, as it came out of the cache; from 8
     * @param key    under which it was found
     * @return whether it is one of that key and that length, in every byte
     */
    public static boolean isRight(byte[] value, int length, long key) {
        return isHeaderRight(value, length, key) && isText(value, length, readHeader(value));
    }

    /**
     * Checks only what a value of any version says about itself: a fraction of the cost.
     *
     * @param value  begins with it
     * @param length its length, as it came out of the cache; from 8
     * @param key    under which it was found
     * @return whether its header is one of that key and that length
     */
    public static boolean isHeaderRight(byte[] value, int length, long key) {
        return length >= HEADER_BYTES && (int) (readHeader(value) ^ mix(key)) == length;
    }

    private static long readHeader(byte[] value) {
        long header = 0;
        for (int i = 0; i < HEADER_BYTES; i++) {
            header |= (value[i] & 0xFFL) << Byte.SIZE * i;
        }
        return header;
    }

    private static boolean isText(byte[] value, int length, long header) {
        int start = start(header);
        for (int at = HEADER_BYTES; at < length; at += PERIOD) {
            int part = Math.min(PERIOD, length - at);
            if (!Arrays.equals(value, at, at + part, TEXT, start, start + part)) {
                return false;
            }
        }
        return true;
    }

    private static long header(int length, long key, int version) {
        return mix(key) ^ ((long) version << Integer.SIZE | length);
    }

    private static int start(long header) {
        return (int) mix(header) & STARTS - 1;
    }

    /** The finisher of SplitMix64. */
    private static long mix(long number) {
        long z = number + 0x9E3779B97F4A7C15L;
        z = (z ^ z >>> 30) * 0xBF58476D1CE4E5B9L;
        z = (z ^ z >>> 27) * 0x94D049BB133111EBL;
        return z ^ z >>> 31;
    }
}
