package org.pagurus.examples.dcache;

import org.pagurus.relocation.Session;

/**
 * The kernel's lockref: a reference count and d_lock in one word, so that counting is one CAS while nobody holds the lock.
 *
 * <pre>
 *   bit  0..31  count
 *   bit 32      locked
 *   bit 33      somebody sleeps until it is unlocked ({@link SleepingLock} only)
 *   bit 34      dead: no reference can be had any more; the memory is on its way to the heap
 * </pre>
 *
 * All methods are called inside a section. Those that end in {@code Locked} need d_lock; who holds it is the only one to change
 * the count, but others may set bit 33 meanwhile, so changes under the lock are atomic too.
 */
class LockRef {
    static final long COUNT_MASK = 0xFFFF_FFFFL;
    static final long LOCKED = 1L << 32;
    static final long WAITED_FOR = 1L << 33;
    static final long DEAD = 1L << 34;
    /** {@link #tryPut}: the lock is held, or taken too often; nothing was changed. */
    static final int REFUSED = -1;

    private static final int WORD_OFFSET = DentryLayout.LOCKREF_OFFSET;
    private static final int TRIES = 100;

    private final DentryLock lock;

    LockRef(DentryLock lock) {
        this.lock = lock;
    }

    static boolean isLocked(long word) {
        return (word & LOCKED) != 0;
    }

    private static boolean isDead(long word) {
        return (word & DEAD) != 0;
    }

    private static int count(long word) {
        return (int) (word & COUNT_MASK);
    }

    private static long word(Session session, long dentry) {
        return session.getLongVolatile(dentry, WORD_OFFSET);
    }

    // ---- the lock ----

    final void lock(Session session, long dentry) {
        lock.lock(session, dentry);
    }

    final void unlock(Session session, long dentry) {
        lock.unlock(session, dentry);
    }

    // ---- counting: by CAS while the lock is free, else under the lock ----

    /** {@code lockref_get}: one reference more; the caller has one, or keeps the dentry alive otherwise. */
    final void get(Session session, long dentry) {
        if (!getIf(session, dentry, false)) {
            throw new IllegalStateException("dentry " + Long.toHexString(dentry)
                + " is dead: a further reference needs one that the caller holds");
        }
    }

    /** {@code lockref_get_not_zero}: a reference, unless nobody has one or the dentry is dead. */
    boolean getNotZero(Session session, long dentry) {
        return getIf(session, dentry, true);
    }

    /** {@code lockref_get_not_dead}: a reference, unless the dentry is dead. */
    final boolean getNotDead(Session session, long dentry) {
        return getIf(session, dentry, false);
    }

    private boolean getIf(Session session, long dentry, boolean notZero) {
        for (int i = 0; i < TRIES; i++) {
            long word = word(session, dentry);
            if (isLocked(word)) {
                break;
            }
            if (!mayGet(word, notZero)) {
                return false;
            }
            if (session.compareAndSetLong(dentry, WORD_OFFSET, word, word + 1)) {
                return true;
            }
        }
        lock.lock(session, dentry);
        boolean may = mayGet(word(session, dentry), notZero);
        if (may) {
            incrementLocked(session, dentry);
        }
        lock.unlock(session, dentry);
        return may;
    }

    private static boolean mayGet(long word, boolean notZero) {
        return !isDead(word) && !(notZero && count(word) == 0);
    }

    /** {@code lockref_put_return}: drops one reference; the count that is left, or {@link #REFUSED}. */
    final int tryPut(Session session, long dentry) {
        for (int i = 0; i < TRIES; i++) {
            long word = word(session, dentry);
            if (isLocked(word) || count(word) == 0) {
                return REFUSED;
            }
            if (session.compareAndSetLong(dentry, WORD_OFFSET, word, word - 1)) {
                return count(word) - 1;
            }
        }
        return REFUSED;
    }

    // ---- under the lock ----

    final void incrementLocked(Session session, long dentry) {
        session.getAndAddLong(dentry, WORD_OFFSET, 1);
    }

    /** The count is not 0. */
    final void decrementLocked(Session session, long dentry) {
        session.getAndAddLong(dentry, WORD_OFFSET, -1);
    }

    final void markDeadLocked(Session session, long dentry) {
        session.getAndAddLong(dentry, WORD_OFFSET, DEAD);
    }

    /** The count; of a dead dentry 0. Without the lock it is a moment's. */
    static int count(Session session, long dentry) {
        return count(word(session, dentry));
    }

    static boolean isDead(Session session, long dentry) {
        return isDead(word(session, dentry));
    }
}
