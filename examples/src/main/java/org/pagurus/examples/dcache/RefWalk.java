package org.pagurus.examples.dcache;

import org.pagurus.relocation.Session;

/**
 * Ref-walk: each step holds a reference to the directory and looks at the child under its d_lock. Outside sections of its
 * own.
 */
final class RefWalk {
    private final Core core;
    private final LockRef lockRef;
    private final References references;

    RefWalk(Core core, References references) {
        this.core = core;
        this.lockRef = core.lockRef();
        this.references = references;
    }

    /**
     * The dentry of a path, with a reference.
     *
     * @return a positive dentry, or 0
     */
    long lookup(Session session, PathName path) {
        long dentry = core.root();
        core.enter(session);
        try {
            lockRef.get(session, dentry);
        } finally {
            session.exit();
        }
        for (Name name : path.names()) {
            long child;
            try {
                child = lookup(session, dentry, name);
            } finally {
                references.dput(session, dentry);
            }
            if (child == 0) {
                return 0;
            }
            dentry = child;
        }
        if (isNegative(session, dentry)) {
            references.dput(session, dentry);
            return 0;
        }
        return dentry;
    }

    private boolean isNegative(Session session, long dentry) {
        core.enterForHeld(session);
        try {
            return Dentry.is(session, dentry, DentryLayout.NEGATIVE);
        } finally {
            session.exit();
        }
    }

    /** {@code d_lookup}: a rename may lead a search from one chain into another, so a miss counts only if none came meanwhile. */
    private long lookup(Session session, long parent, Name name) {
        for (;;) {
            int renames = core.renameLock().readBegin();
            long child;
            core.enter(session);
            try {
                child = find(session, parent, name);
            } finally {
                session.exit();
            }
            if (child != 0 || !core.renameLock().changed(renames)) {
                return child;
            }
        }
    }

    /** {@code __d_lookup}: the hash tells without the lock who is worth it. */
    private long find(Session session, long parent, Name name) {
        HashTable table = core.table();
        for (long child = table.first(session, parent, name.hash()); child != 0; child = table.next(session, child)) {
            if (session.getInt(child, DentryLayout.NAME_HASH_OFFSET) == name.hash() && tryGet(session, child, parent, name)) {
                return child;
            }
        }
        return 0;
    }

    private boolean tryGet(Session session, long child, long parent, Name name) {
        lockRef.lock(session, child);
        boolean found = Dentry.parent(session, child) == parent && !Dentry.is(session, child, DentryLayout.UNHASHED)
            && name.isThatOf(session, child);
        if (found) {
            lockRef.incrementLocked(session, child);
        }
        lockRef.unlock(session, child);
        return found;
    }
}
