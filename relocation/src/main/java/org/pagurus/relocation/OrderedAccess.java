package org.pagurus.relocation;

import org.pagurus.allocator.internal.os.RawMemory;
import org.pagurus.relocation.internal.access.AccessMode;
import org.pagurus.relocation.internal.space.Space;

/**
 * The ordered and atomic accessors of a session, with the meaning that {@link java.lang.invoke.VarHandle} gives their names.
 * The place has to be aligned to the size of the value; an unaligned one throws {@link
 * org.pagurus.allocator.PointerException}.
 *
 * <p>Reads go through the entry as plain ones do. An atomic update counts as a write: it pins an isolated page, or cancels
 * its copy.
 */
abstract class OrderedAccess extends PlainAccess {
    OrderedAccess(Space space, AccessMode mode) {
        super(space, mode);
    }

    /**
     * Reads an int with acquire semantics.
     *
     * @param pointer the object
     * @param index   byte offset in the object, aligned
     * @return its value
     */
    public final int getIntAcquire(long pointer, int index) {
        return RawMemory.getIntAcquire(alignedReadAddress(pointer, index, 4));
    }

    /**
     * Reads an int with volatile semantics.
     *
     * @param pointer the object
     * @param index   byte offset in the object, aligned
     * @return its value
     */
    public final int getIntVolatile(long pointer, int index) {
        return RawMemory.getIntVolatile(alignedReadAddress(pointer, index, 4));
    }

    /**
     * Writes an int with release semantics.
     *
     * @param pointer the object
     * @param index   byte offset in the object, aligned
     * @param value   the new value
     */
    public final void putIntRelease(long pointer, int index, int value) {
        RawMemory.putIntRelease(alignedUpdateAddress(pointer, index, 4), value);
    }

    /**
     * Writes an int with volatile semantics.
     *
     * @param pointer the object
     * @param index   byte offset in the object, aligned
     * @param value   the new value
     */
    public final void putIntVolatile(long pointer, int index, int value) {
        RawMemory.putIntVolatile(alignedUpdateAddress(pointer, index, 4), value);
    }

    /**
     * Compares and sets an int, volatile semantics.
     *
     * @param pointer  the object
     * @param index    byte offset in the object, aligned
     * @param expected what has to be there
     * @param value    the new value
     * @return whether it was there and is replaced
     */
    public final boolean compareAndSetInt(long pointer, int index, int expected, int value) {
        return RawMemory.compareAndSetInt(alignedUpdateAddress(pointer, index, 4), expected, value);
    }

    /**
     * Adds to an int, volatile semantics.
     *
     * @param pointer the object
     * @param index   byte offset in the object, aligned
     * @param delta   what to add
     * @return the value before
     */
    public final int getAndAddInt(long pointer, int index, int delta) {
        return RawMemory.getAndAddInt(alignedUpdateAddress(pointer, index, 4), delta);
    }

    /**
     * Reads a long with acquire semantics.
     *
     * @param pointer the object
     * @param index   byte offset in the object, aligned
     * @return its value
     */
    public final long getLongAcquire(long pointer, int index) {
        return RawMemory.getLongAcquire(alignedReadAddress(pointer, index, 8));
    }

    /**
     * Reads a long with volatile semantics.
     *
     * @param pointer the object
     * @param index   byte offset in the object, aligned
     * @return its value
     */
    public final long getLongVolatile(long pointer, int index) {
        return RawMemory.getLongVolatile(alignedReadAddress(pointer, index, 8));
    }

    /**
     * Writes a long with release semantics.
     *
     * @param pointer the object
     * @param index   byte offset in the object, aligned
     * @param value   the new value
     */
    public final void putLongRelease(long pointer, int index, long value) {
        RawMemory.putLongRelease(alignedUpdateAddress(pointer, index, 8), value);
    }

    /**
     * Writes a long with volatile semantics.
     *
     * @param pointer the object
     * @param index   byte offset in the object, aligned
     * @param value   the new value
     */
    public final void putLongVolatile(long pointer, int index, long value) {
        RawMemory.putLongVolatile(alignedUpdateAddress(pointer, index, 8), value);
    }

    /**
     * Compares and sets a long, volatile semantics.
     *
     * @param pointer  the object
     * @param index    byte offset in the object, aligned
     * @param expected what has to be there
     * @param value    the new value
     * @return whether it was there and is replaced
     */
    public final boolean compareAndSetLong(long pointer, int index, long expected, long value) {
        return RawMemory.compareAndSetLong(alignedUpdateAddress(pointer, index, 8), expected, value);
    }

    /**
     * Adds to a long, volatile semantics.
     *
     * @param pointer the object
     * @param index   byte offset in the object, aligned
     * @param delta   what to add
     * @return the value before
     */
    public final long getAndAddLong(long pointer, int index, long delta) {
        return RawMemory.getAndAddLong(alignedUpdateAddress(pointer, index, 8), delta);
    }
}
