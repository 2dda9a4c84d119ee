package org.pagurus.rcu.internal.readers;

import java.util.ArrayList;
import java.util.List;

/**
 * The readers of one domain: a copy-on-write array that scans walk without a lock. Adding and removing take a short lock and
 * copy the array.
 * <p>
 * Readers of terminated threads are dropped when a scan finds that one of them holds a grace period back, and when the array
 * has doubled since it was last looked through. So at most {@code max(64, 2 * live)} readers are in the array, where
 * {@code live} counts those that were alive at that look, and a registration costs O(live) amortised.
 */
public class ReaderRegistry {
    private static final int MIN_RECLAIM_LENGTH = 64;

    private final String domain;
    private final boolean strict;
    private final boolean tids;
    private final Object lock = new Object();
    /** Replaced, never changed in place. Written under the lock. */
    private volatile ReaderSlot[] slots = {};
    /** Written under the lock. */
    private volatile long reclaimed;
    private int reclaimLength = MIN_RECLAIM_LENGTH;
    private boolean closed;

    /**
     * An empty, open registry.
     *
     * @param domain the name of the domain, for messages
     * @param strict whether its sections must not block
     * @param tids   whether slots carry their thread's identifier in the kernel, at the cost of a system call each
     */
    public ReaderRegistry(final String domain, final boolean strict, final boolean tids) {
        this.domain = domain;
        this.strict = strict;
        this.tids = tids;
    }

    /** The name of the domain. */
    public final String domain() {
        return domain;
    }

    /** Whether sections of this domain must not block, but for those of readers registered as sleepable. */
    public final boolean isStrict() {
        return strict;
    }

    final boolean needsTids() {
        return tids;
    }

    /** The readers at this moment; the caller must not change the array. */
    public final ReaderSlot[] slotsVolatile() {
        return slots;
    }

    /** How many readers were dropped because their thread had terminated. */
    public final long reclaimed() {
        return reclaimed;
    }

    /** How many readers are inside a section. */
    public final int inSection() {
        int count = 0;
        for (final ReaderSlot slot : slots) {
            if (slot.stateAcquire() != Epochs.IDLE) {
                count++;
            }
        }
        return count;
    }

    /**
     * Publishes a reader of the calling thread. A scan that took the array before this never sees the reader, and need not: the
     * array is stored before the fence of the reader's first enter, in the reader's own thread. If that fence comes before the
     * fence of the scan, the scan loads the new array, as it loads it behind its fence. If it comes after, the reader's section
     * sees everything that the updater did before the grace period. With the asymmetric fence the same holds of the barrier that
     * the scan's membarrier puts into this thread: either it falls behind the store of the array, or the section comes later.
     */
    public void add(final ReaderSlot slot) {
        synchronized (lock) {
            if (closed) {
                throw new IllegalStateException("register on a closed domain");
            }
            if (slots.length >= reclaimLength) {
                reclaimDeadLocked();
                reclaimLength = Math.max(MIN_RECLAIM_LENGTH, 2 * slots.length);
            }
            final ReaderSlot[] old = slots;
            final ReaderSlot[] grown = new ReaderSlot[old.length + 1];
            System.arraycopy(old, 0, grown, 0, old.length);
            grown[old.length] = slot;
            // First: what is noted for a reader that was not published harms nobody.
            ThreadReaders.add(slot);
            slots = grown;
        }
    }

    /**
     * Retires and removes a reader, called by its owner outside every section. The volatile store of the array comes after the
     * reader's last exit, so a scan that no longer finds the reader happens after its last section.
     */
    final void remove(final ReaderSlot slot) {
        synchronized (lock) {
            dropLocked(List.of(slot));
        }
        ThreadReaders.remove(slot);
    }

    /** Refuses readers from now on. */
    public final void close() {
        synchronized (lock) {
            closed = true;
        }
    }

    /** The highest grace period up to {@code current} that no reader holds back. Loads the array first, then the states. */
    public final long oldest(final long current) {
        final ReaderSlot[] readers = slots;
        long oldest = current;
        for (int i = firstScanned(); i < readers.length; i++) {
            oldest = Epochs.older(oldest, readers[i].stateAcquire());
        }
        return oldest;
    }

    /** A seam: where a scan begins. */
    protected int firstScanned() {
        return 0;
    }

    /** The readers that hold back the grace period of this cookie. */
    public final List<ReaderSlot> holders(final long cookie) {
        final List<ReaderSlot> holders = new ArrayList<>();
        for (final ReaderSlot slot : slots) {
            if (Epochs.holds(slot.stateAcquire(), cookie)) {
                holders.add(slot);
            }
        }
        return holders;
    }

    /** Notes that these readers were seen to hold this grace period back, for later reports. */
    public final void sight(final long cookie) {
        final long nowNanos = System.nanoTime();
        for (final ReaderSlot slot : slots) {
            final long state = slot.stateAcquire();
            if (Epochs.holds(state, cookie)) {
                slot.firstSightedNanos(state, nowNanos);
            }
        }
    }

    /** Drops the dead readers if at least one of them holds back the grace period of this cookie; returns whether one did. */
    public final boolean reclaimDead(final long cookie) {
        for (final ReaderSlot slot : slots) {
            if (Epochs.holds(slot.stateAcquire(), cookie) && slot.isOwnerDead()) {
                reclaimDead();
                return true;
            }
        }
        return false;
    }

    /** Drops the readers whose thread has terminated. */
    final void reclaimDead() {
        synchronized (lock) {
            reclaimDeadLocked();
        }
    }

    /**
     * A terminated thread is outside every section, whatever its reader's state says. All its actions happen before any other
     * thread's {@code isAlive()} that returns false (JLS 17.4.4: the final action of a thread synchronizes with the detection of
     * its end). So its last section happens before the store of the new array, and before the idle state that a running scan may
     * find by way of an old array. ReaderLifeTest fails without the reclaiming.
     */
    private void reclaimDeadLocked() {
        final List<ReaderSlot> dead = new ArrayList<>();
        for (final ReaderSlot slot : slots) {
            if (slot.isOwnerDead()) {
                dead.add(slot);
            }
        }
        if (!dead.isEmpty()) {
            reclaimed += dropLocked(dead);
        }
    }

    /**
     * Drops these readers, which stand in the order of the array. Returns how many were still there. Builds the new array first:
     * if that fails for want of memory, nothing has changed.
     */
    private int dropLocked(final List<ReaderSlot> dropped) {
        final ReaderSlot[] old = slots;
        final List<ReaderSlot> kept = new ArrayList<>(old.length);
        int next = 0;
        for (final ReaderSlot slot : old) {
            if (next < dropped.size() && dropped.get(next) == slot) {
                next++;
            } else {
                kept.add(slot);
            }
        }
        final ReaderSlot[] rest = kept.toArray(new ReaderSlot[0]);
        slots = rest;
        dropped.forEach(ReaderSlot::retire);
        reclaimLength = Math.min(reclaimLength, Math.max(MIN_RECLAIM_LENGTH, 2 * rest.length));
        return old.length - rest.length;
    }
}
