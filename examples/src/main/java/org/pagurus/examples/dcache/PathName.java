package org.pagurus.examples.dcache;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** An absolute path, cut into components once, so that a lookup need not parse. Immutable. */
public final class PathName {
    private final List<Name> names;

    private PathName(List<Name> names) {
        this.names = names;
    }

    /**
     * Parses a path.
     *
     * @param path a slash, then names with single slashes between them; "/" is the root. Each name has 1 to 56 bytes of UTF-8 and
     *             is neither . nor ..
     * @return the path
     * @throws IllegalArgumentException if it is none
     */
    public static PathName of(String path) {
        if (!path.startsWith("/")) {
            throw new IllegalArgumentException("path=\"" + path + "\": paths are absolute and begin with a slash");
        }
        List<Name> names = new ArrayList<>();
        if (path.length() > 1) {
            for (String name : path.substring(1).split("/", -1)) {
                names.add(new Name(name));
            }
        }
        return new PathName(Collections.unmodifiableList(names));
    }

    List<Name> names() {
        return names;
    }

    boolean isRoot() {
        return names.isEmpty();
    }

    /** The path of the directory; not of the root. */
    PathName parent() {
        return new PathName(names.subList(0, names.size() - 1));
    }

    /** The last name; not of the root. */
    Name last() {
        return names.get(names.size() - 1);
    }

    /** The path as it was parsed. */
    @Override
    public String toString() {
        if (isRoot()) {
            return "/";
        }
        StringBuilder text = new StringBuilder();
        names.forEach(name -> text.append('/').append(name));
        return text.toString();
    }
}
