package org.pagurus.examples.dcache;

import org.pagurus.relocation.Session;

/**
 * Counted references to dentries: {@code dget}, {@code dput}, {@code dget_parent}. A positive dentry has one reference of the
 * tree's, one for each child, and those of callers; a negative one loses the tree's.
 */
final class References {
    private final Core core;
    private final LockRef lockRef;
    private final SeqCount seqCount;

    References(Core core) {
        this.core = core;
        this.lockRef = core.lockRef();
        this.seqCount = core.seqCount();
    }

    void dget(Session session, long dentry) {
        core.enterForHeld(session);
        try {
            lockRef.get(session, dentry);
        } finally {
            session.exit();
        }
    }

    /** {@code dput}: a dentry that dies gives up its reference to its parent, which may die of that, and so on. */
    void dput(Session session, long dentry) {
        long next = dentry;
        while (next != 0) {
            core.enterForHeld(session);
            try {
                next = put(session, next);
            } finally {
                session.exit();
            }
        }
    }

    /**
     * {@code fast_dput} and {@code __dentry_kill}, in one section: between the count's fall to 0 and the lock another thread
     * may get a reference, put it and free the dentry; what is read under the lock then is a dead one, still in place.
     *
     * @return the parent, to be put next, if the dentry was freed; else 0
     */
    private long put(Session session, long dentry) {
        int left = lockRef.tryPut(session, dentry);
        if (left > 0) {
            return 0;
        }
        lockRef.lock(session, dentry);
        if (left == LockRef.REFUSED) {
            if (LockRef.count(session, dentry) == 0) {
                lockRef.unlock(session, dentry);
                throw new IllegalStateException("dentry " + Long.toHexString(dentry) + " has no reference left to put");
            }
            lockRef.decrementLocked(session, dentry);
        }
        // A hashed dentry without references is a negative one: it is kept, to answer lookups.
        if (LockRef.count(session, dentry) != 0 || LockRef.isDead(session, dentry)
            || !Dentry.is(session, dentry, DentryLayout.UNHASHED)) {
            lockRef.unlock(session, dentry);
            return 0;
        }
        lockRef.markDeadLocked(session, dentry);
        long parent = Dentry.parent(session, dentry);
        lockRef.unlock(session, dentry);
        core.free(session, dentry);
        return parent == dentry ? 0 : parent;
    }

    /**
     * {@code dget_parent}, step for step. The caller holds the dentry. The result is the parent at a moment at which the
     * reference to it was held already.
     */
    long dgetParent(Session session, long dentry) {
        long parent = tryGetParent(session, dentry);
        return parent != 0 ? parent : getParentLocked(session, dentry);
    }

    /**
     * Once, without a lock. The section keeps the parent's memory from being used again, the count says whether it is alive,
     * and d_seq whether it was the parent all along; to read d_parent again would be fooled if the dentry went away and came
     * back.
     */
    private long tryGetParent(Session session, long dentry) {
        int sequence;
        long parent;
        boolean gotReference;
        core.enterForHeld(session);
        try {
            sequence = seqCount.begin(session, dentry);
            parent = Dentry.parent(session, dentry);
            gotReference = lockRef.getNotZero(session, parent);
        } finally {
            session.exit();
        }
        if (gotReference) {
            core.enterForHeld(session);
            try {
                if (!seqCount.changed(session, dentry, sequence)) {
                    return parent;
                }
            } finally {
                session.exit();
            }
            dput(session, parent);
        }
        return 0;
    }

    /** A rename holds d_lock of both parents: under the lock of the one that is still d_parent it stays so. */
    private long getParentLocked(Session session, long dentry) {
        for (;;) {
            long parent;
            boolean same;
            core.enterForHeld(session);
            try {
                parent = Dentry.parent(session, dentry);
                lockRef.lock(session, parent);
                same = Dentry.parent(session, dentry) == parent;
                if (!same) {
                    lockRef.unlock(session, parent);
                }
            } finally {
                session.exit();
            }
            if (same) {
                // The lock is held across the end of a section: its word may be in another frame by now.
                core.enterForHeld(session);
                try {
                    lockRef.incrementLocked(session, parent);
                    lockRef.unlock(session, parent);
                    return parent;
                } finally {
                    session.exit();
                }
            }
        }
    }
}
