package org.pagurus.examples.dcache;

import org.pagurus.relocation.Heap;
import org.pagurus.relocation.Session;

/** What the parts of one cache share. The calls that enter sections are here and in {@link Variant}. */
final class Core {
    private final Heap heap;
    private final Variant variant;
    private final SeqCount seqCount;
    private final LockRef lockRef;
    private final RenameLock renameLock;
    private final Parts parts;
    private final HashTable table;
    private final long root;
    private volatile boolean closed;

    Core(Heap heap, Variant variant, int buckets, Parts parts) {
        this.heap = heap;
        this.variant = variant;
        this.parts = parts;
        this.seqCount = parts.seqCount();
        this.renameLock = parts.renameLock();
        this.lockRef = parts.lockRef(variant.newLock());
        Session session = heap.session();
        this.root = session.allocateZeroed(DentryLayout.LENGTH);
        try {
            this.table = new HashTable(session, buckets);
        } catch (RuntimeException e) {
            session.freeNow(root);
            throw e;
        }
    }

    /** The calling thread's. */
    Session session() {
        return heap.session();
    }

    /**
     * Enters a section in which the table may be used; {@link Session#exit} leaves it.
     *
     * @throws IllegalStateException after close
     */
    void enter(Session session) {
        variant.enter(session);
        // close() sets the flag, then frees the table after a grace period: either it waits for this section, or the section
        // began after the grace period and sees the flag.
        if (closed) {
            session.exit();
            throw new IllegalStateException("the dentry cache is closed");
        }
    }

    /** As {@link #enter}, but only for dentries of which the caller holds references: they live on after close. */
    void enterForHeld(Session session) {
        variant.enter(session);
    }

    /** After a grace period. */
    void free(Session session, long dentry) {
        parts.free(session, dentry);
    }

    SeqCount seqCount() {
        return seqCount;
    }

    LockRef lockRef() {
        return lockRef;
    }

    RenameLock renameLock() {
        return renameLock;
    }

    HashTable table() {
        return table;
    }

    long root() {
        return root;
    }

    boolean isClosed() {
        return closed;
    }

    void markClosed() {
        closed = true;
    }
}
