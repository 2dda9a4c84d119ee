package org.pagurus.examples.dcache;

import org.pagurus.relocation.Session;

/** {@code d_path}: from a dentry up to the root, without locks; put together again if a rename came meanwhile. */
final class PathBuilder {
    static final String DELETED = " (deleted)";

    private final Core core;

    PathBuilder(Core core) {
        this.core = core;
    }

    /** The caller holds the dentry. Each parent is read in the same section as its child, so none of them is freed meanwhile. */
    String pathOf(Session session, long dentry) {
        for (;;) {
            int renames = core.renameLock().readBegin();
            String path;
            core.enterForHeld(session);
            try {
                path = build(session, dentry);
            } finally {
                session.exit();
            }
            if (!core.renameLock().changed(renames)) {
                return path;
            }
        }
    }

    private String build(Session session, long dentry) {
        StringBuilder path = new StringBuilder();
        if (dentry != core.root() && Dentry.is(session, dentry, DentryLayout.UNHASHED)) {
            path.append(DELETED);
        }
        long at = dentry;
        while (at != core.root()) {
            path.insert(0, Name.read(session, at)).insert(0, '/');
            at = Dentry.parent(session, at);
        }
        return dentry == core.root() ? "/" : path.toString();
    }
}
