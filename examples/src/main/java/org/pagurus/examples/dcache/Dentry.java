package org.pagurus.examples.dcache;

import org.pagurus.relocation.Session;

/** The plain fields of a dentry. Inside a section; what may change meanwhile is said in {@link SeqCount}. */
final class Dentry {
    private Dentry() {
    }

    static long parent(Session session, long dentry) {
        return session.getLong(dentry, DentryLayout.PARENT_OFFSET);
    }

    static long inode(Session session, long dentry) {
        return session.getLong(dentry, DentryLayout.INODE_OFFSET);
    }

    static boolean is(Session session, long dentry, int flag) {
        return (session.getInt(dentry, DentryLayout.FLAGS_OFFSET) & flag) != 0;
    }

    static boolean isPositiveDirectory(Session session, long dentry) {
        return (session.getInt(dentry, DentryLayout.FLAGS_OFFSET) & (DentryLayout.DIRECTORY | DentryLayout.NEGATIVE))
            == DentryLayout.DIRECTORY;
    }

    static void setParent(Session session, long dentry, long parent) {
        session.putLong(dentry, DentryLayout.PARENT_OFFSET, parent);
    }

    /** An inode of 0 makes the dentry negative; the rest of the flags is cleared. */
    static void setInode(Session session, long dentry, long inode, boolean directory) {
        session.putLong(dentry, DentryLayout.INODE_OFFSET, inode);
        int kind = directory ? DentryLayout.DIRECTORY : 0;
        session.putInt(dentry, DentryLayout.FLAGS_OFFSET, inode == 0 ? DentryLayout.NEGATIVE : kind);
    }

    static void setUnhashed(Session session, long dentry) {
        session.putInt(dentry, DentryLayout.FLAGS_OFFSET,
            session.getInt(dentry, DentryLayout.FLAGS_OFFSET) | DentryLayout.UNHASHED);
    }

    // ---- children: under the update lock ----

    static long firstChild(Session session, long dentry) {
        return session.getLong(dentry, DentryLayout.FIRST_CHILD_OFFSET);
    }

    static long nextSibling(Session session, long dentry) {
        return session.getLong(dentry, DentryLayout.NEXT_SIBLING_OFFSET);
    }

    static void linkChild(Session session, long parent, long dentry) {
        long first = firstChild(session, parent);
        session.putLong(dentry, DentryLayout.NEXT_SIBLING_OFFSET, first);
        session.putLong(dentry, DentryLayout.PREVIOUS_SIBLING_OFFSET, 0);
        if (first != 0) {
            session.putLong(first, DentryLayout.PREVIOUS_SIBLING_OFFSET, dentry);
        }
        session.putLong(parent, DentryLayout.FIRST_CHILD_OFFSET, dentry);
    }

    static void unlinkChild(Session session, long parent, long dentry) {
        long next = nextSibling(session, dentry);
        long previous = session.getLong(dentry, DentryLayout.PREVIOUS_SIBLING_OFFSET);
        if (previous == 0) {
            session.putLong(parent, DentryLayout.FIRST_CHILD_OFFSET, next);
        } else {
            session.putLong(previous, DentryLayout.NEXT_SIBLING_OFFSET, next);
        }
        if (next != 0) {
            session.putLong(next, DentryLayout.PREVIOUS_SIBLING_OFFSET, previous);
        }
    }
}
