package org.pagurus.relocation;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.Objects;
import org.pagurus.allocator.OffHeapExhaustedException;
import org.pagurus.allocator.Pointer;
import org.pagurus.allocator.PointerException;
import org.pagurus.allocator.internal.frames.FrameLayout;
import org.pagurus.allocator.internal.pages.Page;
import org.pagurus.allocator.internal.pages.SizeClasses;
import org.pagurus.rcu.RcuDomain;
import org.pagurus.relocation.internal.space.Exhaustion;
import org.pagurus.relocation.internal.space.SessionPages;
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
 * <p>Cost: {@code enter} and {@code exit} of the outermost section are two stores each, without a fence where the kernel offers
 * membarrier; nested ones count. A session keeps the pages that it fills: {@code allocate} and {@code free} in them use no
 * atomic; {@code free} in a page of another session, or of none, sets a bit with an atomic OR. None of them allocates on the Java
 * heap, except when a page is opened or the list of waiting frees grows, to 16 KiB at most.
 */
public final class Session extends PinAccess implements AutoCloseable {
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
    private final SessionPages pages;
    private long allocatedBytes;
    private long freedBytes;
    private long allocatedAtLastLook = -1;
    private volatile boolean closed;

    Session(Heap heap, Space space, int id, boolean exclusive) {
        super(space, exclusive);
        this.heap = heap;
        this.space = space;
        this.id = id;
        this.pages = new SessionPages(space, id);
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
     * other strict domain, it fails at once. An object above 4 MiB gets a mapping of its own: it costs system calls, takes only
     * the memory it touches, rounded up to an OS page, and counts whole against the capacity.
     *
     * @param size bytes, 1 to 1 GiB
     * @return a pointer, never 0, that stays the same for the object's life
     * @throws IllegalArgumentException  if the size is not allowed
     * @throws OffHeapExhaustedException if the heap or the machine has no memory left
     */
    public long allocate(long size) {
        if (size <= 0 || size > SizeClasses.MAX_OBJECT_BYTES) {
            requireUsable();
            SizeClasses.requireObjectSize(size);
        }
        return allocateOf(SizeClasses.classFor((int) size), (int) size);
    }

    /**
     * As {@link #allocate(long)}, at an address that is a multiple of a power of two. The object stays aligned wherever it moves:
     * {@link #address} and {@link #writableAddress} of its first byte always are. It may take up to twice the larger of size and
     * alignment.
     *
     * @param size      bytes, 1 to 1 GiB
     * @param alignment a power of two from 1 to 65,536 bytes
     * @return a pointer, as {@link #allocate(long)}
     * @throws IllegalArgumentException  if the size or the alignment is not allowed
     * @throws OffHeapExhaustedException if the heap or the machine has no memory left
     */
    public long allocate(long size, int alignment) {
        requireUsable();
        SizeClasses.requireObjectSize(size);
        if (alignment <= 0 || Integer.bitCount(alignment) != 1 || alignment > FrameLayout.FRAME_LENGTH) {
            throw new IllegalArgumentException("alignment=" + alignment + ": a power of two from 1 to " + FrameLayout.FRAME_LENGTH
                + " bytes is allowed");
        }
        return allocateOf(SizeClasses.classFor((int) size, alignment), (int) size);
    }

    /**
     * As {@link #allocate(long)}, among objects of the same kind. Cost for {@link PageKind#UNMOVABLE}: some short locks for each
     * object, because all sessions share the pages.
     *
     * @param size bytes, 1 to 1 GiB
     * @param kind what the object is for
     * @return a pointer, as {@link #allocate(long)}
     * @throws IllegalArgumentException  if the size is not allowed
     * @throws OffHeapExhaustedException if the heap or the machine has no memory left
     */
    public long allocate(long size, PageKind kind) {
        requireUsable();
        SizeClasses.requireObjectSize(size);
        int sizeClass = SizeClasses.classFor((int) size);
        return Objects.requireNonNull(kind, "kind") == PageKind.UNMOVABLE ? allocateUnmovable(sizeClass, (int) size)
            : allocateOf(sizeClass, (int) size);
    }

    /**
     * As {@link #allocate(long)}, with all {@link #usableSize} bytes zero. Cost: that of writing them; above 4 MiB none, because
     * the memory is fresh.
     *
     * @param size bytes, 1 to 1 GiB
     * @return a pointer, as {@link #allocate(long)}
     * @throws IllegalArgumentException  if the size is not allowed
     * @throws OffHeapExhaustedException if the heap or the machine has no memory left
     */
    public long allocateZeroed(long size) {
        long pointer = allocate(size);
        if (size > SizeClasses.MAX_RUN_BYTES) {
            return pointer;
        }
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
     * @param newSize bytes, 1 to 1 GiB
     * @return the pointer of the object with the new size; the old pointer must not be used if it is another one
     * @throws PointerException          if the pointer is null, foreign, freed before, or not the start of an object
     * @throws IllegalArgumentException  if the size is not allowed; the object is as it was
     * @throws OffHeapExhaustedException if the heap or the machine has no memory left; the object is as it was
     */
    public long reallocate(long pointer, long newSize) {
        requireUsable();
        SizeClasses.requireObjectSize(newSize);
        Page page = space.pageOf(pointer);
        if (!page.isLive(Space.slotOf(page, pointer)) || page.isPinned() && space.pins().isFreed(pointer)) {
            throw new PointerException(pointer, "not allocated: freed earlier");
        }
        int usable = page.slotBytes();
        int sizeClass = SizeClasses.classFor((int) newSize);
        // Of a large object the rest of its last frame is with the OS, and not counted: it cannot grow into it.
        if (page.sizeClass() == sizeClass && newSize <= usable && !SizeClasses.isHuge(sizeClass)) {
            return pointer;
        }
        if (page.sizeClass() == sizeClass && SizeClasses.isHuge(sizeClass) && tryResize(page, newSize)) {
            return pointer;
        }
        long copy = page.run().isUnmovable() ? allocateUnmovable(sizeClass, (int) newSize) : allocateOf(sizeClass, (int) newSize);
        enterSection();
        try {
            copy(pointer, copy, (int) Math.min(usable, newSize));
        } finally {
            exitSection();
        }
        freeNow(pointer);
        return copy;
    }

    /** In a section: close() waits for it before it unmaps. */
    private boolean tryResize(Page page, long newSize) {
        enterStep();
        try {
            int before = page.slotBytes();
            boolean done = space.tryResizeHuge(page, newSize);
            countAllocated(page.slotBytes() - before);
            return done;
        } finally {
            exitStep();
        }
    }

    private long allocateOf(int sizeClass, int size) {
        // In a section: a page may be taken away at any time, and who takes it waits for a grace period, and so for steps under
        // way; and close() waits before it unmaps the page table that opening a page writes to.
        enterStep();
        long pointer;
        try {
            pointer = tryAllocate(sizeClass, size);
        } finally {
            exitStep();
        }
        if (pointer == Pointer.NULL) {
            return allocateAfterReclaiming(sizeClass, size, false);
        }
        if ((pages.hasOpened() || sizeClass > SizeClasses.LAST_SLOT_CLASS) && !isInSection()) {
            heap.compactor().assist();
        }
        return pointer;
    }

    private long allocateUnmovable(int sizeClass, int size) {
        long pointer = allocateInSection(sizeClass, size, true);
        return pointer != Pointer.NULL ? pointer : allocateAfterReclaiming(sizeClass, size, true);
    }

    /** Plain: in a section, whose exit is a release. */
    private void countAllocated(int slotBytes) {
        allocatedBytes += slotBytes;
    }

    /** What grace periods and, outside sections, direct compaction free; then the exception. */
    private long allocateAfterReclaiming(int sizeClass, int size, boolean unmovable) {
        if (Exhaustion.neverFits(space, size)) {
            throw Exhaustion.exception(space, size, heap.liveBytes(), false);
        }
        boolean mayWait = RcuDomain.mayBlock();
        if (mayWait) {
            handOverInSection();
        }
        boolean waited = Exhaustion.reclaim(space, mayWait, this::pollInSection);
        long pointer = allocateInSection(sizeClass, size, unmovable);
        if (pointer == Pointer.NULL && mayWait) {
            // A huge object's memory is lent by any frames.
            boolean huge = SizeClasses.isHuge(sizeClass);
            int frames = huge ? FrameLayout.framesFor(size) : SizeClasses.frames(sizeClass);
            pointer = heap.compactor().makeRoom(huge ? 1 : frames, frames, DIRECT_COMPACTION_NANOS,
                () -> allocateInSection(sizeClass, size, unmovable));
        }
        if (pointer == Pointer.NULL) {
            throw Exhaustion.exception(space, size, heap.liveBytes(), waited);
        }
        return pointer;
    }

    private long allocateInSection(int sizeClass, int size, boolean unmovable) {
        enterSection();
        try {
            return unmovable ? tryAllocateUnmovable(sizeClass, size) : tryAllocate(sizeClass, size);
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
        if (sizeClass <= SizeClasses.LAST_SLOT_CLASS) {
            long pointer = pages.allocate(sizeClass);
            if (pointer != Pointer.NULL) {
                countAllocated(SizeClasses.slotBytes(sizeClass));
            }
            return pointer;
        }
        Page page = space.create(sizeClass, size, Page.HELD);
        if (page == null) {
            return Pointer.NULL;
        }
        long pointer = Pointer.of(page.id(), page.allocateSlot());
        countAllocated(page.slotBytes());
        page.setOwner(Page.UNOWNED);
        return pointer;
    }

    /** In a section: the page is this thread's for one allocation. */
    private long tryAllocateUnmovable(int sizeClass, int size) {
        Page page = space.takeUnmovable(sizeClass, size);
        if (page == null) {
            return Pointer.NULL;
        }
        int slotBytes = page.slotBytes();
        long pointer = Pointer.of(page.id(), page.allocateSlot() * slotBytes);
        countAllocated(slotBytes);
        try {
            space.release(page);
        } catch (Throwable e) {
            page.changeOwner(Page.HELD, Page.UNOWNED);
            throw e;
        }
        return pointer;
    }

    /**
     * Frees an object after a grace period: sections that hold its pointer now may go on to read it until they end. The
     * caller has unlinked the pointer, so that no later section finds it. Any session of the heap may free; inside or outside
     * a section. An object that is pinned then is freed after its last {@link #unpin}.
     *
     * @param pointer what {@code allocate} returned
     * @throws PointerException if it is null, foreign, freed before, or not the start of an object
     */
    public void free(long pointer) {
        // In a section: as for allocate, and because of what Page.retire says.
        enterStep();
        try {
            Page page = space.pageOf(pointer);
            int slot = Space.slotOf(page, pointer);
            if (page.isPinned() && space.pins().isFreed(pointer)) {
                throw new PointerException(pointer, "freed twice; it is pinned, and its slot is free after the last unpin");
            }
            // Before the free: a page without live slots may be gone after it.
            int slotBytes = page.slotBytes();
            if (pages.owns(page)) {
                pages.retire(page, slot, pointer);
                freedBytes += slotBytes;
            } else {
                int retired = space.retire(page, slot, pointer);
                // Freed it is, also if its page cannot be collected now for want of Java heap.
                freedBytes += slotBytes;
                space.collectIfWorth(page, retired);
            }
        } finally {
            exitStep();
        }
    }

    /**
     * Frees an object that was never published: no other thread and no section knows its pointer. The slot may be allocated
     * again at once.
     *
     * @param pointer what {@code allocate} returned
     * @throws PointerException if it is null, foreign, freed before, or not the start of an object
     */
    public void freeNow(long pointer) {
        if (!releaseOwn(pointer)) {
            free(pointer);
        }
    }

    private boolean releaseOwn(long pointer) {
        enterStep();
        try {
            Page page = space.pageOf(pointer);
            if (!pages.owns(page) || page.isPinned()) {
                return false;
            }
            pages.release(page, Space.slotOf(page, pointer), pointer);
            freedBytes += SizeClasses.slotBytes(page.sizeClass());
            return true;
        } finally {
            exitStep();
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
            pages.handOver();
        } finally {
            exitSection();
        }
    }

    /** After the thread has ended without closing: what it left is taken over. */
    void takeOver() {
        abandonSection();
        pages.handOver();
        closed = true;
        heap.forget(this);
    }

    boolean isClosed() {
        return closed;
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

    /** Java heap bytes of the session's lists. */
    long estimatedBytes() {
        return pages.estimatedBytes();
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
