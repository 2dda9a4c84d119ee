package org.pagurus.rcu.internal.readers;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;

import org.pagurus.rcu.internal.base.PaddedLong;
import org.pagurus.rcu.internal.system.ThreadPriority;

/**
 * One thread's place where its sections are announced, and where scans look for them. What the owner calls is {@code protected}:
 * the public reader passes it on. The rest is for observers.
 */
public abstract class ReaderSlot extends ReaderPadding {
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
    private final boolean strict;
    private final long tid;
    /** The registering thread; null once closed or reclaimed, so that a closed reader keeps no thread alive. */
    private volatile Thread owner;
    private volatile Sighting sighting;

    /**
     * A slot of the calling thread, outside every section.
     *
     * @param epoch    what sections announce
     * @param registry where scans find this slot once it was added
     * @param fenced   whether entering runs a full fence; else scans must reach into the reader's thread
     * @param strict   whether its sections must not block
     */
    protected ReaderSlot(final PaddedLong epoch, final ReaderRegistry registry, final boolean fenced, final boolean strict) {
        this.epoch = epoch;
        this.registry = registry;
        this.strict = strict;
        this.fenced = fenced ? 1 : 0;
        this.tid = registry.needsTids() ? ThreadPriority.currentTid() : ThreadPriority.NO_TID;
        this.owner = Thread.currentThread();
    }

    // ---- the owner ----

    /** Enters a section, or nests one more. */
    protected final void open() {
        final long depth = nesting;
        if (depth != 0) {
            openNested(depth);
            return;
        }
        // The acquire load pairs with the increment in GracePeriods.start: a section that carries epoch >= c also sees
        // everything that the updater did before it made cookie c, so a scan need not wait for it.
        announce(epoch.getAcquire());
        nesting = 1;
    }

    /** Leaves the innermost section. */
    protected final void shut() {
        final long depth = nesting;
        if (depth != 1) {
            shutNested(depth);
            return;
        }
        // Orders every access of the section before the idle state; pairs with the acquire load in a scan. A scan that finds
        // this idle state therefore happens after the whole section.
        STATE.setRelease(this, Epochs.IDLE);
        nesting = 0;
    }

    /** How many sections are open; 0 or less outside all of them. */
    protected final long depth() {
        return nesting;
    }

    /** Takes the slot from its registry, if it still is there. */
    protected final void unregister() {
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
     * Makes the section visible to scans.
     * <p>
     * The store of the state must come before every load of the section (store buffering). Its counterpart is the fence of a
     * scan ({@code GracePeriods.scan}), between the updater's unlink and the loads of the states. Whichever comes second, its
     * side sees the other's store: either the scan finds this section, or this section finds the unlink done. The thread may have
     * been descheduled before the store: then the state is stale, which makes a scan wait longer, never shorter.
     * <p>
     * With {@code Fence.FULL} the fence here gives that order, on the compiler and on the processor.
     * <p>
     * With {@code Fence.ASYMMETRIC} nobody orders the processor here: the scan's membarrier does, by a barrier somewhere in this
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
     * fence, or in ASYMMETRIC without membarrier, StoreBufferingTest fails; that scans must find the announcement
     * is shown by SeededBugsTest.
     */
    private void announce(final long loadedEpoch) {
        // Release, not opaque: a scan may find this state instead of the idle state of the section before it, and must then
        // still happen after that section's accesses, whose grace period it may complete.
        STATE.setRelease(this, loadedEpoch);
        if (fenced != 0) {
            VarHandle.fullFence();
        }
    }

    private void openNested(final long depth) {
        if (depth == CLOSED) {
            throw new IllegalStateException("enter on a closed reader");
        }
        nesting = depth + 1;
    }

    private void shutNested(final long depth) {
        if (depth <= 0) {
            throw new IllegalStateException("exit without enter" + (depth == CLOSED ? ": the reader is closed" : ""));
        }
        nesting = depth - 1;
    }

    // ---- observers ----

    /** The state, for a scan. Acquire: pairs with the release stores in announce and shut. */
    public final long stateAcquire() {
        return (long) STATE.getAcquire(this);
    }

    /** The nesting as another thread sees it: for reports only. */
    public final int nestingOpaque() {
        return (int) Math.max(0, Math.min((long) NESTING.getOpaque(this), Integer.MAX_VALUE));
    }

    /** The thread that registered this reader, or null once it is closed or reclaimed. */
    public final Thread owner() {
        return owner;
    }

    /** The owner's identifier in the kernel, or {@link ThreadPriority#NO_TID}. */
    public final long tid() {
        return tid;
    }

    /** When an observer first saw this reader in this state, by {@link System#nanoTime()}; now, if it is the first. */
    public final long firstSightedNanos(final long seenState, final long nowNanos) {
        Sighting first = sighting;
        if (first == null || first.state != seenState) {
            first = new Sighting(seenState, nowNanos);
            sighting = first;
        }
        return first.nanos;
    }

    // ---- the registry ----

    final ReaderRegistry registry() {
        return registry;
    }

    /** Whether its sections must not block. */
    final boolean isStrict() {
        return strict;
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

    /** Written by observers that race; any of their values will do, as each was true. */
    private record Sighting(long state, long nanos) {
    }
}
