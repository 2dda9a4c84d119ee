package org.pagurus.examples.dcache;

import org.pagurus.relocation.Session;

/**
 * A spinlock, which may be waited for in a strict section: its holder runs a few instructions and waits for nothing. It yields,
 * because a JVM thread that holds it can be preempted, which the kernel forbids.
 */
final class SpinningLock implements DentryLock {
    private static final int SPINS = 64;

    @Override
    public void lock(Session session, long dentry) {
        for (int i = 1;; i++) {
            long word = session.getLongVolatile(dentry, DentryLayout.LOCKREF_OFFSET);
            if (!LockRef.isLocked(word)
                && session.compareAndSetLong(dentry, DentryLayout.LOCKREF_OFFSET, word, word | LockRef.LOCKED)) {
                return;
            }
            if (i % SPINS == 0) {
                Thread.yield();
            } else {
                Thread.onSpinWait();
            }
        }
    }

    @Override
    public void unlock(Session session, long dentry) {
        session.getAndAddLong(dentry, DentryLayout.LOCKREF_OFFSET, -LockRef.LOCKED);
    }
}
