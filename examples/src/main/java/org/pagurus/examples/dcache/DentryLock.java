package org.pagurus.examples.dcache;

import org.pagurus.relocation.Session;

/**
 * How d_lock is taken. The lock is a bit of the dentry's lockref word, in memory that moves: its holder may leave its section and
 * come back in another one, because the pointer stays. Whoever holds it waits for no grace period and allocates nothing, since
 * others may wait for it inside their sections.
 */
interface DentryLock {
    /** Takes the lock; inside a section. Not reentrant. */
    void lock(Session session, long dentry);

    /** Gives the lock back; inside a section, not necessarily the same. Release: what was written under the lock comes before. */
    void unlock(Session session, long dentry);
}
