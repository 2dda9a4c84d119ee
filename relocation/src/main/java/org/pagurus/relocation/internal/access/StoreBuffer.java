package org.pagurus.relocation.internal.access;

import org.pagurus.allocator.Pointer;
import org.pagurus.allocator.internal.os.RawMemory;

/**
 * Where a section with {@code FALLBACK} goes on when it meets a migration entry: memory that was reserved before it began. Writes
 * stand here until the copy is over, as in a processor's store buffer, and the section's own reads look here first; reads of a
 * page whose old frame may be reused at commit get their bytes copied here. Owner thread only. Allocates nothing.
 *
 * <p>A record is the place (pointer plus index; 0 for a view, or when the write was made), the length, and the bytes:
 *
 * <pre>
 *   | place 8 | length 4 | - 4 | bytes, up to the next multiple of 8 |  next record ...
 * </pre>
 */
public final class StoreBuffer {
    private static final int LENGTH = 8;
    private static final int BYTES = 16;

    private final long address;
    private final int capacity;
    private int top;
    /** Where the last record begins that is a write; -1 after a view. */
    private int last = -1;
    private int writes;
    /** Where the last view ends; 0 without views. */
    private int viewsEnd;

    /**
     * An empty buffer.
     *
     * @param address  8-byte aligned memory that does not move
     * @param capacity its bytes
     */
    public StoreBuffer(long address, int capacity) {
        this.address = address;
        this.capacity = capacity;
    }

    /** Bytes that records may take. */
    int capacity() {
        return capacity;
    }

    /** Bytes that records take. */
    int used() {
        return top;
    }

    /** Whether no write waits. */
    boolean isEmpty() {
        return writes == 0;
    }

    // ---- adding ----

    /**
     * Room for a write that has to wait. A second write to the same place, without another in between, takes that of the first.
     *
     * @param place pointer plus index
     * @return where its bytes go, at once; 0 if there is no room
     */
    long append(long place, int length) {
        if (last >= 0 && place(last) == place && length(last) == length) {
            return address + last + BYTES;
        }
        long bytes = add(place, length);
        if (bytes != 0) {
            last = (int) (bytes - BYTES - address);
            writes++;
        }
        return bytes;
    }

    /** Room for a copy that stays until the section ends; 0 if there is none. */
    long view(int length) {
        long bytes = add(0, length);
        if (bytes != 0) {
            last = -1;
            viewsEnd = top;
        }
        return bytes;
    }

    /** Room for a copy that is read at once, before anything else is done here; 0 if there is none. */
    long scratch(int length) {
        return length <= capacity - top ? address + top : 0;
    }

    private long add(long place, int length) {
        long end = (long) top + BYTES + ((length + 7L) & -8L);
        if (end > capacity) {
            return 0;
        }
        long record = address + top;
        RawMemory.putLong(record, place);
        RawMemory.putInt(record + LENGTH, length);
        top = (int) end;
        return record + BYTES;
    }

    // ---- looking ----

    private long place(int record) {
        return RawMemory.getLong(address + record);
    }

    private int length(int record) {
        return RawMemory.getInt(address + record + LENGTH);
    }

    private int after(int record) {
        return record + BYTES + (length(record) + 7 & -8);
    }

    /** Whether a write to this page waits. */
    boolean concerns(int pageId) {
        for (int record = 0; record < top; record = after(record)) {
            if (place(record) != 0 && Pointer.pageId(place(record)) == pageId) {
                return true;
            }
        }
        return false;
    }

    /** Whether a write waits that changes one of these bytes. */
    boolean overlaps(long place, int length) {
        for (int record = 0; record < top; record = after(record)) {
            if (isOverlap(record, place, length)) {
                return true;
            }
        }
        return false;
    }

    /** Places of different pages are 4 GiB apart. */
    private boolean isOverlap(int record, long place, int length) {
        return place(record) != 0 && place(record) < place + length && place < place(record) + length(record);
    }

    /** Changes a copy of these bytes as the waiting writes will change them, in their order. */
    void overlay(long place, int length, long copy) {
        for (int record = 0; record < top; record = after(record)) {
            if (isOverlap(record, place, length)) {
                long from = Math.max(place, place(record));
                long to = Math.min(place + length, place(record) + length(record));
                RawMemory.copy(address + record + BYTES + (from - place(record)), copy + (from - place), to - from);
            }
        }
    }

    // ---- draining ----

    /** Makes a waiting write, or says that it has to wait longer. */
    @FunctionalInterface
    interface Drain {
        /** @return whether the write was made */
        boolean write(long place, long bytes, int length);
    }

    /**
     * Makes waiting writes in their order, up to the first that has to wait longer: so writes to one page are never exchanged.
     *
     * @return whether none is left
     */
    boolean drain(Drain drain) {
        for (int record = 0; writes > 0 && record < top; record = after(record)) {
            long place = place(record);
            if (place != 0) {
                if (!drain.write(place, address + record + BYTES, length(record))) {
                    return false;
                }
                RawMemory.putLong(address + record, 0);
                writes--;
            }
        }
        last = -1;
        top = viewsEnd;
        return true;
    }

    /** Forgets all, at the end of a section. */
    void clear() {
        top = 0;
        last = -1;
        writes = 0;
        viewsEnd = 0;
    }
}
