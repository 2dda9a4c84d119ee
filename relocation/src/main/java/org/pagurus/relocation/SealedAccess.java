package org.pagurus.relocation;

import java.util.Objects;
import java.util.function.Consumer;
import org.agrona.DirectBuffer;
import org.agrona.MutableDirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;
import org.pagurus.allocator.OffHeapExhaustedException;
import org.pagurus.allocator.PointerException;
import org.pagurus.allocator.internal.os.RawMemory;
import org.pagurus.allocator.internal.pages.MigrateType;
import org.pagurus.allocator.internal.pages.SizeClasses;
import org.pagurus.relocation.internal.access.AccessMode;
import org.pagurus.relocation.internal.space.Space;

/** Allocating objects that never change. */
abstract class SealedAccess extends AllocationAccess {
    SealedAccess(Heap heap, Space space, int id, AccessMode mode) {
        super(heap, space, id, mode);
    }

    /**
     * Allocates an object of {@link PageKind#SEALED} with some bytes as its contents. It never changes: every write, ordered or
     * atomic access that writes, {@link #writableAddress} and {@link #wrap} of it throws {@link PointerException} with
     * {@code bounds} and {@code full} checks, and {@link #reallocate} always. It is read, pinned and freed as others are; what
     * {@link #pin} returns must not be written to. Bytes of {@link #usableSize} behind the contents are undefined. Threads that
     * get the pointer find the contents, in whatever way it was published.
     *
     * <p>Its page moves without a migration entry and without the grace period before it: no reader of it takes the slower path
     * while it moves, in {@link ReadMode#EXCLUSIVE} neither, and no move of it is cancelled.
     *
     * <p>Cost: as of {@link PageKind#UNMOVABLE}, some short locks for each object, because all sessions share the pages; and the
     * copy. Other than from {@link #allocate(long)}, nothing is taken from the {@link Reserve}. Else as {@link #allocate(long)}.
     *
     * @param source the contents
     * @param offset first index in {@code source}
     * @param length bytes, 1 to 1 GiB
     * @return a pointer, never 0, that stays the same for the object's life
     * @throws IndexOutOfBoundsException if {@code source} is too short
     * @throws IllegalArgumentException  if the length is not allowed
     * @throws OffHeapExhaustedException if the heap or the machine has no memory left
     */
    public final long allocateSealed(byte[] source, int offset, int length) {
        requireUsable();
        Objects.checkFromIndexSize(offset, length, source.length);
        return allocateSealed(length, (address, size) -> RawMemory.copyFromArray(source, offset, address, size));
    }

    /**
     * As {@link #allocateSealed(byte[], int, int)}, from an Agrona buffer.
     *
     * @param source the contents; a view of an object of this heap only inside the section in which it was taken
     * @param offset first index in {@code source}
     * @param length bytes, 1 to 1 GiB
     * @return a pointer, never 0, that stays the same for the object's life
     * @throws IndexOutOfBoundsException if {@code source} is too short
     * @throws IllegalArgumentException  if the length is not allowed
     * @throws OffHeapExhaustedException if the heap or the machine has no memory left
     */
    public final long allocateSealed(DirectBuffer source, int offset, int length) {
        requireUsable();
        source.boundsCheck(offset, length);
        return allocateSealed(length, (address, size) -> {
            if (source.byteArray() == null) {
                RawMemory.copy(source.addressOffset() + offset, address, size);
            } else {
                RawMemory.copyFromArray(source.byteArray(), source.wrapAdjustment() + offset, address, size);
            }
        });
    }

    /**
     * As {@link #allocateSealed(byte[], int, int)}, with contents that are written in their place, for encoders. The writer runs
     * once, in a section with {@link OnMigration#CANCEL}, so it must not block; it may read other objects, allocate and free.
     * Bytes that it does not write are undefined. Its buffer is void when it returns. When it throws, nothing was allocated.
     *
     * @param size   bytes, 1 to 1 GiB
     * @param writer writes the contents into a buffer of that capacity
     * @return a pointer, never 0, that stays the same for the object's life
     * @throws IllegalArgumentException  if the size is not allowed
     * @throws OffHeapExhaustedException if the heap or the machine has no memory left
     */
    public final long allocateSealed(long size, Consumer<? super MutableDirectBuffer> writer) {
        requireUsable();
        Objects.requireNonNull(writer, "writer");
        return allocateSealed(size, (address, length) -> {
            UnsafeBuffer buffer = new UnsafeBuffer(address, length);
            try {
                writer.accept(buffer);
            } finally {
                // It must not be kept, and written through later.
                buffer.wrap(0, 0);
            }
        });
    }

    private long allocateSealed(long size, Contents contents) {
        SizeClasses.requireObjectSize(size);
        return allocateShared(MigrateType.SEALED, (int) size, contents);
    }
}
