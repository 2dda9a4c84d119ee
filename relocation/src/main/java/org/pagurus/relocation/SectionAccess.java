package org.pagurus.relocation;

import java.util.function.LongConsumer;
import org.pagurus.allocator.OffHeapExhaustedException;
import org.pagurus.allocator.Pointer;
import org.pagurus.relocation.internal.access.AccessCounts;
import org.pagurus.relocation.internal.access.AccessMode;
import org.pagurus.relocation.internal.access.Encounter;
import org.pagurus.relocation.internal.access.StoreBuffer;
import org.pagurus.relocation.internal.space.Space;

/** The sections of a session: their kinds, and what they do at migration entries. */
abstract class SectionAccess extends SealedAccess {
    /** A page that is moved so often, against all odds, has its move cancelled. */
    private static final int MAX_RETRIES = 16;

    private final Space space;
    private Reserve reserve;
    private long exhausted;

    SectionAccess(Heap heap, Space space, int id, AccessMode mode) {
        super(heap, space, id, mode);
        this.space = space;
    }

    /**
     * Enters a strict section, or a nested one. Sections nest; each {@code enter} needs its {@code exit}. Never waits. Outermost,
     * it has the policy of {@link HeapBuilder#onMigration}; nested, it has kind and policy of the section around it.
     *
     * <p>A strict section must not block: freed memory waits for it, and so do migrations.
     *
     * @throws IllegalStateException if the heap or the session is closed
     */
    public final void enter() {
        enterSection();
    }

    /**
     * As {@link #enter()}, with another policy than the heap's. A nested section has to have the policy of the one around it.
     *
     * @param policy CANCEL or FALLBACK
     * @throws IllegalStateException with WAIT, which would block; with RETRY, which needs {@link #run}; inside a section of
     *                               another policy; or if the heap or the session is closed
     * @throws OffHeapExhaustedException with FALLBACK, if there is no memory for the session's first reserve
     */
    public final void enter(OnMigration policy) {
        enterStrict(policy.encounter());
    }

    /**
     * As {@link #enterSleepable(OnMigration)}, with the policy of {@link HeapBuilder#sleepableOnMigration}; nested, with that of
     * the section around it.
     *
     * @throws IllegalStateException inside a strict section; or if the heap or the session is closed
     */
    public final void enterSleepable() {
        enterSleepable(isInSection() ? encounter() : sleepableDefault());
    }

    /**
     * Enters a section that may block: on locks, on I/O, or at migration entries. {@link #exit} leaves it. What is freed
     * meanwhile anywhere in the heap waits for it, and so do migrations, however long it sleeps: the heap's memory is read in
     * sections of both kinds, so its grace periods cover both. Writers, allocations within the capacity, and other heaps do not
     * wait. The kernel's counterpart is SRCU. Cost: as {@link #enter}; the first one of a session registers a reader.
     *
     * @param policy WAIT, FALLBACK or CANCEL
     * @throws IllegalStateException inside a strict section, of this heap or any other; with RETRY; inside a section of another
     *                               policy; or if the heap or the session is closed
     * @throws OffHeapExhaustedException with FALLBACK, if there is no memory for the session's first reserve
     */
    public final void enterSleepable(OnMigration policy) {
        enterSleepable(policy.encounter());
    }

    /**
     * Leaves the innermost section, of either kind. After the outermost one, addresses and views of it are void.
     *
     * @throws IllegalStateException without a matching {@code enter}
     */
    public final void exit() {
        exitSection();
    }

    /**
     * Whether a section is open, of either kind.
     *
     * @return true between the outermost {@code enter} and its {@code exit}
     */
    public final boolean inSection() {
        requireOwner();
        return isInSection();
    }

    /**
     * Runs a task in a strict section with {@link OnMigration#RETRY}: when it meets a migration entry, the section is left, the
     * end of the copy is awaited outside, and the task is run again from its beginning. The signal is an {@link Error}, which the
     * task must let pass; if it is swallowed, the section's next access throws it again, and a task that returns or throws
     * something else all the same is run again all the same. Inside another task of {@code run} it joins that one's section.
     *
     * <p>Allocates nothing. What the task allocates or writes before the signal stays: allocate before {@code run}, or free
     * at the beginning of the next run.
     *
     * @param task what to do in the section; may be run several times
     * @throws IllegalStateException inside a section that {@code run} did not open, which could not be left; or if the heap or
     *                               the session is closed
     */
    public final void run(Runnable task) {
        requireOwner();
        if (isInSection()) {
            if (!isRetrying()) {
                throw new IllegalStateException("run inside a section: to run the task again, the section around it would have"
                    + " to be left; exit first, or call the task in this section");
            }
            task.run();
            return;
        }
        int runs = 0;
        while (!isDone(task, runs++ == MAX_RETRIES)) {
            backOff();
        }
    }

    private boolean isDone(Runnable task, boolean last) {
        enterRetrying(last);
        try {
            task.run();
        } catch (Throwable e) {
            // A signalled run is void, and so is what it throws: the signal, an exception that wraps it, or that of a second
            // signal in a try-with-resources, which cannot suppress itself.
            if (!isSignalled()) {
                throw e;
            }
        } finally {
            exitAll();
        }
        return !isSignalled();
    }

    // ---- the reserve ----

    /**
     * The session's memory for {@link OnMigration#FALLBACK}.
     *
     * @return the reserve, of {@link Reserve#DEFAULT_BYTES} at first
     * @throws IllegalStateException after close, and for the first call inside a section
     * @throws OffHeapExhaustedException if there is no memory for it
     */
    public final Reserve reserve() {
        requireUsable();
        if (reserve == null) {
            reserve = new Reserve(this);
        }
        // At first, and after a close that failed half-way.
        if (reserve.bytes() == 0) {
            reserve.ensureBytes(Reserve.DEFAULT_BYTES);
        }
        return reserve;
    }

    @Override
    protected void prepareFallback() {
        HeapBuilder.requireFallback();
        reserve();
    }

    /** Falls back on an object of the session's that never moves. */
    final void useReserve(long pointer, int bytes) {
        Encounter outer = enterInner();
        try {
            useBuffer(new StoreBuffer(writableViewAddress(pointer, 0, bytes), bytes));
        } finally {
            exitInner(outer);
        }
    }

    @Override
    protected RuntimeException reserveExhausted(String what, int used, int capacity) {
        exhausted++;
        return new ReserveExhaustedException(what + " is more than is left of the session's reserve: bytes=" + capacity + " used="
            + used + "; before the section call session.reserve().ensureBytes, or use another policy than FALLBACK");
    }

    /** A reserved object, in a section that falls back and where nothing else is left; null if none of that kind was reserved. */
    @Override
    final long takeReserved(int sizeClass, int size) {
        if (reserve == null || !isInSection() || encounter() != Encounter.FALLBACK || !reserve.hasKind(sizeClass)) {
            return Pointer.NULL;
        }
        long pointer = reserve.takeObject(sizeClass);
        if (pointer == Pointer.NULL) {
            exhausted++;
            throw new ReserveExhaustedException("no memory for size=" + size + " without waiting, and no object of that size is"
                + " left in the session's reserve; call reserve().refill() before the section, or reserve more");
        }
        return pointer;
    }

    /** Of a heap whose sections fall back: reserves before the first of them. */
    final void reserveIfNeeded(AccessMode mode) {
        if (mode.fallsBack()) {
            reserve();
        }
    }

    /** At the end of the session. @param free frees one object */
    final void releaseReserve(LongConsumer free) {
        if (reserve != null) {
            // Before the block is freed: if anything fails now, sections go on without room.
            useBuffer(new StoreBuffer(0, 0));
            reserve.release(free);
        }
    }

    /** What the accesses did about pages on the move. */
    final AccessCounts accessCounts() {
        return new AccessCounts(pinsTaken(), cancels(), waits(), retries(), snapshots(), buffered(), exhausted);
    }
}
