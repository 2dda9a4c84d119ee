package org.pagurus.examples.dcache;

import org.pagurus.relocation.Session;

/**
 * RCU-walk: a path is followed inside one section without a store, by sequence counts alone. Each step checks that the directory
 * did not change until the child's count was read. Whatever is in doubt, a miss too, is {@link #FALL_BACK}: ref-walk decides.
 */
class RcuWalk {
    /** Neither an inode number nor a pointer. */
    static final long FALL_BACK = -1;

    private final Core core;
    private final SeqCount seqCount;
    private final HashTable table;

    RcuWalk(Core core) {
        this.core = core;
        this.seqCount = core.seqCount();
        this.table = core.table();
    }

    /** Where a walk stands, as the kernel's {@code nameidata}: a dentry and its count; and the child's. */
    static final class Nameidata {
        private long dentry;
        private int sequence;
        private int nextSequence;
    }

    /**
     * The inode of a path; inside a section.
     *
     * @return its number, 0 if a negative dentry says that there is none, or {@link #FALL_BACK}
     */
    final long inode(Session session, PathName path) {
        Nameidata at = new Nameidata();
        if (!walk(session, path, at)) {
            return FALL_BACK;
        }
        long inode = Dentry.inode(session, at.dentry);
        return seqCount.changed(session, at.dentry, at.sequence) ? FALL_BACK : inode;
    }

    /**
     * The dentry of a path with a reference: {@code legitimize_path} at the end of the walk; inside a section.
     *
     * @return the dentry, 0 if a negative one says that there is none, or {@link #FALL_BACK}
     */
    final long lookup(Session session, PathName path, References references) {
        Nameidata at = new Nameidata();
        if (!walk(session, path, at)) {
            return FALL_BACK;
        }
        if (Dentry.inode(session, at.dentry) == 0) {
            return seqCount.changed(session, at.dentry, at.sequence) ? FALL_BACK : 0;
        }
        if (!core.lockRef().getNotDead(session, at.dentry)) {
            return FALL_BACK;
        }
        // Unchanged with the reference held: it is the dentry that was found, and is positive, as it will stay while it is held.
        if (seqCount.changed(session, at.dentry, at.sequence)) {
            references.dput(session, at.dentry);
            return FALL_BACK;
        }
        return at.dentry;
    }

    private boolean walk(Session session, PathName path, Nameidata at) {
        at.dentry = core.root();
        at.sequence = seqCount.begin(session, at.dentry);
        for (Name name : path.names()) {
            long child = find(session, at.dentry, name, at);
            if (child == 0 || seqCount.changed(session, at.dentry, at.sequence)) {
                return false;
            }
            at.dentry = child;
            at.sequence = at.nextSequence;
        }
        return true;
    }

    /** {@code __d_lookup_rcu}: what matches may be torn by a rename; whoever uses the result checks the count that is noted. */
    private long find(Session session, long parent, Name name, Nameidata at) {
        for (long child = table.first(session, parent, name.hash()); child != 0; child = table.next(session, child)) {
            int sequence = seqCount.begin(session, child);
            if (Dentry.parent(session, child) == parent && !Dentry.is(session, child, DentryLayout.UNHASHED)
                && isNamed(session, child, name)) {
                at.nextSequence = sequence;
                return child;
            }
        }
        return 0;
    }

    /** Not final: a test pauses here, between the parent and the name. */
    boolean isNamed(Session session, long dentry, Name name) {
        return name.isThatOf(session, dentry);
    }
}
