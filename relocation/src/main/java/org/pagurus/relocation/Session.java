package org.pagurus.relocation;

import org.pagurus.rcu.Reader;
import org.pagurus.relocation.internal.access.AccessMode;
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
public final class Session extends SectionAccess implements AutoCloseable {
    private final Heap heap;
    private final Space space;
    private final int id;
    private long allocatedAtLastLook = -1;
    private volatile boolean closed;

    Session(Heap heap, Space space, int id, AccessMode mode) {
        super(heap, space, id, mode);
        this.heap = heap;
        this.space = space;
        this.id = id;
    }

    /**
     * Closes the session: its open pages go to whoever needs them, its reserve is freed. Idempotent. Objects stay allocated.
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
            releaseReserve(this::free);
            handOverInSection();
        }
        closed = true;
        closeReader();
        heap.forget(this);
    }

    /** After the thread has ended without closing: what it left is taken over, by a thread that may be in no section. */
    void takeOver() {
        abandonSection();
        pages().handOver();
        try (Reader reader = space.domain().register()) {
            reader.enter();
            try {
                releaseReserve(this::freeLeft);
            } finally {
                reader.exit();
            }
        }
        closed = true;
        heap.forget(this);
    }

    @Override
    boolean isClosed() {
        return closed;
    }

    /**
     * Whether the session has allocated nothing since the last look. One caller at a time.
     *
     * @return false at the first look, and after an allocation
     */
    boolean isIdle() {
        long now = allocatedBytes();
        boolean idle = now == allocatedAtLastLook;
        allocatedAtLastLook = now;
        return idle;
    }

    /** Java heap bytes of the session's lists. */
    long estimatedBytes() {
        return pages().estimatedBytes();
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
