package org.pagurus.rcu;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;

/**
 * One thread's means to open read-side critical sections ("sections") of one {@link RcuDomain}.
 * <pre>
 *   reader.enter();
 *   try {
 *       Node node = (Node) HEAD.getAcquire(list);   // valid until exit: no grace period that
 *       use(node);                                  // starts from now on ends before it
 *   } finally {
 *       reader.exit();
 *   }
 * </pre>
 * <b>Threads.</b> Only the thread that registered the reader may call its methods. {@code enter} and {@code exit} do not check
 * this, for speed; a foreign call breaks the guarantee of the whole domain. A thread may have several readers, of one domain or
 * of several. When a thread terminates, its readers are reclaimed, even inside a section.
 * <p>
 * <b>Order.</b> With {@link Fence#FULL}, {@link #enter()} is a full fence when it opens the outermost section: no access of the
 * section moves in front of it. With {@link Fence#ASYMMETRIC} it is none, and only the guarantee of the domain holds.
 * {@link #exit()} is a release: no access of the section moves behind it.
 * <p>
 * <b>Cost.</b> Both are wait-free and allocate nothing. The outermost enter is one load, two stores and one full fence if the
 * domain has it, the outermost exit is two stores; a nested one is one store. About 300 bytes of heap for each reader, because
 * of padding.
 * <p>
 * The class is not final only because the tests of this package seed bugs in subclasses. Nothing outside the package can extend
 * it, and in production no subclass is loaded, so the JIT compiler inlines {@code enter} and {@code exit} as if it were final.
 */
public class Reader extends ReaderPadding implements AutoCloseable {
    /** Value of {@code nesting} once the reader is closed or reclaimed. */
    static final long CLOSED = -1L;

    private static final VarHandle STATE;
    private static final VarHandle NESTING;

    static {
        try {
            final MethodHandles.Lookup lookup = MethodHandles.lookup();
            STATE = lookup.findVarHandle(ReaderState.class, "state", long.class);
            NESTING = lookup.findVarHandle(ReaderState.class, "nesting", long.class);
        } catch (final ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    private final PaddedLong epoch;
    private final ReaderRegistry registry;
    /** The registering thread; null once closed or reclaimed, so that a closed reader keeps no thread alive. */
    private volatile Thread owner;
    private volatile Sighting sighting;

    Reader(final PaddedLong epoch, final ReaderRegistry registry, final boolean fenced, final Thread owner) {
        this.epoch = epoch;
        this.registry = registry;
        this.fenced = fenced ? 1 : 0;
        this.owner = owner;
    }

    /**
     * Opens a section, or nests one more into the open section. Never blocks, never loops, never allocates.
     *
     * @throws IllegalStateException if this reader is closed, or was reclaimed because its thread terminated
     */
    public final void enter() {
        final long depth = nesting;
        if (depth != 0) {
            enterNested(depth);
            return;
        }
        // The acquire load pairs with the increment in GracePeriods.start: a section that carries epoch >= c also sees
        // everything that the updater did before it made cookie c, so a scan need not wait for it.
        announce(epoch.getAcquire());
        nesting = 1;
    }

    /**
     * Closes the innermost section. Closing the outermost one ends this reader's claim on everything it found inside.
     *
     * @throws IllegalStateException if no section is open
     */
    public final void exit() {
        final long depth = nesting;
        if (depth != 1) {
            exitNested(depth);
            return;
        }
        // Orders every access of the section before the idle state; pairs with the acquire load in a scan. A scan that finds
        // this idle state therefore happens after the whole section.
        STATE.setRelease(this, Epochs.IDLE);
        nesting = 0;
    }

    /**
     * Returns whether a section is open.
     *
     * @return true between the outermost {@link #enter()} and its {@link #exit()}
     */
    public final boolean inSection() {
        return nesting > 0;
    }

    /**
     * Returns how many sections are open, one inside the other.
     *
     * @return 0 or more; 0 for a closed reader
     */
    public final int nesting() {
        return clamp(nesting);
    }

    /**
     * Unregisters this reader. Does nothing if it is already closed or reclaimed. Cost: in proportion to the number of
     * registered readers, under a short lock.
     *
     * @throws IllegalStateException if a section is open, or if another thread owns this reader and is still alive
     */
    @Override
    public final void close() {
        final Thread thread = owner;
        if (thread == null) {
            return;
        }
        if (thread != Thread.currentThread()) {
            if (thread.isAlive()) {
                throw new IllegalStateException("reader closed by a foreign thread: owner=" + thread.getName()
                    + ", caller=" + Thread.currentThread().getName());
            }
            registry.reclaimDead();
            return;
        }
        if (nesting > 0) {
            throw new IllegalStateException("reader closed inside a section: nesting=" + nesting);
        }
        registry.remove(this);
    }

    /**
     * Makes the section visible to scans. A seam for seeded bugs; otherwise only {@link #enter()} calls it.
     * <p>
     * The store of the state must come before every load of the section (store buffering). Its counterpart is the fence of a
     * scan ({@link GracePeriods#scan}), between the updater's unlink and the loads of the states. Whichever comes second, its
     * side sees the other's store: either the scan finds this section, or this section finds the unlink done. The thread may have
     * been descheduled before the store: then the state is stale, which makes a scan wait longer, never shorter.
     * <p>
     * With {@link Fence#FULL} the fence here gives that order, on the compiler and on the processor.
     * <p>
     * With {@link Fence#ASYMMETRIC} nobody orders the processor here: the scan's membarrier does, by a barrier somewhere in this
     * thread's stream of instructions. If it falls behind the store, the scan finds the state; if it falls in front of the
     * store, all loads of the section come later still and see the unlink. That needs the store to stand in front of the
     * section's loads in the compiled code, which the Java memory model does not promise after a release store. HotSpot does it:
     * <ul>
     * <li>C2 puts a {@code MemBarCPUOrder} in front of and behind every access in opaque, acquire, release or volatile mode
     *     ({@code C2Access::needs_cpu_membar}). It emits no instruction, and every later memory access, plain ones too, depends
     *     on the memory state behind it.
     * <li>The interpreter and C1 know no release store: they do a volatile one, with a fence of its own.
     * </ul>
     * A plain store would have neither, though no test here tells it apart: the compilers happened not to move it. Without the
     * fence, or in ASYMMETRIC without membarrier, StoreBufferingTest fails; without the whole announcement
     * GracePeriodTortureTest does.
     */
    void announce(final long loadedEpoch) {
        // Release, not opaque: a scan may find this state instead of the idle state of the section before it, and must then
        // still happen after that section's accesses, whose grace period it may complete.
        STATE.setRelease(this, loadedEpoch);
        if (fenced != 0) {
            VarHandle.fullFence();
        }
    }

    /** The state, for a scan. Acquire: pairs with the release stores in announce and exit. */
    final long stateAcquire() {
        return (long) STATE.getAcquire(this);
    }

    /** The nesting as another thread sees it: for reports only. */
    final int nestingOpaque() {
        return clamp((long) NESTING.getOpaque(this));
    }

    /** The thread that registered this reader, or null once it is closed or reclaimed. */
    final Thread owner() {
        return owner;
    }

    /** Whether the owner has terminated without closing this reader. */
    final boolean isOwnerDead() {
        final Thread thread = owner;
        return thread != null && !thread.isAlive();
    }

    /** Ends this reader's life. For the registry: the caller is the owner outside every section, or has seen it dead. */
    final void retire() {
        nesting = CLOSED;
        STATE.setRelease(this, Epochs.IDLE);
        owner = null;
        sighting = null;
    }

    /** When an observer first saw this reader in this state, by {@link System#nanoTime()}; now, if it is the first. */
    final long firstSightedNanos(final long seenState, final long nowNanos) {
        Sighting first = sighting;
        if (first == null || first.state != seenState) {
            first = new Sighting(seenState, nowNanos);
            sighting = first;
        }
        return first.nanos;
    }

    private void enterNested(final long depth) {
        if (depth == CLOSED) {
            throw new IllegalStateException("enter on a closed reader");
        }
        nesting = depth + 1;
    }

    private void exitNested(final long depth) {
        if (depth <= 0) {
            throw new IllegalStateException("exit without enter" + (depth == CLOSED ? ": the reader is closed" : ""));
        }
        nesting = depth - 1;
    }

    private static int clamp(final long nesting) {
        return (int) Math.max(0, Math.min(nesting, Integer.MAX_VALUE));
    }

    /** Written by observers that race; any of their values will do, as each was true. */
    private record Sighting(long state, long nanos) {
    }
}
