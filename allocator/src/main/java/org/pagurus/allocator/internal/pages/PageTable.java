package org.pagurus.allocator.internal.pages;

import org.pagurus.allocator.internal.frames.FrameLayout;
import org.pagurus.allocator.internal.os.Mapping;
import org.pagurus.allocator.internal.os.RawMemory;

/**
 * The page table: one flat off-heap {@code long[]} indexed by page id, the role that vmap plays in the kernel. Reserved once,
 * resident where touched. Every change of an entry is one CAS of a word that {@link Entry} computed.
 *
 * <p>Memory order: an entry is read with acquire, so that an accessor which sees {@code commit} sees the copied bytes too
 * (the CAS releases them); and it is read anew for each access, so that no compiler keeps a translation across accesses.
 */
public final class PageTable implements AutoCloseable {
    private static final int ENTRY_SHIFT = 3;

    private final Mapping mapping;
    private final long address;
    private final int capacity;

    /**
     * Reserves the table.
     *
     * @param minEntries how many page ids it must hold
     */
    public PageTable(int minEntries) {
        long bytes = ((long) minEntries << ENTRY_SHIFT) + FrameLayout.FRAME_LENGTH - 1 & -FrameLayout.FRAME_LENGTH;
        mapping = Mapping.reserve(bytes, FrameLayout.FRAME_LENGTH);
        address = mapping.address();
        capacity = (int) Math.min(Integer.MAX_VALUE, bytes >>> ENTRY_SHIFT);
    }

    /** Address of entry 0; entry {@code id} is 8 {@code id} bytes behind it. */
    public long address() {
        return address;
    }

    /** Page ids are below this. */
    public int capacity() {
        return capacity;
    }

    /** Bytes resident now, from the kernel. */
    public long residentBytes() {
        return mapping.residentBytes();
    }

    /** The entry of the page of a pointer. The pointer is below {@code capacity << 32} and not negative. */
    public static long entryAcquire(long tableAddress, long pointer) {
        return RawMemory.getLongAcquire(tableAddress + (pointer >>> 32 << ENTRY_SHIFT));
    }

    /** The entry of a page. */
    public long entryAcquire(int pageId) {
        return RawMemory.getLongAcquire(address + ((long) pageId << ENTRY_SHIFT));
    }

    /** Maps a page id that was ABSENT. */
    public void publish(int pageId, long entry) {
        if (!compareAndSet(pageId, Entry.ABSENT, entry)) {
            throw new IllegalStateException("page=" + pageId + " is mapped already: " + Entry.toString(entryAcquire(pageId)));
        }
    }

    /** One transition: full fence on success. */
    public boolean compareAndSet(int pageId, long expected, long next) {
        return RawMemory.compareAndSetLong(address + ((long) pageId << ENTRY_SHIFT), expected, next);
    }

    @Override
    public void close() {
        mapping.close();
    }
}
