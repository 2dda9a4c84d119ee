package org.pagurus.relocation;

import org.pagurus.allocator.internal.os.RawMemory;
import org.pagurus.relocation.internal.access.AccessMode;
import org.pagurus.relocation.internal.access.Translator;
import org.pagurus.relocation.internal.space.Space;

/**
 * The plain accessors of a session: native byte order, no alignment needed, no order among them. Each translates the pointer
 * and does one access. Cost: the access itself plus one load of the page table, which stays in the cache, and one branch,
 * besides the checks.
 *
 * <p>All throw {@link org.pagurus.allocator.PointerException} for a pointer or index that is not of this heap, and {@link
 * IllegalStateException} outside a section or from another thread.
 */
abstract class PlainAccess extends Translator {
    PlainAccess(Space space, AccessMode mode) {
        super(space, mode);
    }

    /**
     * Reads a byte.
     *
     * @param pointer the object
     * @param index   byte offset in the object
     * @return its value
     */
    public final byte getByte(long pointer, int index) {
        return RawMemory.getByte(readAddress(pointer, index, 1));
    }

    /**
     * Writes a byte.
     *
     * @param pointer the object
     * @param index   byte offset in the object
     * @param value   the new value
     */
    public final void putByte(long pointer, int index, byte value) {
        RawMemory.putByte(writeAddress(pointer, index, 1), value);
    }

    /**
     * Reads a short.
     *
     * @param pointer the object
     * @param index   byte offset in the object
     * @return its value
     */
    public final short getShort(long pointer, int index) {
        return RawMemory.getShort(readAddress(pointer, index, 2));
    }

    /**
     * Writes a short.
     *
     * @param pointer the object
     * @param index   byte offset in the object
     * @param value   the new value
     */
    public final void putShort(long pointer, int index, short value) {
        RawMemory.putShort(writeAddress(pointer, index, 2), value);
    }

    /**
     * Reads an int.
     *
     * @param pointer the object
     * @param index   byte offset in the object
     * @return its value
     */
    public final int getInt(long pointer, int index) {
        return RawMemory.getInt(readAddress(pointer, index, 4));
    }

    /**
     * Writes an int.
     *
     * @param pointer the object
     * @param index   byte offset in the object
     * @param value   the new value
     */
    public final void putInt(long pointer, int index, int value) {
        RawMemory.putInt(writeAddress(pointer, index, 4), value);
    }

    /**
     * Reads a long.
     *
     * @param pointer the object
     * @param index   byte offset in the object
     * @return its value
     */
    public final long getLong(long pointer, int index) {
        return RawMemory.getLong(readAddress(pointer, index, 8));
    }

    /**
     * Writes a long.
     *
     * @param pointer the object
     * @param index   byte offset in the object
     * @param value   the new value
     */
    public final void putLong(long pointer, int index, long value) {
        RawMemory.putLong(writeAddress(pointer, index, 8), value);
    }

    /**
     * Reads a float.
     *
     * @param pointer the object
     * @param index   byte offset in the object
     * @return its value
     */
    public final float getFloat(long pointer, int index) {
        return Float.intBitsToFloat(getInt(pointer, index));
    }

    /**
     * Writes a float.
     *
     * @param pointer the object
     * @param index   byte offset in the object
     * @param value   the new value
     */
    public final void putFloat(long pointer, int index, float value) {
        putInt(pointer, index, Float.floatToRawIntBits(value));
    }

    /**
     * Reads a double.
     *
     * @param pointer the object
     * @param index   byte offset in the object
     * @return its value
     */
    public final double getDouble(long pointer, int index) {
        return Double.longBitsToDouble(getLong(pointer, index));
    }

    /**
     * Writes a double.
     *
     * @param pointer the object
     * @param index   byte offset in the object
     * @param value   the new value
     */
    public final void putDouble(long pointer, int index, double value) {
        putLong(pointer, index, Double.doubleToRawLongBits(value));
    }
}
