package org.pagurus.examples.dcache;

import java.lang.invoke.VarHandle;
import org.pagurus.relocation.Session;

/**
 * The sequence count d_seq of a dentry, the kernel's {@code seqcount_t}: readers store nothing and look afterwards whether a
 * writer came. Writers hold d_lock. Name, parent, inode and flags of a hashed dentry change only between {@link #writeBegin} and
 * {@link #writeEnd}, or are followed by {@link #invalidate}.
 *
 * <p>The page may move between any two of these accesses. Each goes through the page table anew, and a move changes no contents
 * and no order, so the count says the same in the old frame and in the new one.
 */
class SeqCount {
    /**
     * {@code raw_seqcount_begin}: the count to check against. Never waits: under a writer it is the even count before, and the
     * check will fail. Acquire: what is read next is not older than the count.
     */
    final int begin(Session session, long dentry) {
        return session.getIntAcquire(dentry, DentryLayout.SEQUENCE_OFFSET) & ~1;
    }

    /** {@code read_seqcount_retry}: whether a writer came since {@link #begin}. Not final: a test leaves the check out. */
    boolean changed(Session session, long dentry, int sequence) {
        // The reads so far come before the count: the other half is the release fence of writeBegin. A read that saw a
        // writer's store sees its odd count here, or a later one.
        VarHandle.acquireFence();
        return session.getInt(dentry, DentryLayout.SEQUENCE_OFFSET) != sequence;
    }

    final void writeBegin(Session session, long dentry) {
        add(session, dentry, 1);
        // The odd count comes before the stores that follow.
        VarHandle.releaseFence();
    }

    /** Release: the stores since {@link #writeBegin} come before the even count. */
    final void writeEnd(Session session, long dentry) {
        add(session, dentry, 1);
    }

    /** {@code write_seqcount_invalidate}: readers that began before will see a change. Release, as {@link #writeEnd}. */
    final void invalidate(Session session, long dentry) {
        add(session, dentry, 2);
    }

    private static void add(Session session, long dentry, int delta) {
        int sequence = session.getInt(dentry, DentryLayout.SEQUENCE_OFFSET);
        session.putIntRelease(dentry, DentryLayout.SEQUENCE_OFFSET, sequence + delta);
    }
}
