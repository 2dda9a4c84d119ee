package org.pagurus.relocation;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import org.pagurus.allocator.OffHeapExhaustedException;
import org.pagurus.allocator.Pointer;
import org.pagurus.allocator.PointerException;
import org.pagurus.allocator.internal.frames.FrameLayout;
import org.pagurus.allocator.internal.pages.Page;
import org.pagurus.allocator.internal.pages.SizeClasses;
import org.pagurus.rcu.RcuDomain;
import org.pagurus.relocation.internal.space.Exhaustion;
import org.pagurus.relocation.internal.space.Space;

/**
 * One thread's way into a heap: sections, accessors, allocation. Every method but {@code toString}, {@code thread} and the
 * counters throws {@link IllegalStateException} in another thread than the one that opened the session; so do allocating and
 * freeing after the session or the heap was closed.
 *
 * <pre>{@code
 *   long p = session.allocate(120);
 *   session.enter();
 *   try {
 *       session.putLong(p, 0, 42L);
 *   } finally {
 *       session.exit();
 *   }
 *   session.free(p);
 * }</pre>
 *
 * <p>Cost: {@code enter} and {@code exit} of the outermost section are a store with a full fence and a release store; nested
 * ones count. {@code allocate} takes a bit from a bitmap of the session's own page, inside a section; {@code free} sets one
 * with an atomic OR. None of them allocates on the Java heap, except when a page is opened.
 */
public final class Session extends BulkAccess implements AutoCloseable {
    private static final long DIRECT_COMPACTION_NANOS = 1_000_000_000L;
    private static final VarHandle ALLOCATED_BYTES;
    private static final VarHandle FREED_BYTES;

    static {
        try {
            MethodHandles.Lookup lookup = MethodHandles.lookup();
            ALLOCATED_BYTES = lookup.findVarHandle(Session.class, "allocatedBytes", long.class);
            FREED_BYTES = lookup.findVarHandle(Session.class, "freedBytes", long.class);
        } catch (ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    private final Heap heap;
    private final Space space;
    private final int id;
    /** The page that this session allocates from, by size class. */
    private final Page[] open = new Page[SizeClasses.LAST_SLOT_CLASS + 1];
    private long allocatedBytes;
    private long freedBytes;
    private long allocatedAtLastLook = -1;
    private volatile boolean closed;

    Session(Heap heap, Space space, int id, boolean exclusive) {
        super(space, exclusive);
        this.heap = heap;
        this.space = space;
        this.id = id;
    }

    // ---- sections ----

    /**
     * Enters a section. Sections nest; each {@code enter} needs its {@code exit}. Never waits.
     *
     * @throws IllegalStateException if the heap or the session is closed
     */
    public void enter() {
        enterSection();
    }

    /**
     * Leaves the innermost section. After the outermost one, addresses and views of it are void.
     *
     * @throws IllegalStateException without a matching {@link #enter}
     */
    public void exit() {
        exitSection();
    }

    /**
     * Whether a section is open.
     *
     * @return true between the outermost {@code enter} and its {@code exit}
     */
    public boolean inSection() {
        requireOwner();
        return isInSection();
    }

    // ---- allocation ----

    /**
     * Allocates memory. Its contents are undefined. When nothing is free it waits, outside a section, for what was freed, and
     * compacts the heap itself, about a second each; inside a section, of this heap or of any
     * other strict domain, it fails at once.
     *
     * @param size bytes, 1 to 4 MiB
     * @return a pointer, never 0, that stays the same for the object's life
     * @throws IllegalArgumentException  if the size is not allowed
     * @throws OffHeapExhaustedException if the heap or the machine has no memory left
     */
    public long allocate(long size) {
        requireUsable();
        requireObjectSize(size);
        return allocateOf(SizeClasses.classFor((int) size), (int) size);
    }

    /**
     * As {@link #allocate(long)}, at an address that is a multiple of a power of two. The object stays aligned wherever it moves:
     * {@link #address} and {@link #writableAddress} of its first byte always are. It may take up to twice the larger of size and
     * alignment.
     *
     * @param size      bytes, 1 to 4 MiB
     * @param alignment a power of two from 1 to 65,536 bytes
     * @return a pointer, as {@link #allocate(long)}
     * @throws IllegalArgumentException  if the size or the alignment is not allowed
     * @throws OffHeapExhaustedException if the heap or the machine has no memory left
     */
    public long allocate(long size, int alignment) {
        requireUsable();
        requireObjectSize(size);
        if (alignment <= 0 || Integer.bitCount(alignment) != 1 || alignment > FrameLayout.FRAME_LENGTH) {
            throw new IllegalArgumentException("alignment=" + alignment + ": a power of two from 1 to " + FrameLayout.FRAME_LENGTH
                + " bytes is allowed");
        }
        return allocateOf(SizeClasses.classFor((int) size, alignment), (int) size);
    }

    /**
     * As {@link #allocate(long)}, with all {@link #usableSize} bytes zero. Cost: that of writing them.
     *
     * @param size bytes, 1 to 4 MiB
     * @return a pointer, as {@link #allocate(long)}
     * @throws IllegalArgumentException  if the size is not allowed
     * @throws OffHeapExhaustedException if the heap or the machine has no memory left
     */
    public long allocateZeroed(long size) {
        long pointer = allocate(size);
        enterSection();
        try {
            zero(pointer);
        } finally {
            exitSection();
        }
        return pointer;
    }

    /**
     * Gives an object another size, as C's {@code realloc}: in place if its slot has the class of the new size, else a copy of as
     * many bytes as both have, and the old object is freed at once. So only for objects that were never published: to change the
     * size of one that other threads may find, allocate, copy, publish the new pointer, then {@link #free} the old one.
     *
     * @param pointer what {@code allocate} returned
     * @param newSize bytes, 1 to 4 MiB
     * @return the pointer of the object with the new size; the old pointer must not be used if it is another one
     * @throws PointerException          if the pointer is null, foreign, freed before, or not the start of an object
     * @throws IllegalArgumentException  if the size is not allowed; the object is as it was
     * @throws OffHeapExhaustedException if the heap or the machine has no memory left; the object is as it was
     */
    public long reallocate(long pointer, long newSize) {
        requireUsable();
        requireObjectSize(newSize);
        Page page = space.pageOf(pointer);
        if (!page.isLive(Space.slotOf(page, pointer))) {
            throw new PointerException(pointer, "not allocated: freed earlier");
        }
        int usable = page.slotBytes();
        int sizeClass = SizeClasses.classFor((int) newSize);
        // Of a large object the rest of its last frame is with the OS, and not counted: it cannot grow into it.
        if (page.sizeClass() == sizeClass && newSize <= usable) {
            return pointer;
        }
        long copy = allocateOf(sizeClass, (int) newSize);
        enterSection();
        try {
            copy(pointer, copy, (int) Math.min(usable, newSize));
        } finally {
            exitSection();
        }
        freeNow(pointer);
        return copy;
    }

    private static void requireObjectSize(long size) {
        if (size <= 0 || size > SizeClasses.MAX_OBJECT_BYTES) {
            throw new IllegalArgumentException("size=" + size + ": an object has 1 to " + SizeClasses.MAX_OBJECT_BYTES
                + " bytes");
        }
    }

    private long allocateOf(int sizeClass, int size) {
        // In a section: an open page may be revoked at any time, and the revoker's grace period waits for allocations under
        // way; and close() waits before it unmaps the page table that opening a page writes to.
        long pointer;
        enterSection();
        try {
            Page page = sizeClass <= SizeClasses.LAST_SLOT_CLASS ? open[sizeClass] : null;
            if (page != null && page.owner() == id) {
                int slot = page.allocateSlot();
                if (slot >= 0) {
                    return allocated(page, slot);
                }
            }
            pointer = tryAllocate(sizeClass, size);
        } finally {
            exitSection();
        }
        if (pointer == Pointer.NULL) {
            return allocateAfterReclaiming(sizeClass, size);
        }
        if (!isInSection()) {
            heap.compactor().assist();
        }
        return pointer;
    }

    private long allocated(Page page, int slot) {
        int slotBytes = page.slotBytes();
        ALLOCATED_BYTES.setOpaque(this, allocatedBytes + slotBytes);
        return Pointer.of(page.id(), slot * slotBytes);
    }

    /** What grace periods and, outside sections, direct compaction free; then the exception. */
    private long allocateAfterReclaiming(int sizeClass, int size) {
        boolean mayWait = RcuDomain.mayBlock();
        boolean waited = Exhaustion.reclaim(space, mayWait, this::pollInSection);
        long pointer = allocateInSection(sizeClass, size);
        if (pointer == Pointer.NULL && mayWait) {
            pointer = heap.compactor().makeRoom(SizeClasses.frames(sizeClass), DIRECT_COMPACTION_NANOS,
                () -> allocateInSection(sizeClass, size));
        }
        if (pointer == Pointer.NULL) {
            throw Exhaustion.exception(space, size, heap.liveBytes(), waited);
        }
        return pointer;
    }

    private long allocateInSection(int sizeClass, int size) {
        enterSection();
        try {
            return tryAllocate(sizeClass, size);
        } finally {
            exitSection();
        }
    }

    private void pollInSection() {
        enterSection();
        try {
            space.domain().poll();
        } finally {
            exitSection();
        }
    }

    /** In a section. */
    private long tryAllocate(int sizeClass, int size) {
        if (SizeClasses.isLarge(sizeClass)) {
            Page page = space.create(sizeClass, size, Page.HELD);
            if (page == null) {
                return Pointer.NULL;
            }
            long pointer = allocated(page, page.allocateSlot());
            page.setOwner(Page.UNOWNED);
            return pointer;
        }
        for (;;) {
            giveBack(sizeClass);
            Page page = space.take(sizeClass, id);
            if (page == null) {
                return Pointer.NULL;
            }
            open[sizeClass] = page;
            // It may have been revoked already.
            int slot = page.owner() == id ? page.allocateSlot() : -1;
            if (slot >= 0) {
                return allocated(page, slot);
            }
        }
    }

    /** Hands the open page of a class over, unless it was revoked. */
    private void giveBack(int sizeClass) {
        Page page = open[sizeClass];
        open[sizeClass] = null;
        if (page != null && page.changeOwner(id, Page.HELD)) {
            try {
                space.release(page);
            } catch (Throwable e) {
                page.changeOwner(Page.HELD, Page.UNOWNED);
                throw e;
            }
        }
    }

    /**
     * Frees an object after a grace period: sections that hold its pointer now may go on to read it until they end. The
     * caller has unlinked the pointer, so that no later section finds it. Any session of the heap may free; inside or outside
     * a section.
     *
     * @param pointer what {@code allocate} returned
     * @throws PointerException if it is null, foreign, freed before, or not the start of an object
     */
    public void free(long pointer) {
        requireUsable();
        Page page = space.pageOf(pointer);
        int retired = space.retire(page, pointer);
        FREED_BYTES.setOpaque(this, freedBytes + page.slotBytes());
        space.collectIfWorth(page, retired);
    }

    /**
     * Frees an object that was never published: no other thread and no section knows its pointer. The slot may be allocated
     * again at once.
     *
     * @param pointer what {@code allocate} returned
     * @throws PointerException if it is null, foreign, freed before, or not the start of an object
     */
    public void freeNow(long pointer) {
        requireUsable();
        if (!releaseOwn(pointer)) {
            free(pointer);
        }
    }

    /** Frees a slot of an open page of this session at once. In a section, as {@link #allocate}: the page may be revoked. */
    private boolean releaseOwn(long pointer) {
        enterSection();
        try {
            Page page = space.pageOf(pointer);
            if (page.owner() != id) {
                return false;
            }
            if (!page.releaseSlot(Space.slotOf(page, pointer))) {
                throw new PointerException(pointer, "not allocated: freed earlier");
            }
            FREED_BYTES.setOpaque(this, freedBytes + page.slotBytes());
            return true;
        } finally {
            exitSection();
        }
    }

    /** What a closed session frees would be missing from the heap's count: its own was taken when it was closed. */
    private void requireUsable() {
        requireOwner();
        heap.requireOpen();
        if (closed) {
            throw new IllegalStateException("the session of thread " + thread().getName() + " is closed");
        }
    }

    /** Slot bytes allocated less slot bytes freed by this session; another session may have freed what this one allocated. */
    long balanceBytes() {
        return (long) ALLOCATED_BYTES.getOpaque(this) - (long) FREED_BYTES.getOpaque(this);
    }

    /** Slot bytes allocated and slot bytes freed by this session, added up. */
    long turnoverBytes() {
        return (long) ALLOCATED_BYTES.getOpaque(this) + (long) FREED_BYTES.getOpaque(this);
    }

    /**
     * Closes the session: its open pages go to whoever needs them. Idempotent. Objects stay allocated.
     *
     * @throws IllegalStateException inside a section
     */
    @Override
    public void close() {
        requireOwner();
        if (closed) {
            return;
        }
        if (inSection()) {
            throw new IllegalStateException("session of thread " + thread().getName() + " closed inside a section; exit first");
        }
        if (!space.isClosed()) {
            handOverInSection();
        }
        closed = true;
        closeReader();
        heap.forget(this);
    }

    private void handOverInSection() {
        try {
            enterSection();
        } catch (IllegalStateException e) {
            if (space.isClosed()) {
                return;
            }
            throw e;
        }
        try {
            handOverPages();
        } finally {
            exitSection();
        }
    }

    /** After the thread has ended without closing: what it left is taken over. */
    void takeOver() {
        abandonSection();
        handOverPages();
        closed = true;
        heap.forget(this);
    }

    boolean isClosed() {
        return closed;
    }

    private void handOverPages() {
        for (int c = 0; c < open.length; c++) {
            giveBack(c);
        }
    }

    /**
     * Whether the session has allocated nothing since the last look. One caller at a time.
     *
     * @return false at the first look, and after an allocation
     */
    boolean isIdle() {
        long now = (long) ALLOCATED_BYTES.getOpaque(this);
        boolean idle = now == allocatedAtLastLook;
        allocatedAtLastLook = now;
        return idle;
    }

    int id() {
        return id;
    }

    /** The session's id and thread. */
    @Override
    public String toString() {
        return "Session(id=" + id + " thread=" + thread().getName() + ")";
    }
}
