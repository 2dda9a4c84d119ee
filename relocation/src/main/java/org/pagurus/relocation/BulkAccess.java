package org.pagurus.relocation;

import java.nio.ByteBuffer;
import java.util.Objects;
import org.agrona.BufferUtil;
import org.agrona.DirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;
import org.pagurus.allocator.PointerException;
import org.pagurus.allocator.internal.os.RawMemory;
import org.pagurus.allocator.internal.pages.Page;
import org.pagurus.relocation.internal.access.AccessMode;
import org.pagurus.relocation.internal.space.Space;

/**
 * Bulk copies, raw addresses and views. A copy translates once and is as atomic as a memcpy: not at all. Addresses and views
 * are valid until the section ends; a view of a folded object covers that object only.
 */
abstract class BulkAccess extends OrderedAccess {
    private final Space space;

    BulkAccess(Space space, AccessMode mode) {
        super(space, mode);
        this.space = space;
    }

    /**
     * Copies bytes out of an object.
     *
     * @param pointer the object
     * @param index   byte offset in the object
     * @param target  where to
     * @param offset  first index in {@code target}
     * @param length  bytes
     * @throws IndexOutOfBoundsException if {@code target} is too short
     */
    public final void getBytes(long pointer, int index, byte[] target, int offset, int length) {
        Objects.checkFromIndexSize(offset, length, target.length);
        RawMemory.copyToArray(readAddress(pointer, index, length), target, offset, length);
    }

    /**
     * Copies bytes into an object.
     *
     * @param pointer the object
     * @param index   byte offset in the object
     * @param source  where from
     * @param offset  first index in {@code source}
     * @param length  bytes
     * @throws IndexOutOfBoundsException if {@code source} is too short
     */
    public final void putBytes(long pointer, int index, byte[] source, int offset, int length) {
        Objects.checkFromIndexSize(offset, length, source.length);
        RawMemory.copyFromArray(source, offset, writeAddress(pointer, index, length), length);
    }

    /**
     * Copies bytes out of an object to the buffer's position, which moves on.
     *
     * @param pointer the object
     * @param index   byte offset in the object
     * @param target  heap or direct; not read-only
     * @param length  bytes, at most the buffer's remaining ones
     */
    public final void getBytes(long pointer, int index, ByteBuffer target, int length) {
        if (target.isReadOnly()) {
            throw new java.nio.ReadOnlyBufferException();
        }
        int position = target.position();
        Objects.checkFromIndexSize(0, length, target.remaining());
        if (target.hasArray()) {
            getBytes(pointer, index, target.array(), target.arrayOffset() + position, length);
        } else {
            RawMemory.copy(readAddress(pointer, index, length), BufferUtil.address(target) + position, length);
        }
        target.position(position + length);
    }

    /**
     * Copies bytes from the buffer's position, which moves on, into an object.
     *
     * @param pointer the object
     * @param index   byte offset in the object
     * @param source  heap or direct
     * @param length  bytes, at most the buffer's remaining ones
     */
    public final void putBytes(long pointer, int index, ByteBuffer source, int length) {
        int position = source.position();
        Objects.checkFromIndexSize(0, length, source.remaining());
        if (source.isDirect()) {
            RawMemory.copy(BufferUtil.address(source) + position, writeAddress(pointer, index, length), length);
        } else {
            putBytes(pointer, index, BufferUtil.array(source), BufferUtil.arrayOffset(source) + position, length);
        }
        source.position(position + length);
    }

    /**
     * Copies bytes out of an object.
     *
     * @param pointer the object
     * @param index   byte offset in the object
     * @param target  an Agrona buffer that can be written
     * @param offset  first index in {@code target}
     * @param length  bytes
     */
    public final void getBytes(long pointer, int index, org.agrona.MutableDirectBuffer target, int offset, int length) {
        target.boundsCheck(offset, length);
        long from = readAddress(pointer, index, length);
        if (target.byteArray() == null) {
            RawMemory.copy(from, target.addressOffset() + offset, length);
        } else {
            RawMemory.copyToArray(from, target.byteArray(), target.wrapAdjustment() + offset, length);
        }
    }

    /**
     * Copies bytes into an object.
     *
     * @param pointer the object
     * @param index   byte offset in the object
     * @param source  an Agrona buffer
     * @param offset  first index in {@code source}
     * @param length  bytes
     */
    public final void putBytes(long pointer, int index, DirectBuffer source, int offset, int length) {
        source.boundsCheck(offset, length);
        long to = writeAddress(pointer, index, length);
        if (source.byteArray() == null) {
            RawMemory.copy(source.addressOffset() + offset, to, length);
        } else {
            RawMemory.copyFromArray(source.byteArray(), source.wrapAdjustment() + offset, to, length);
        }
    }

    /**
     * The bytes that belong to an object: at least what was asked for, at most the rest of its slot.
     *
     * @param pointer what {@code allocate} returned
     * @return bytes
     * @throws PointerException if it is not allocated
     */
    public final int usableSize(long pointer) {
        requireOwner();
        Page page = space.pageOf(pointer);
        if (!page.isAllocated(Space.slotOf(page, pointer))) {
            throw new PointerException(pointer, "not allocated: freed earlier");
        }
        return page.slotBytes();
    }

    /** Fills an object with zeros, all of its usable bytes. In a section. */
    final void zero(long pointer) {
        int length = usableSize(pointer);
        RawMemory.fill(writeAddress(pointer, 0, length), length, (byte) 0);
    }

    /** Copies the first bytes of one object to another. In a section. */
    final void copy(long from, long to, int length) {
        // The address to write at first: it may cancel the move of the page that both are in.
        long target = writeAddress(to, 0, length);
        RawMemory.copy(readAddress(from, 0, length), target, length);
    }

    /**
     * A raw address to read an object at, valid until the section ends. After a write of its own, a section takes it anew.
     *
     * @param pointer what {@code allocate} returned
     * @return an absolute address; {@link #usableSize} bytes may be read
     */
    public final long address(long pointer) {
        return viewAddress(pointer, 0, usableSize(pointer));
    }

    /**
     * A raw address to read and write an object at, valid until the section ends. The page does not move that long. Of an
     * object above 1 MiB that is being copied, all is copied once more: nobody sees what is written through an address.
     *
     * @param pointer what {@code allocate} returned
     * @return an absolute address; {@link #usableSize} bytes may be read and written
     */
    public final long writableAddress(long pointer) {
        return writableViewAddress(pointer, 0, usableSize(pointer));
    }

    /**
     * Lets an Agrona buffer show an object for reading and writing, until the section ends. The page does not move that long;
     * to read without holding it, use {@link #wrapForReading}. Cost: as {@link #writableAddress}.
     *
     * @param pointer what {@code allocate} returned
     * @param view    the buffer; its capacity becomes {@link #usableSize}
     */
    public final void wrap(long pointer, UnsafeBuffer view) {
        int length = usableSize(pointer);
        view.wrap(writableViewAddress(pointer, 0, length), length);
    }

    /**
     * Lets an Agrona buffer show an object for reading, until the section ends. The page may move meanwhile: the view goes on
     * to show the object as it was. Writing through it loses the write.
     *
     * @param pointer what {@code allocate} returned
     * @param view    the buffer; its capacity becomes {@link #usableSize}
     */
    public final void wrapForReading(long pointer, DirectBuffer view) {
        int length = usableSize(pointer);
        view.wrap(viewAddress(pointer, 0, length), length);
    }
}
