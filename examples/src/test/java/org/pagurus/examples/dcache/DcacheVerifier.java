package org.pagurus.examples.dcache;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.pagurus.relocation.Heap;
import org.pagurus.relocation.Session;

/** Walks a cache that nobody uses meanwhile and of which nobody holds a dentry, and checks every link and every count. */
final class DcacheVerifier {
    private final Core core;
    private final Session session;
    private final List<String> problems = new ArrayList<>();
    private final Set<Long> seen = new HashSet<>();

    private DcacheVerifier(Dcache dcache) {
        this.core = dcache.core();
        this.session = core.session();
    }

    /** One line for each thing that is wrong, in the cache and in its heap. */
    static List<String> verify(Dcache dcache, Heap heap) {
        DcacheVerifier verifier = new DcacheVerifier(dcache);
        verifier.core.enter(verifier.session);
        try {
            verifier.check(verifier.core.root(), verifier.core.root());
        } finally {
            verifier.session.exit();
        }
        verifier.problems.addAll(heap.verify());
        return verifier.problems;
    }

    /** How many dentries the tree has, negative ones too. */
    static int size(Dcache dcache) {
        DcacheVerifier verifier = new DcacheVerifier(dcache);
        verifier.core.enter(verifier.session);
        try {
            verifier.check(verifier.core.root(), verifier.core.root());
        } finally {
            verifier.session.exit();
        }
        return verifier.seen.size();
    }

    private void check(long dentry, long parent) {
        if (!seen.add(dentry)) {
            problems.add("reached twice: " + Long.toHexString(dentry));
            return;
        }
        String label = Long.toHexString(dentry) + " \"" + Name.read(session, dentry) + "\": ";
        boolean negative = Dentry.inode(session, dentry) == 0;
        int children = 0;
        long previous = 0;
        for (long child = Dentry.firstChild(session, dentry); child != 0; child = Dentry.nextSibling(session, child)) {
            require(session.getLong(child, DentryLayout.PREVIOUS_SIBLING_OFFSET) == previous, label + "previous sibling");
            check(child, dentry);
            previous = child;
            children++;
        }
        require(Dentry.parent(session, dentry) == parent, label + "parent");
        require(negative == Dentry.is(session, dentry, DentryLayout.NEGATIVE), label + "negative or not");
        require(children == 0 || Dentry.isPositiveDirectory(session, dentry), label + "children of what is no directory");
        require((session.getInt(dentry, DentryLayout.SEQUENCE_OFFSET) & 1) == 0, label + "odd sequence");
        require(!Dentry.is(session, dentry, DentryLayout.UNHASHED), label + "unhashed");
        require(dentry == core.root() || isInChain(dentry, parent), label + "not in its chain");
        long expected = (negative ? 0 : 1) + children;
        long lockRef = session.getLong(dentry, DentryLayout.LOCKREF_OFFSET);
        require(lockRef == expected, label + "lockref=" + Long.toHexString(lockRef) + " expected=" + expected);
    }

    private boolean isInChain(long dentry, long parent) {
        long at = core.table().first(session, parent, session.getInt(dentry, DentryLayout.NAME_HASH_OFFSET));
        while (at != 0 && at != dentry) {
            at = core.table().next(session, at);
        }
        return at == dentry;
    }

    private void require(boolean condition, String problem) {
        if (!condition) {
            problems.add(problem);
        }
    }
}
