package org.pagurus.examples.dcache;

import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListMap;

/**
 * A tree of java.util maps that remembers all its states: one thread changes it, others ask what may have been seen between two
 * versions. Version v is the state after the v-th change.
 */
final class ModelTree {
    private static final long ROOT = 1;

    /** A name in a directory. */
    private record Place(long parent, String name) {
    }

    private final Map<Place, NavigableMap<Long, Long>> bindings = new ConcurrentHashMap<>();
    private final Map<Long, NavigableMap<Long, Place>> places = new ConcurrentHashMap<>();
    private final Map<Long, Long> removedAt = new ConcurrentHashMap<>();
    private final Map<Long, Boolean> directories = new ConcurrentHashMap<>(Map.of(ROOT, true));
    private final Map<Long, Set<String>> children = new ConcurrentHashMap<>(Map.of(ROOT, new TreeSet<>()));
    private long version;
    private long lastInode = ROOT;

    static List<String> names(String path) {
        return path.equals("/") ? List.of() : Arrays.asList(path.substring(1).split("/"));
    }

    // ---- changes; one thread ----

    /** Makes a file or directory in the next version; its inode. */
    long add(String path, boolean directory) throws FileSystemException {
        Place place = place(path);
        if (inode(place) != 0) {
            throw new FileAlreadyExistsException(path);
        }
        long inode = ++lastInode;
        directories.put(inode, directory);
        children.put(inode, new TreeSet<>());
        version++;
        bind(place, inode);
        return inode;
    }

    void remove(String path, boolean directory) throws FileSystemException {
        Place place = place(path);
        long inode = existing(place, path);
        requireReplaceable(inode, path, directory);
        version++;
        unbind(place);
        removedAt.put(inode, version);
    }

    void rename(String from, String to) throws FileSystemException {
        Place source = place(from);
        long inode = existing(source, from);
        Place target = place(to);
        for (long at = target.parent; at != ROOT; at = places.get(at).lastEntry().getValue().parent) {
            if (at == inode) {
                throw new FileSystemException(to);
            }
        }
        long replaced = inode(target);
        if (replaced == inode) {
            return;
        }
        if (replaced != 0) {
            requireReplaceable(replaced, to, directories.get(inode));
        }
        version++;
        if (replaced != 0) {
            removedAt.put(replaced, version);
        }
        unbind(source);
        bind(target, inode);
    }

    private void bind(Place place, long inode) {
        bindings.computeIfAbsent(place, any -> new ConcurrentSkipListMap<>()).put(version, inode);
        places.computeIfAbsent(inode, any -> new ConcurrentSkipListMap<>()).put(version, place);
        children.get(place.parent).add(place.name);
    }

    private void unbind(Place place) {
        bindings.get(place).put(version, 0L);
        children.get(place.parent).remove(place.name);
    }

    private void requireReplaceable(long inode, String path, boolean directory) throws FileSystemException {
        if (directories.get(inode) != directory) {
            throw directory ? new NotDirectoryException(path) : new FileSystemException(path);
        }
        if (!children.get(inode).isEmpty()) {
            throw new DirectoryNotEmptyException(path);
        }
    }

    private Place place(String path) throws FileSystemException {
        List<String> names = names(path);
        long parent = ROOT;
        for (String name : names.subList(0, names.size() - 1)) {
            parent = existing(new Place(parent, name), path);
            if (!directories.get(parent)) {
                throw new NotDirectoryException(path);
            }
        }
        return new Place(parent, names.get(names.size() - 1));
    }

    private long existing(Place place, String path) throws FileSystemException {
        long inode = inode(place);
        if (inode == 0) {
            throw new NoSuchFileException(path);
        }
        return inode;
    }

    private long inode(Place place) {
        return valueAt(bindings.get(place), version, 0L);
    }

    // ---- the present state; one thread ----

    long version() {
        return version;
    }

    /** The inode of a path now, or 0. */
    long inode(String path) {
        long at = ROOT;
        for (String name : names(path)) {
            at = inode(new Place(at, name));
        }
        return at;
    }

    Set<String> list(String path) {
        return Collections.unmodifiableSet(children.get(inode(path)));
    }

    // ---- what may have been seen in the versions from..to; any thread ----

    /**
     * Whether a walk may have ended at an inode, or at nothing (0). Each step sees one version, and no later step an earlier one;
     * the whole walk is not atomic, and is not in the kernel.
     */
    boolean mayWalkTo(String path, long inode, long from, long to) {
        return mayWalkTo(names(path), ROOT, inode, from, to);
    }

    private boolean mayWalkTo(List<String> names, long at, long inode, long from, long to) {
        if (names.isEmpty()) {
            return at == inode;
        }
        NavigableMap<Long, Long> history = bindings.get(new Place(at, names.get(0)));
        long first = valueAt(history, from, 0L);
        if (mayStepTo(names, first, inode, from, to)) {
            return true;
        }
        if (history != null) {
            for (Map.Entry<Long, Long> later : history.subMap(from, false, to, true).entrySet()) {
                if (mayStepTo(names, later.getValue(), inode, later.getKey(), to)) {
                    return true;
                }
            }
        }
        return false;
    }

    private boolean mayStepTo(List<String> names, long child, long inode, long from, long to) {
        return child == 0 ? inode == 0 : mayWalkTo(names.subList(1, names.size()), child, inode, from, to);
    }

    /** Whether a directory was an inode's parent, or is the last it had. */
    boolean mayBeParent(long inode, long parent, long from, long to) {
        for (long at = from; at <= to; at++) {
            if (placeAt(inode, at).parent == parent) {
                return true;
            }
        }
        return false;
    }

    /** Whether an inode had a path, or, if it is marked so, is the last it had before it was removed. */
    boolean mayHavePath(long inode, String path, long from, long to) {
        for (long at = from; at <= to; at++) {
            if (path.equals(pathAt(inode, at))) {
                return true;
            }
        }
        return false;
    }

    private String pathAt(long inode, long at) {
        StringBuilder path = new StringBuilder(removedAt.getOrDefault(inode, Long.MAX_VALUE) <= at ? PathBuilder.DELETED : "");
        for (long step = inode; step != ROOT; step = placeAt(step, at).parent) {
            path.insert(0, placeAt(step, at).name).insert(0, '/');
        }
        return path.toString();
    }

    /** An inode that was found existed; when it did not yet, its first place. */
    private Place placeAt(long inode, long at) {
        NavigableMap<Long, Place> history = places.get(inode);
        return valueAt(history, Math.max(at, history.firstKey()), null);
    }

    private static <T> T valueAt(NavigableMap<Long, T> history, long version, T none) {
        Map.Entry<Long, T> entry = history == null ? null : history.floorEntry(version);
        return entry == null ? none : entry.getValue();
    }
}
