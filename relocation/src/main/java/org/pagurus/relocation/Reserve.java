package org.pagurus.relocation;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.LongConsumer;
import org.pagurus.allocator.Pointer;
import org.pagurus.allocator.internal.pages.SizeClasses;

/**
 * What a session reserves before its sections, so that they go on in it with {@link OnMigration#FALLBACK}: "allocate the needed
 * memory up front". Bytes for writes that wait and for copies to read, and objects for allocations that find nothing free, but
 * for those of {@link PageKind#UNMOVABLE} and {@link PageKind#SEALED}. It is the heap's own memory and counts as live. Every
 * method but {@link #bytes} and {@link #objects} throws {@link IllegalStateException} in a section, in another thread than the
 * session's, and after close of the session or the heap.
 *
 * <p>A write that waits takes its length, rounded up to 8 bytes, and 16 bytes, until it is made, or until the section ends if a
 * view was made meanwhile; a copy for a view, {@link Session#address} or {@link Session#wrapForReading}, takes as much until the
 * section ends; other reads need their length for a moment.
 */
public final class Reserve {
    /** Bytes of a reserve until it is enlarged. */
    public static final int DEFAULT_BYTES = 4096;
    /** Most bytes of a reserve: 1 MiB. */
    public static final int MAX_BYTES = 1 << 20;

    /** Objects of one size class. */
    private static final class Kind {
        private final int sizeClass;
        private long[] pointers = new long[0];
        private int held;

        Kind(int sizeClass) {
            this.sizeClass = sizeClass;
        }
    }

    private final SectionAccess session;
    private final List<Kind> kinds = new ArrayList<>();
    private long block;
    private int bytes;

    Reserve(SectionAccess session) {
        this.session = session;
    }

    /**
     * Enlarges the bytes of the reserve, if it has fewer.
     *
     * @param least bytes, 1 to {@link #MAX_BYTES}
     * @return this
     * @throws IllegalArgumentException if the number is not allowed
     * @throws org.pagurus.allocator.OffHeapExhaustedException if there is no memory for it; the reserve is as it was
     */
    public Reserve ensureBytes(int least) {
        if (least < 1 || least > MAX_BYTES) {
            throw new IllegalArgumentException("bytes=" + least + ": a reserve has 1 to " + MAX_BYTES + " bytes");
        }
        requireOutside("ensureBytes");
        if (bytes < least) {
            int wanted = (least + 7) & -8;
            // It never moves, so its address is one for good.
            long newBlock = session.allocate(wanted, PageKind.UNMOVABLE);
            try {
                session.useReserve(newBlock, wanted);
            } catch (Throwable e) {
                session.freeNow(newBlock);
                throw e;
            }
            long oldBlock = block;
            block = newBlock;
            bytes = wanted;
            if (oldBlock != Pointer.NULL) {
                session.free(oldBlock);
            }
        }
        return this;
    }

    /**
     * Reserves objects for allocations of their size class, if there are fewer. Each has the bytes of the largest object of the
     * class: above 32 KiB a multiple of 64 KiB, above 4 MiB up to a quarter more than asked for.
     *
     * @param size  bytes of each, 1 to 1 GiB
     * @param count how many there shall be, 0 or more; {@link #refill} comes back to this number
     * @return this
     * @throws IllegalArgumentException if size or count is not allowed
     * @throws org.pagurus.allocator.OffHeapExhaustedException if there is no memory for all of them; those that there are stay
     */
    public Reserve ensureObjects(long size, int count) {
        SizeClasses.requireObjectSize(size);
        if (count < 0) {
            throw new IllegalArgumentException("count=" + count + ": a reserve has 0 objects or more");
        }
        requireOutside("ensureObjects");
        Kind kind = kind(SizeClasses.classFor((int) size));
        if (kind == null) {
            kind = new Kind(SizeClasses.classFor((int) size));
            kinds.add(kind);
        }
        if (kind.pointers.length < count) {
            kind.pointers = Arrays.copyOf(kind.pointers, count);
        }
        fill(kind);
        return this;
    }

    /**
     * Replaces the objects that sections have taken. Cost when none was taken: a look at each size.
     *
     * @throws org.pagurus.allocator.OffHeapExhaustedException if there is no memory for all of them; those that there are stay
     */
    public void refill() {
        requireOutside("refill");
        kinds.forEach(this::fill);
    }

    private void fill(Kind kind) {
        // The largest of the class: a large object has the bytes that it was allocated with, not those of its class.
        long size = SizeClasses.slotBytes(kind.sizeClass);
        while (kind.held < kind.pointers.length) {
            kind.pointers[kind.held] = session.allocate(size);
            kind.held++;
        }
    }

    private Kind kind(int sizeClass) {
        for (int i = 0; i < kinds.size(); i++) {
            if (kinds.get(i).sizeClass == sizeClass) {
                return kinds.get(i);
            }
        }
        return null;
    }

    /** Whether objects of this class were reserved, be there any left or not. */
    boolean hasKind(int sizeClass) {
        return kind(sizeClass) != null;
    }

    /** An object of this class, or null. Allocates nothing. */
    long takeObject(int sizeClass) {
        Kind kind = kind(sizeClass);
        return kind == null || kind.held == 0 ? Pointer.NULL : kind.pointers[--kind.held];
    }

    /** Gives all of it back, at the end of the session. @param free frees one object */
    void release(LongConsumer free) {
        for (Kind kind : kinds) {
            while (kind.held > 0) {
                free.accept(kind.pointers[--kind.held]);
            }
        }
        if (block != Pointer.NULL) {
            // First forgotten: a free that fails may have freed, and a second one would be refused for good.
            long freed = block;
            block = Pointer.NULL;
            bytes = 0;
            free.accept(freed);
        }
    }

    private void requireOutside(String what) {
        if (session.inSection()) {
            throw new IllegalStateException("reserve." + what + " inside a section: reserve before the section");
        }
        session.requireUsable();
    }

    /**
     * The size of the reserve.
     *
     * @return bytes
     */
    public int bytes() {
        return bytes;
    }

    /**
     * The objects in it.
     *
     * @param size bytes
     * @return how many of the size class of such objects there are now
     */
    public int objects(long size) {
        SizeClasses.requireObjectSize(size);
        Kind kind = kind(SizeClasses.classFor((int) size));
        return kind == null ? 0 : kind.held;
    }
}
