package org.pagurus.examples.dcache;

import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.ReentrantLock;
import org.pagurus.relocation.Session;

/**
 * What changes the tree. Updates exclude each other by one lock, in the place of the kernel's {@code i_rwsem} of every
 * directory and {@code s_vfs_rename_mutex}; under it chains, children and names are read without d_lock. It is taken outside
 * sections, and memory is allocated there.
 */
final class Updates {
    private final Core core;
    private final Tree tree;
    private final ReentrantLock updateLock = new ReentrantLock();
    private long lastInode = 1;

    Updates(Core core, References references) {
        this.core = core;
        this.tree = new Tree(core, references);
        Session session = core.session();
        core.enter(session);
        try {
            tree.plantRoot(session, lastInode);
        } finally {
            session.exit();
        }
    }

    /** An update's steps; they run under the update lock, outside sections. */
    @FunctionalInterface
    private interface Update<T> {
        T run(Session session) throws FileSystemException;
    }

    private <T> T update(String what, Update<T> update) throws FileSystemException {
        Session session = core.session();
        if (session.inSection()) {
            throw new IllegalStateException(what + " inside a section: it waits for other updates; call exit() first");
        }
        updateLock.lock();
        try {
            return update.run(session);
        } finally {
            updateLock.unlock();
        }
    }

    private <T> T inSection(Session session, Update<T> steps) throws FileSystemException {
        core.enter(session);
        try {
            return steps.run(session);
        } finally {
            session.exit();
        }
    }

    // ---- mkdir, create ----

    long add(PathName path, boolean directory) throws FileSystemException {
        return update(directory ? "mkdir" : "create", session -> {
            long[] parent = new long[1];
            boolean instantiated = inSection(session, inside -> tryInstantiate(inside, path, directory, parent));
            if (!instantiated) {
                long fresh = session.allocate(DentryLayout.LENGTH);
                inSection(session, inside -> {
                    tree.attach(inside, fresh, parent[0], path.last(), lastInode + 1, directory);
                    return null;
                });
            }
            return ++lastInode;
        });
    }

    /** {@code d_instantiate}: a negative dentry of that name is used again. */
    private boolean tryInstantiate(Session session, PathName path, boolean directory, long[] parent) throws FileSystemException {
        if (path.isRoot()) {
            throw new FileAlreadyExistsException("/");
        }
        parent[0] = directory(session, path.parent());
        long existing = tree.find(session, parent[0], path.last());
        if (existing == 0) {
            return false;
        }
        if (Dentry.inode(session, existing) != 0) {
            throw new FileAlreadyExistsException(path.toString());
        }
        tree.instantiate(session, existing, lastInode + 1, directory);
        return true;
    }

    // ---- rmdir, unlink ----

    void remove(PathName path, boolean directory) throws FileSystemException {
        update(directory ? "rmdir" : "unlink", session -> inSection(session, inside -> {
            long dentry = existing(inside, path);
            if (dentry == core.root()) {
                throw new FileSystemException("/", null, "the root stays");
            }
            requireKind(inside, dentry, path, directory);
            requireEmpty(inside, dentry, path);
            tree.delete(inside, dentry);
            return null;
        }));
    }

    // ---- rename ----

    void rename(PathName from, PathName to) throws FileSystemException {
        update("rename", session -> inSection(session, inside -> {
            long dentry = existing(inside, from);
            if (dentry == core.root() || to.isRoot()) {
                throw new FileSystemException(from.toString(), to.toString(), "the root stays");
            }
            long parent = directory(inside, to.parent());
            if (tree.isAncestor(inside, dentry, parent)) {
                throw new FileSystemException(from.toString(), to.toString(), "a directory cannot move into itself");
            }
            long target = tree.find(inside, parent, to.last());
            if (target == dentry) {
                return null;
            }
            if (target != 0 && Dentry.inode(inside, target) != 0) {
                requireKind(inside, target, to, Dentry.is(inside, dentry, DentryLayout.DIRECTORY));
                requireEmpty(inside, target, to);
            }
            tree.move(inside, dentry, parent, to.last(), target);
            return null;
        }));
    }

    // ---- looking, pruning, closing ----

    List<String> list(PathName path) throws FileSystemException {
        return update("list", session -> inSection(session, inside -> {
            List<String> names = new ArrayList<>();
            long child = Dentry.firstChild(inside, directory(inside, path));
            for (; child != 0; child = Dentry.nextSibling(inside, child)) {
                if (Dentry.inode(inside, child) != 0) {
                    names.add(Name.read(inside, child));
                }
            }
            return names;
        }));
    }

    int prune() {
        return whole("prune", session -> inSection(session, inside -> tree.prune(inside, core.root(), true)));
    }

    void close() {
        whole("close", session -> {
            if (!core.isClosed()) {
                tree.uproot(session);
            }
            return null;
        });
    }

    private <T> T whole(String what, Update<T> update) {
        try {
            return update(what, update);
        } catch (FileSystemException e) {
            throw new AssertionError("no path is involved", e);
        }
    }

    // ---- finding; in a section ----

    /** The positive dentry of a path. */
    private long existing(Session session, PathName path) throws FileSystemException {
        if (path.isRoot()) {
            return core.root();
        }
        long dentry = tree.find(session, directory(session, path.parent()), path.last());
        if (dentry == 0 || Dentry.inode(session, dentry) == 0) {
            throw new NoSuchFileException(path.toString());
        }
        return dentry;
    }

    private long directory(Session session, PathName path) throws FileSystemException {
        long dentry = existing(session, path);
        if (!Dentry.is(session, dentry, DentryLayout.DIRECTORY)) {
            throw new NotDirectoryException(path.toString());
        }
        return dentry;
    }

    private static void requireKind(Session session, long dentry, PathName path, boolean directory) throws FileSystemException {
        boolean isDirectory = Dentry.is(session, dentry, DentryLayout.DIRECTORY);
        if (directory && !isDirectory) {
            throw new NotDirectoryException(path.toString());
        }
        if (!directory && isDirectory) {
            throw new FileSystemException(path.toString(), null, "is a directory");
        }
    }

    /** Negative children go first. */
    private void requireEmpty(Session session, long dentry, PathName path) throws FileSystemException {
        tree.prune(session, dentry, false);
        if (Dentry.firstChild(session, dentry) != 0) {
            throw new DirectoryNotEmptyException(path.toString());
        }
    }
}
