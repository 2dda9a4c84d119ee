package org.pagurus.relocation;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.Objects;
import org.pagurus.allocator.OffHeapExhaustedException;
import org.pagurus.allocator.Pointer;
import org.pagurus.allocator.PointerException;
import org.pagurus.allocator.internal.frames.FrameLayout;
import org.pagurus.allocator.internal.pages.MigrateType;
import org.pagurus.allocator.internal.pages.Page;
import org.pagurus.allocator.internal.pages.SizeClasses;
import org.pagurus.relocation.internal.access.AccessMode;
import org.pagurus.relocation.internal.access.Encounter;
import org.pagurus.relocation.internal.space.Exhaustion;
import org.pagurus.relocation.internal.space.SessionPages;
import org.pagurus.relocation.internal.space.Space;

/** Allocating and freeing, in the pages that a session keeps. */
abstract class AllocationAccess extends PinAccess {
    private static final long DIRECT_COMPACTION_NANOS = 1_000_000_000L;
    private static final VarHandle ALLOCATED_BYTES;
    private static final VarHandle FREED_BYTES;

    static {
        try {
            MethodHandles.Lookup lookup = MethodHandles.lookup();
            ALLOCATED_BYTES = lookup.findVarHandle(AllocationAccess.class, "allocatedBytes", long.class);
            FREED_BYTES = lookup.findVarHandle(AllocationAccess.class, "freedBytes", long.class);
        } catch (ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    private final Heap heap;
    private final Space space;
    private final SessionPages pages;
    private long allocatedBytes;
    private long freedBytes;

    AllocationAccess(Heap heap, Space space, int id, AccessMode mode) {
        super(space, mode);
        this.heap = heap;
        this.space = space;
        this.pages = new SessionPages(space, id);
    }

    // ---- allocation ----

    /**
     * Allocates memory. Its contents are undefined. When nothing is free it waits, outside a section, for what was freed, and
     * compacts the heap itself, about a second each, up to four while that frees memory; inside a section, of this heap or of any
     * other strict domain, it fails at once. An object above 4 MiB gets a mapping of its own: it costs system calls, takes only
     * the memory it touches, rounded up to an OS page, and counts whole against the capacity.
     *
     * @param size bytes, 1 to 1 GiB
     * @return a pointer, never 0, that stays the same for the object's life
     * @throws IllegalArgumentException  if the size is not allowed
     * @throws OffHeapExhaustedException if the heap or the machine has no memory left
     */
    public final long allocate(long size) {
        if (size <= 0 || size > SizeClasses.MAX_OBJECT_BYTES) {
            requireUsable();
            SizeClasses.requireObjectSize(size);
        }
        return allocateOf(SizeClasses.classFor((int) size), (int) size);
    }

    /**
     * As {@link #allocate(long)}, at an address that is a multiple of a power of two. The object stays aligned wherever it moves:
     * {@link #address} and {@link #writableAddress} of its first byte always are, but for the address of a copy in the session's
     * {@link Reserve}, which is a multiple of 8. It may take up to twice the larger of size and alignment.
     *
     * @param size      bytes, 1 to 1 GiB
     * @param alignment a power of two from 1 to 65,536 bytes
     * @return a pointer, as {@link #allocate(long)}
     * @throws IllegalArgumentException  if the size or the alignment is not allowed
     * @throws OffHeapExhaustedException if the heap or the machine has no memory left
     */
    public final long allocate(long size, int alignment) {
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
     * @throws IllegalArgumentException  if the size is not allowed, or the kind is {@link PageKind#SEALED}
     * @throws OffHeapExhaustedException if the heap or the machine has no memory left
     */
    public final long allocate(long size, PageKind kind) {
        requireUsable();
        SizeClasses.requireObjectSize(size);
        int sizeClass = SizeClasses.classFor((int) size);
        return switch (Objects.requireNonNull(kind, "kind")) {
            case MOVABLE -> allocateOf(sizeClass, (int) size);
            case UNMOVABLE -> allocateShared(MigrateType.UNMOVABLE, (int) size, null);
            case SEALED -> throw new IllegalArgumentException("kind=SEALED: nobody could write to the object; give its contents"
                + " with allocateSealed");
        };
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
    public final long allocateZeroed(long size) {
        long pointer = allocate(size);
        if (size > SizeClasses.MAX_RUN_BYTES) {
            return pointer;
        }
        Encounter outer = enterInner();
        try {
            zero(pointer);
        } finally {
            exitInner(outer);
        }
        return pointer;
    }

    /**
     * Gives an object another size, as C's {@code realloc}: in place if its slot has the class of the new size, else a copy of as
     * many bytes as both have, and the old object is freed at once. So only for objects that were never published: to change the
     * size of one that other threads may find, allocate, copy, publish the new pointer, then {@link #free} the old one. Sealed
     * objects are refused: bytes that it adds could never be written.
     *
     * @param pointer what {@code allocate} returned
     * @param newSize bytes, 1 to 1 GiB
     * @return the pointer of the object with the new size; the old pointer must not be used if it is another one
     * @throws PointerException          if the pointer is null, foreign, freed before, not the start of an object, or sealed
     * @throws IllegalArgumentException  if the size is not allowed; the object is as it was
     * @throws OffHeapExhaustedException if the heap or the machine has no memory left; the object is as it was
     */
    public final long reallocate(long pointer, long newSize) {
        requireUsable();
        SizeClasses.requireObjectSize(newSize);
        Page page = space.pageOf(pointer);
        if (!page.isLive(Space.slotOf(page, pointer)) || page.isPinned() && space.pins().isFreed(pointer)) {
            throw new PointerException(pointer, "not allocated: freed earlier");
        }
        if (page.run().isSealed()) {
            throw new PointerException(pointer, "reallocate of a sealed object to " + newSize + " bytes: its contents never"
                + " change, and bytes added could never be written; publish a new object of allocateSealed, then free this one");
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
        long copy = page.run().isUnmovable() ? allocateShared(MigrateType.UNMOVABLE, (int) newSize, null)
            : allocateOf(sizeClass, (int) newSize);
        Encounter outer = enterInner();
        try {
            copy(pointer, copy, (int) Math.min(usable, newSize));
        } finally {
            exitInner(outer);
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
            return allocateAfterReclaiming(sizeClass, size, MigrateType.MOVABLE, null);
        }
        if ((pages.hasOpened() || sizeClass > SizeClasses.LAST_SLOT_CLASS) && space.domain().mayWait()) {
            heap.compactor().assist();
        }
        return pointer;
    }

    /** Writes an object that nobody else knows yet. */
    interface Contents {
        /** At an address with room for so many bytes. */
        void write(long address, int size);
    }

    /** In a page that sessions share. @param contents what is written before anybody can know the pointer, or null */
    final long allocateShared(MigrateType type, int size, Contents contents) {
        int sizeClass = SizeClasses.classFor(size);
        long pointer = allocateInSection(sizeClass, size, type, contents);
        return pointer != Pointer.NULL ? pointer : allocateAfterReclaiming(sizeClass, size, type, contents);
    }

    /** Plain: in a section, whose exit is a release. */
    private void countAllocated(int slotBytes) {
        allocatedBytes += slotBytes;
    }

    /** What grace periods and, outside sections, direct compaction free; then the exception. */
    private long allocateAfterReclaiming(int sizeClass, int size, MigrateType type, Contents contents) {
        if (Exhaustion.neverFits(space, size)) {
            throw Exhaustion.exception(space, size, heap.liveBytes(), false);
        }
        // Reserved objects move, and are written to.
        long reserved = type == MigrateType.MOVABLE ? takeReserved(sizeClass, size) : Pointer.NULL;
        if (reserved != Pointer.NULL) {
            return reserved;
        }
        boolean mayWait = space.domain().mayWait();
        if (mayWait) {
            handOverInSection();
        }
        boolean waited = Exhaustion.reclaim(space, mayWait, this::pollInSection);
        long pointer = allocateInSection(sizeClass, size, type, contents);
        if (pointer == Pointer.NULL && mayWait) {
            // A huge object's memory is lent by any frames.
            boolean huge = SizeClasses.isHuge(sizeClass);
            int frames = huge ? FrameLayout.framesFor(size) : SizeClasses.frames(sizeClass);
            int run = huge ? 1 : frames;
            pointer = contents != null ? makeRoomAndWrite(run, frames, sizeClass, size, type, contents)
                : heap.compactor().makeRoom(run, frames, DIRECT_COMPACTION_NANOS,
                    () -> allocateInSection(sizeClass, size, type, null));
        }
        if (pointer == Pointer.NULL) {
            throw Exhaustion.exception(space, size, heap.liveBytes(), waited);
        }
        return pointer;
    }

    /** Under the compactor's lock only the page is taken: the contents may be the application's code, and wait for its locks. */
    private long makeRoomAndWrite(int run, int frames, int sizeClass, int size, MigrateType type, Contents contents) {
        Page[] taken = new Page[1];
        try {
            heap.compactor().makeRoom(run, frames, DIRECT_COMPACTION_NANOS, () -> {
                inStep(() -> taken[0] = space.takeShared(type, sizeClass, size));
                return taken[0] == null ? Pointer.NULL : Pointer.of(taken[0].id(), 0);
            });
        } catch (Throwable e) {
            if (taken[0] != null) {
                inStep(() -> releaseShared(taken[0]));
            }
            throw e;
        }
        if (taken[0] == null) {
            return Pointer.NULL;
        }
        Encounter outer = enterInner();
        try {
            return writeShared(taken[0], size, contents);
        } finally {
            exitInner(outer);
        }
    }

    private long allocateInSection(int sizeClass, int size, MigrateType type, Contents contents) {
        if (contents != null) {
            // The contents may access memory: what their section has held is let go at its end.
            Encounter outer = enterInner();
            try {
                return tryAllocateShared(type, sizeClass, size, contents);
            } finally {
                exitInner(outer);
            }
        }
        enterStep();
        try {
            return type == MigrateType.MOVABLE ? tryAllocate(sizeClass, size)
                : tryAllocateShared(type, sizeClass, size, contents);
        } finally {
            exitStep();
        }
    }

    private void pollInSection() {
        inStep(space.domain()::poll);
    }

    private void inStep(Runnable step) {
        enterStep();
        try {
            step.run();
        } finally {
            exitStep();
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

    /**
     * In a section: the page is this thread's for one allocation. It is HELD until the contents are written, so that the migrator
     * copies none that are not whole: the change of the owner word that lets it have the page comes after them.
     */
    private long tryAllocateShared(MigrateType type, int sizeClass, int size, Contents contents) {
        Page page = space.takeShared(type, sizeClass, size);
        return page == null ? Pointer.NULL : writeShared(page, size, contents);
    }

    /** In a section: an object in a page that is HELD, with its contents if there are any; then the page is released. */
    private long writeShared(Page page, int size, Contents contents) {
        int slotBytes = page.slotBytes();
        int slot = page.allocateSlot();
        try {
            if (contents != null) {
                contents.write(page.addressOf(slot), size);
                // As for final fields: whoever gets the pointer, though it be by a data race, finds what was written.
                VarHandle.releaseFence();
            }
        } catch (Throwable e) {
            page.releaseSlot(slot);
            releaseShared(page);
            throw e;
        }
        countAllocated(slotBytes);
        releaseShared(page);
        return Pointer.of(page.id(), slot * slotBytes);
    }

    private void releaseShared(Page page) {
        try {
            space.release(page);
        } catch (Throwable e) {
            page.changeOwner(Page.HELD, Page.UNOWNED);
            throw e;
        }
    }

    /**
     * Frees an object after a grace period: sections that hold its pointer now may go on to read it until they end. The
     * caller has unlinked the pointer, so that no later section finds it. Any session of the heap may free; inside or outside
     * a section. An object that is pinned then is freed after its last {@link #unpin}.
     *
     * @param pointer what {@code allocate} returned
     * @throws PointerException if it is null, foreign, freed before, or not the start of an object
     */
    public final void free(long pointer) {
        finishWrites();
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
    public final void freeNow(long pointer) {
        if (!releaseOwn(pointer)) {
            free(pointer);
        }
    }

    private boolean releaseOwn(long pointer) {
        finishWrites();
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
    final void requireUsable() {
        requireOwner();
        heap.requireOpen();
        if (isClosed()) {
            throw new IllegalStateException("the session of thread " + thread().getName() + " is closed");
        }
    }

    /** Whether the session is closed. Any thread. */
    abstract boolean isClosed();

    /** An object of the session's reserve, where nothing else is left; null if there is none for such a section or size. */
    abstract long takeReserved(int sizeClass, int size);

    final void handOverInSection() {
        if (!tryEnterStep()) {
            return;
        }
        try {
            pages.handOver();
        } finally {
            exitStep();
        }
    }

    /** The pages that the session keeps. */
    final SessionPages pages() {
        return pages;
    }

    /** Another thread, after the session's has ended, in a section of its own: frees an object that only the session knew. */
    final void freeLeft(long pointer) {
        Page page = space.pageOf(pointer);
        int slotBytes = page.slotBytes();
        int retired = space.retire(page, Space.slotOf(page, pointer), pointer);
        freedBytes += slotBytes;
        space.collectIfWorth(page, retired);
    }

    /** Slot bytes allocated so far. Any thread. */
    final long allocatedBytes() {
        return (long) ALLOCATED_BYTES.getOpaque(this);
    }

    /** Slot bytes allocated less slot bytes freed by this session; another session may have freed what this one allocated. */
    final long balanceBytes() {
        return (long) ALLOCATED_BYTES.getOpaque(this) - (long) FREED_BYTES.getOpaque(this);
    }

    /** Slot bytes allocated and slot bytes freed by this session, added up. */
    final long turnoverBytes() {
        return (long) ALLOCATED_BYTES.getOpaque(this) + (long) FREED_BYTES.getOpaque(this);
    }
}
