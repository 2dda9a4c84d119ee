package org.pagurus.examples.dcache;

import java.nio.file.FileSystemException;
import java.util.List;
import java.util.concurrent.atomic.LongAdder;
import org.pagurus.relocation.Heap;
import org.pagurus.relocation.Session;

/**
 * A tree of directories and files in memory, as the kernel's dentry cache keeps it, whose dentries lie in pages that may move.
 * Thread-safe; each thread works through its own {@link Heap#session()}.
 *
 * <p>A dentry is named by its pointer. Who got one from a method that gives a reference returns it by {@link #dput}; until then
 * the dentry lives, also after it was removed from the tree. Looking up may be done inside a section of the caller's; whatever
 * changes the tree is refused there. The package description maps the kernel's names to these methods.
 */
public final class Dcache implements AutoCloseable {
    private static final int BUCKETS = 1 << 12;

    private final Core core;
    private final References references;
    private final RcuWalk rcuWalk;
    private final RefWalk refWalk;
    private final Updates updates;
    private final PathBuilder paths;
    private final LongAdder fallBacks = new LongAdder();

    /**
     * Creates a tree with nothing but its root, a directory with inode 1.
     *
     * @param heap    where the dentries go; it must stay open longer than the cache
     * @param variant which locks and sections to use
     */
    public Dcache(Heap heap, Variant variant) {
        this(heap, variant, BUCKETS, new Parts());
    }

    Dcache(Heap heap, Variant variant, int buckets, Parts parts) {
        core = new Core(heap, variant, buckets, parts);
        references = new References(core);
        rcuWalk = parts.rcuWalk(core);
        refWalk = new RefWalk(core, references);
        updates = new Updates(core, references);
        paths = new PathBuilder(core);
    }

    // ---- looking up ----

    /**
     * The inode that a path leads to. By RCU-walk, which stores nothing to any dentry, unless a name is missing or something on
     * the way changed meanwhile; then by ref-walk. As in the kernel each step is atomic, the whole walk is not: a directory
     * that was found may move before its child is looked up.
     *
     * @param path the path
     * @return the inode's number, or 0 if there is none
     */
    public long inode(PathName path) {
        Session session = core.session();
        long inode;
        core.enter(session);
        try {
            inode = rcuWalk.inode(session, path);
        } finally {
            session.exit();
        }
        if (inode != RcuWalk.FALL_BACK) {
            return inode;
        }
        fallBacks.increment();
        long dentry = refWalk.lookup(session, path);
        if (dentry == 0) {
            return 0;
        }
        try {
            return inode(dentry);
        } finally {
            references.dput(session, dentry);
        }
    }

    /**
     * The dentry that a path leads to, with a reference. As {@link #inode(PathName)}.
     *
     * @param path the path
     * @return its pointer, which the caller gives to {@link #dput}; or 0 if nothing is there
     */
    public long lookup(PathName path) {
        Session session = core.session();
        long dentry;
        core.enter(session);
        try {
            dentry = rcuWalk.lookup(session, path, references);
        } finally {
            session.exit();
        }
        if (dentry != RcuWalk.FALL_BACK) {
            return dentry;
        }
        fallBacks.increment();
        return refWalk.lookup(session, path);
    }

    // ---- dentries that the caller holds ----

    /**
     * A further reference.
     *
     * @param dentry a dentry that the caller holds
     * @return the same, to be given to {@link #dput} once more
     */
    public long dget(long dentry) {
        references.dget(core.session(), dentry);
        return dentry;
    }

    /**
     * Gives a reference back. The last one of a dentry that is no longer in the tree frees it, after a grace period.
     *
     * @param dentry a dentry that the caller holds
     */
    public void dput(long dentry) {
        references.dput(core.session(), dentry);
    }

    /**
     * The parent, with a reference; the root's is the root.
     *
     * @param dentry a dentry that the caller holds
     * @return its parent at a moment during this call, to be given to {@link #dput}
     */
    public long dgetParent(long dentry) {
        return references.dgetParent(core.session(), dentry);
    }

    /**
     * The inode of a dentry. It stays the same while the dentry is held.
     *
     * @param dentry a dentry that the caller holds
     * @return the inode's number
     */
    public long inode(long dentry) {
        Session session = core.session();
        core.enterForHeld(session);
        try {
            return Dentry.inode(session, dentry);
        } finally {
            session.exit();
        }
    }

    /**
     * The path of a dentry.
     *
     * @param dentry a dentry that the caller holds
     * @return the path that it had at a moment during this call; followed by " (deleted)" if it is no longer in the tree
     */
    public String pathOf(long dentry) {
        return paths.pathOf(core.session(), dentry);
    }

    // ---- changing the tree: outside sections ----

    /**
     * Makes a directory.
     *
     * @param path its path; its parent exists
     * @return the new inode's number
     * @throws FileSystemException if the path exists or its parent does not; the type says which
     * @throws org.pagurus.allocator.OffHeapExhaustedException if the heap has no room; nothing was changed, and {@link #prune}
     *     may help
     */
    public long mkdir(PathName path) throws FileSystemException {
        return updates.add(path, true);
    }

    /**
     * Makes a file. As {@link #mkdir}.
     *
     * @param path its path; its parent exists
     * @return the new inode's number
     * @throws FileSystemException if the path exists or its parent does not
     */
    public long create(PathName path) throws FileSystemException {
        return updates.add(path, false);
    }

    /**
     * Removes an empty directory.
     *
     * @param path its path
     * @throws FileSystemException if it does not exist, is not a directory, or is not empty
     */
    public void rmdir(PathName path) throws FileSystemException {
        updates.remove(path, true);
    }

    /**
     * Removes a file.
     *
     * @param path its path
     * @throws FileSystemException if it does not exist, or is a directory
     */
    public void unlink(PathName path) throws FileSystemException {
        updates.remove(path, false);
    }

    /**
     * Moves a file or directory. What has the new path is replaced in the same moment, if it is of the same kind, and empty.
     *
     * @param from its path
     * @param to   its new path
     * @throws FileSystemException if that is not possible; nothing was changed
     */
    public void rename(PathName from, PathName to) throws FileSystemException {
        updates.rename(from, to);
    }

    /**
     * The names in a directory.
     *
     * @param path the directory's path
     * @return the names, in no order
     * @throws FileSystemException if it does not exist, or is not a directory
     */
    public List<String> list(PathName path) throws FileSystemException {
        return updates.list(path);
    }

    /**
     * Frees the negative dentries: what was removed is kept under its name, to answer lookups and to be used again.
     *
     * @return how many
     */
    public int prune() {
        return updates.prune();
    }

    // ---- watching and closing ----

    /**
     * How many lookups RCU-walk left to ref-walk.
     *
     * @return a count; an estimate while others look up
     */
    public long fallBacks() {
        return fallBacks.sum();
    }

    /**
     * Frees the tree. Dentries that callers hold die when they are put. Idempotent; from now on lookups and updates are refused.
     */
    @Override
    public void close() {
        updates.close();
    }

    Core core() {
        return core;
    }
}
