package org.pagurus.bench.mix;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/**
 * What is stored under a key: ten fields as in YCSB, all of one length, which changes when a value is replaced. The key's mark in
 * each field tells a reader whether it got what it asked for; the count in each says how often it was read, modified and written.
 *
 * <pre>
 *   0      8              16
 *   mark   field's length field 0            field 1 ...  field 9      in native byte order
 *   8      4 (and 4)      mark count filler
 *                         8    8     the rest
 * </pre>
 */
final class Values {
    static final int FIELDS = 10;
    static final int LENGTH_OFFSET = 8;
    static final int HEADER_BYTES = 16;
    static final int COUNT_OFFSET = 8;
    static final int MIN_FIELD_BYTES = 60;
    static final int MAX_FIELD_BYTES = 140;
    /** The mean; with it a value takes 1,016 bytes. */
    static final int USUAL_FIELD_BYTES = 100;
    static final int USUAL_BYTES = bytes(USUAL_FIELD_BYTES);
    static final int MAX_BYTES = bytes(MAX_FIELD_BYTES);

    private static final VarHandle LONGS = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.nativeOrder());
    private static final VarHandle INTS = MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.nativeOrder());
    /** Odd, so that no two keys have the same mark. */
    private static final long MARKS = 0x9E3779B97F4A7C15L;

    private Values() {
    }

    /** Of a value whose fields have a length. */
    static int bytes(int fieldBytes) {
        return HEADER_BYTES + FIELDS * fieldBytes;
    }

    static int offset(int field, int fieldBytes) {
        return HEADER_BYTES + field * fieldBytes;
    }

    private static long mark(int key) {
        return (key + 1) * MARKS;
    }

    /** A new value; its counts are 0. @return its bytes */
    static int write(byte[] target, int key, int fieldBytes) {
        LONGS.set(target, 0, mark(key));
        INTS.set(target, LENGTH_OFFSET, fieldBytes);
        for (int field = 0; field < FIELDS; field++) {
            writeField(target, key, field, fieldBytes, 0);
        }
        return bytes(fieldBytes);
    }

    /** One field of a value. */
    static void writeField(byte[] target, int key, int field, int fieldBytes, long count) {
        LONGS.set(target, offset(field, fieldBytes), mark(key));
        LONGS.set(target, offset(field, fieldBytes) + COUNT_OFFSET, count);
    }

    /** The same value with fields of another length: what does not fit is cut off. @return its bytes */
    static int resize(byte[] source, byte[] target, int fieldBytes) {
        int length = fieldBytes(source);
        LONGS.set(target, 0, (long) LONGS.get(source, 0));
        INTS.set(target, LENGTH_OFFSET, fieldBytes);
        for (int field = 0; field < FIELDS; field++) {
            System.arraycopy(source, offset(field, length), target, offset(field, fieldBytes), Math.min(length, fieldBytes));
        }
        return bytes(fieldBytes);
    }

    static int fieldBytes(byte[] value) {
        return (int) INTS.get(value, LENGTH_OFFSET);
    }

    static long count(byte[] value, int field) {
        return (long) LONGS.get(value, offset(field, fieldBytes(value)) + COUNT_OFFSET);
    }

    /** Whether what was read is a value of a key, as far as one field tells. */
    static boolean isOf(byte[] value, int bytes, int key, int field) {
        if (bytes < bytes(MIN_FIELD_BYTES) || bytes > MAX_BYTES) {
            return false;
        }
        int fieldBytes = fieldBytes(value);
        return bytes == bytes(fieldBytes) && (long) LONGS.get(value, 0) == mark(key)
            && (long) LONGS.get(value, offset(field, fieldBytes)) == mark(key);
    }
}
