package org.pagurus.rcu;

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
final class ReaderRegistry {
    private static final int MIN_RECLAIM_LENGTH = 64;

    private final Object lock = new Object();
    /** Replaced, never changed in place. Written under the lock. */
    private volatile Reader[] readers = {};
    /** Written under the lock. */
    private volatile long reclaimed;
    private int reclaimLength = MIN_RECLAIM_LENGTH;
    private boolean closed;

    /** The readers at this moment; the caller must not change the array. */
    Reader[] readersVolatile() {
        return readers;
    }

    /** How many readers were dropped because their thread had terminated. */
    long reclaimed() {
        return reclaimed;
    }

    /**
     * Publishes a reader. A scan that took the array before this never sees the reader, and need not: the array is stored
     * before the fence of the reader's first enter, in the reader's own thread. If that fence comes before the fence of the
     * scan, the scan loads the new array, as it loads it behind its fence. If it comes after, the reader's section sees
     * everything that the updater did before the grace period. With {@link Fence#ASYMMETRIC} the same holds of the barrier that
     * the scan's membarrier puts into this thread: either it falls behind the store of the array, or the section comes later.
     */
    void add(final Reader reader) {
        synchronized (lock) {
            if (closed) {
                throw new IllegalStateException("register on a closed domain");
            }
            if (readers.length >= reclaimLength) {
                reclaimDeadLocked();
                reclaimLength = Math.max(MIN_RECLAIM_LENGTH, 2 * readers.length);
            }
            final Reader[] old = readers;
            final Reader[] grown = new Reader[old.length + 1];
            System.arraycopy(old, 0, grown, 0, old.length);
            grown[old.length] = reader;
            readers = grown;
        }
    }

    /**
     * Retires and removes a reader, called by its owner outside every section. The volatile store of the array comes after the
     * reader's last exit, so a scan that no longer finds the reader happens after its last section.
     */
    void remove(final Reader reader) {
        synchronized (lock) {
            dropLocked(List.of(reader));
        }
    }

    /** Refuses readers from now on. */
    void close() {
        synchronized (lock) {
            closed = true;
        }
    }

    /** Whether this thread is inside a section of this domain, by any of its readers. Only the thread itself may ask. */
    boolean isInSection(final Thread thread) {
        for (final Reader reader : readers) {
            if (reader.owner() == thread && reader.inSection()) {
                return true;
            }
        }
        return false;
    }

    /** Drops the dead readers if at least one of them holds back the grace period of this cookie; returns whether one did. */
    boolean reclaimDead(final long cookie) {
        for (final Reader reader : readers) {
            if (Epochs.holds(reader.stateAcquire(), cookie) && reader.isOwnerDead()) {
                reclaimDead();
                return true;
            }
        }
        return false;
    }

    /** Drops the readers whose thread has terminated. */
    void reclaimDead() {
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
        final List<Reader> dead = new ArrayList<>();
        for (final Reader reader : readers) {
            if (reader.isOwnerDead()) {
                dead.add(reader);
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
    private int dropLocked(final List<Reader> dropped) {
        final Reader[] old = readers;
        final List<Reader> kept = new ArrayList<>(old.length);
        int next = 0;
        for (final Reader reader : old) {
            if (next < dropped.size() && dropped.get(next) == reader) {
                next++;
            } else {
                kept.add(reader);
            }
        }
        final Reader[] rest = kept.toArray(new Reader[0]);
        readers = rest;
        dropped.forEach(Reader::retire);
        reclaimLength = Math.min(reclaimLength, Math.max(MIN_RECLAIM_LENGTH, 2 * rest.length));
        return old.length - rest.length;
    }
}
