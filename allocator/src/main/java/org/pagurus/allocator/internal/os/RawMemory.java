package org.pagurus.allocator.internal.os;

import org.agrona.UnsafeApi;

/**
 * Every raw memory access of Pagurus. Addresses are absolute and unchecked: the caller has translated and checked them. The
 * memory order of an access is in its name; a name without one is plain. Ordered accesses need natural alignment.
 */
public final class RawMemory {
    /** What an embedder has to add to the command line. */
    public static final String REQUIRED_FLAG = "--add-exports=java.base/jdk.internal.misc=ALL-UNNAMED";

    /** Apart, so that {@link #requireAccess} can say what is missing before anything needs it. */
    private static final class ByteArrays {
        static final long BASE = UnsafeApi.arrayBaseOffset(byte[].class);
    }

    private RawMemory() {
    }

    /**
     * Fails with the missing flag when this JVM does not let us reach raw memory.
     *
     * @throws IllegalStateException naming the flag
     */
    public static void requireAccess() {
        try {
            UnsafeApi.addressSize();
        } catch (IllegalAccessError | NoClassDefFoundError | ExceptionInInitializerError e) {
            throw new IllegalStateException("this JVM does not export jdk.internal.misc, through which Pagurus reads off-heap"
                + " memory; start it with " + REQUIRED_FLAG, e);
        }
    }

    public static byte getByte(long address) {
        return UnsafeApi.getByte(address);
    }

    public static short getShort(long address) {
        return UnsafeApi.getShort(address);
    }

    public static int getInt(long address) {
        return UnsafeApi.getInt(address);
    }

    public static long getLong(long address) {
        return UnsafeApi.getLong(address);
    }

    public static int getIntAcquire(long address) {
        return UnsafeApi.getIntAcquire(null, address);
    }

    public static long getLongAcquire(long address) {
        return UnsafeApi.getLongAcquire(null, address);
    }

    public static int getIntVolatile(long address) {
        return UnsafeApi.getIntVolatile(null, address);
    }

    public static long getLongVolatile(long address) {
        return UnsafeApi.getLongVolatile(null, address);
    }

    public static void putByte(long address, byte value) {
        UnsafeApi.putByte(address, value);
    }

    public static void putShort(long address, short value) {
        UnsafeApi.putShort(address, value);
    }

    public static void putInt(long address, int value) {
        UnsafeApi.putInt(address, value);
    }

    public static void putLong(long address, long value) {
        UnsafeApi.putLong(address, value);
    }

    public static void putIntRelease(long address, int value) {
        UnsafeApi.putIntRelease(null, address, value);
    }

    public static void putLongRelease(long address, long value) {
        UnsafeApi.putLongRelease(null, address, value);
    }

    public static void putIntVolatile(long address, int value) {
        UnsafeApi.putIntVolatile(null, address, value);
    }

    public static void putLongVolatile(long address, long value) {
        UnsafeApi.putLongVolatile(null, address, value);
    }

    public static boolean compareAndSetInt(long address, int expected, int value) {
        return UnsafeApi.compareAndSetInt(null, address, expected, value);
    }

    public static boolean compareAndSetLong(long address, long expected, long value) {
        return UnsafeApi.compareAndSetLong(null, address, expected, value);
    }

    public static int getAndAddInt(long address, int delta) {
        return UnsafeApi.getAndAddInt(null, address, delta);
    }

    public static long getAndAddLong(long address, long delta) {
        return UnsafeApi.getAndAddLong(null, address, delta);
    }

    public static void copy(long from, long to, long length) {
        UnsafeApi.copyMemory(from, to, length);
    }

    public static void copyToArray(long from, byte[] to, int index, int length) {
        UnsafeApi.copyMemory(null, from, to, ByteArrays.BASE + index, length);
    }

    public static void copyFromArray(byte[] from, int index, long to, int length) {
        UnsafeApi.copyMemory(from, ByteArrays.BASE + index, null, to, length);
    }

    public static void fill(long address, long length, byte value) {
        UnsafeApi.setMemory(address, length, value);
    }

    /**
     * Makes memory resident by writing to each of its OS pages.
     *
     * @param bytes 1 or more
     * @param step  the length of an OS page
     */
    public static void touch(long address, long bytes, int step) {
        for (long at = address; at < address + bytes; at += step) {
            putByte(at, (byte) 0);
        }
        putByte(address + bytes - 1, (byte) 0);
    }
}
