package org.pagurus.relocation;

import org.pagurus.allocator.Pointer;
import org.pagurus.allocator.PointerException;
import org.pagurus.allocator.internal.pages.Page;
import org.pagurus.relocation.internal.access.AccessMode;
import org.pagurus.relocation.internal.access.Encounter;
import org.pagurus.relocation.internal.space.Space;

/** Pins that outlive sections: addresses for native code and I/O. */
abstract class PinAccess extends BulkAccess {
    private final Space space;

    PinAccess(Space space, AccessMode mode) {
        super(space, mode);
        this.space = space;
    }

    /**
     * Gives an address of an object that stays valid after the section, until {@link #unpin}. The object's page is not moved,
     * folded or removed while one of its objects is pinned; an object that is freed meanwhile stays as it is until its last
     * unpin, and is not handed out again. Pins count: each needs its {@code unpin}, by any session of the heap. They belong to
     * the heap: closing the session keeps them, and the heap is not closed while there are any.
     *
     * <p>Memory at the address may be read and written without a session. What is written before {@code unpin} stays. That of a
     * sealed object may be read only: what is written to it may be lost.
     *
     * <p>A page is pinned where it is. Many long pins in movable pages keep the compactor from emptying regions; allocate such
     * objects as {@link PageKind#UNMOVABLE}. Accesses through a session to objects of a pinned page take the slower path that
     * pages on the move take, some nanoseconds. Cost: a compare-and-set of the entry, and an update of a concurrent map, which
     * allocates on the Java heap.
     *
     * @param pointer what {@code allocate} returned; where other threads may free it, pin it in the section that found it
     * @return an absolute address; {@link #usableSize} bytes may be read and written
     * @throws PointerException      if it is not allocated
     * @throws IllegalStateException in another thread than the session's, or after close
     */
    public final long pin(long pointer) {
        // In a section: between the look at the page and the pin it may neither be removed nor unmapped.
        Encounter outer = enterInner();
        try {
            int length = usableSize(pointer);
            Page page = space.pageOf(pointer);
            space.pins().pin(pointer, page);
            try {
                // Held now: the entry keeps its place, whatever state it is in.
                return readAddress(pointer, 0, length);
            } catch (Throwable e) {
                unpin(pointer);
                throw e;
            }
        } finally {
            exitInner(outer);
        }
    }

    /**
     * Undoes one {@link #pin}; after the last one the address is void, and what was freed meanwhile is freed. Inside or outside a
     * section, also after the session was closed, and while the heap waits to be closed.
     *
     * @param pointer what was pinned
     * @throws PointerException      if it is not pinned; nothing has changed
     * @throws IllegalStateException in another thread than the session's
     */
    public final void unpin(long pointer) {
        requireOwner();
        // A pinned object keeps its page, and a heap with pins is not unmapped: so no section is needed.
        Page page = space.pages().get(Pointer.pageId(pointer));
        if (page == null || pointer < 0) {
            throw new PointerException(pointer, "not pinned: its page is not allocated");
        }
        int retired = space.pins().unpin(pointer, page);
        // A step: without the pin the heap may be unmapped.
        if (retired > 0 && tryEnterStep()) {
            try {
                space.collectIfWorth(page, retired);
            } finally {
                exitStep();
            }
        }
    }

    /** Begins a step, unless the heap is closed: then there is nothing to do any more. */
    final boolean tryEnterStep() {
        try {
            enterStep();
            return true;
        } catch (IllegalStateException e) {
            if (space.isClosed()) {
                return false;
            }
            throw e;
        }
    }
}
