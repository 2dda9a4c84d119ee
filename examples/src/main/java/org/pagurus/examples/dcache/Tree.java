package org.pagurus.examples.dcache;

import org.pagurus.relocation.Session;

/**
 * The steps of which updates are made. The caller holds the update lock and is in a section. Only these steps hold more than one
 * d_lock at a time, and they exclude each other, so they need no order among them; the kernel's, parents first, is kept.
 */
final class Tree {
    private final Core core;
    private final References references;
    private final LockRef lockRef;
    private final SeqCount seqCount;
    private final HashTable table;

    Tree(Core core, References references) {
        this.core = core;
        this.references = references;
        this.lockRef = core.lockRef();
        this.seqCount = core.seqCount();
        this.table = core.table();
    }

    /** Zeros so far: it has no name, is in no chain, and is its own parent. */
    void plantRoot(Session session, long inode) {
        long root = core.root();
        Dentry.setParent(session, root, root);
        Dentry.setInode(session, root, inode, true);
        lockRef.get(session, root);
    }

    /** The hashed dentry of a name, positive or negative, or 0. */
    long find(Session session, long parent, Name name) {
        long dentry = table.first(session, parent, name.hash());
        while (dentry != 0 && !(Dentry.parent(session, dentry) == parent && name.isThatOf(session, dentry))) {
            dentry = table.next(session, dentry);
        }
        return dentry;
    }

    /** {@code d_ancestor}: whether a dentry is another one or above it. */
    boolean isAncestor(Session session, long dentry, long other) {
        long at = other;
        while (at != dentry && at != core.root()) {
            at = Dentry.parent(session, at);
        }
        return at == dentry;
    }

    // ---- adding ----

    /** {@code d_alloc} and {@code d_add}: fills a dentry and publishes it. Its first reference is the tree's. */
    void attach(Session session, long dentry, long parent, Name name, long inode, boolean directory) {
        session.putLong(dentry, DentryLayout.LOCKREF_OFFSET, 1);
        session.putInt(dentry, DentryLayout.SEQUENCE_OFFSET, 0);
        session.putLong(dentry, DentryLayout.FIRST_CHILD_OFFSET, 0);
        Dentry.setParent(session, dentry, parent);
        Dentry.setInode(session, dentry, inode, directory);
        name.writeTo(session, dentry);
        lockRef.get(session, parent);
        Dentry.linkChild(session, parent, dentry);
        table.insert(session, dentry);
    }

    /** {@code d_instantiate}: a negative dentry gets an inode, and the tree's reference. */
    void instantiate(Session session, long dentry, long inode, boolean directory) {
        lockRef.lock(session, dentry);
        changeInodeLocked(session, dentry, inode, directory);
        lockRef.incrementLocked(session, dentry);
        lockRef.unlock(session, dentry);
    }

    private void changeInodeLocked(Session session, long dentry, long inode, boolean directory) {
        seqCount.writeBegin(session, dentry);
        Dentry.setInode(session, dentry, inode, directory);
        seqCount.writeEnd(session, dentry);
    }

    // ---- removing ----

    /** {@code d_delete}: what nobody else holds becomes negative and stays, to answer lookups; else it leaves the tree. */
    void delete(Session session, long dentry) {
        lockRef.lock(session, dentry);
        boolean alone = LockRef.count(session, dentry) == 1;
        if (alone) {
            changeInodeLocked(session, dentry, 0, false);
            lockRef.decrementLocked(session, dentry);
        } else {
            dropLocked(session, dentry);
        }
        lockRef.unlock(session, dentry);
        if (!alone) {
            references.dput(session, dentry);
        }
    }

    /** {@code __d_drop}: no lookup finds it any more; walks that did will see its count changed. */
    private void dropLocked(Session session, long dentry) {
        table.remove(session, dentry);
        Dentry.unlinkChild(session, Dentry.parent(session, dentry), dentry);
        Dentry.setUnhashed(session, dentry);
        seqCount.invalidate(session, dentry);
    }

    /** Takes a dentry out of the tree with the tree's reference, which a negative one does not have. */
    private void discard(Session session, long dentry) {
        lockRef.lock(session, dentry);
        dropLocked(session, dentry);
        if (Dentry.inode(session, dentry) == 0) {
            lockRef.incrementLocked(session, dentry);
        }
        lockRef.unlock(session, dentry);
        references.dput(session, dentry);
    }

    /**
     * {@code shrink_dcache_parent}: discards negative children, and those below if asked to; one that a walk holds dies
     * with it.
     */
    int prune(Session session, long directory, boolean deep) {
        int pruned = 0;
        long next;
        for (long child = Dentry.firstChild(session, directory); child != 0; child = next) {
            next = Dentry.nextSibling(session, child);
            if (Dentry.inode(session, child) == 0) {
                discard(session, child);
                pruned++;
            } else if (deep) {
                pruned += prune(session, child, true);
            }
        }
        return pruned;
    }

    // ---- moving ----

    /** {@code d_move}: onto a name that may have a dentry; that one leaves the tree. */
    void move(Session session, long dentry, long newParent, Name name, long target) {
        long oldParent = Dentry.parent(session, dentry);
        core.renameLock().writeBegin();
        lockRef.lock(session, oldParent);
        if (newParent != oldParent) {
            lockRef.lock(session, newParent);
        }
        lockRef.lock(session, dentry);
        seqCount.writeBegin(session, dentry);
        if (target != 0) {
            lockRef.lock(session, target);
            seqCount.writeBegin(session, target);
        }
        moveLocked(session, dentry, newParent, name, target);
        if (target != 0) {
            seqCount.writeEnd(session, target);
        }
        seqCount.writeEnd(session, dentry);
        if (target != 0) {
            lockRef.unlock(session, target);
        }
        lockRef.unlock(session, dentry);
        if (newParent != oldParent) {
            lockRef.unlock(session, newParent);
        }
        lockRef.unlock(session, oldParent);
        core.renameLock().writeEnd();
        if (target != 0) {
            references.dput(session, target);
        }
    }

    /** With all locks held and both counts odd. A target that was negative gets a reference, which the caller puts. */
    private void moveLocked(Session session, long dentry, long newParent, Name name, long target) {
        long oldParent = Dentry.parent(session, dentry);
        table.remove(session, dentry);
        Dentry.unlinkChild(session, oldParent, dentry);
        if (target != 0) {
            table.remove(session, target);
            Dentry.unlinkChild(session, newParent, target);
            Dentry.setUnhashed(session, target);
            if (Dentry.inode(session, target) == 0) {
                lockRef.incrementLocked(session, target);
            }
        }
        Dentry.setParent(session, dentry, newParent);
        name.writeTo(session, dentry);
        lockRef.incrementLocked(session, newParent);
        lockRef.decrementLocked(session, oldParent);
        Dentry.linkChild(session, newParent, dentry);
        table.insert(session, dentry);
    }

    // ---- the end ----

    /** Takes every dentry out of the tree, leaves first; those that callers hold die when they are put. Outside sections. */
    void uproot(Session session) {
        core.markClosed();
        boolean done = false;
        while (!done) {
            // A section for each leaf: they are to be short.
            core.enterForHeld(session);
            try {
                done = uprootOne(session);
            } finally {
                session.exit();
            }
        }
        table.free(session);
    }

    private boolean uprootOne(Session session) {
        long leaf = core.root();
        for (long child = leaf; child != 0; child = Dentry.firstChild(session, leaf)) {
            leaf = child;
        }
        if (leaf == core.root()) {
            Dentry.setUnhashed(session, leaf);
            references.dput(session, leaf);
            return true;
        }
        discard(session, leaf);
        return false;
    }
}
