package org.pagurus.examples.dcache;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;

/**
 * The sequence half of the kernel's {@code rename_lock}; its lock half is the cache's update lock, under which all writers are.
 * Readers ask whether a rename came between two moments: a miss in a chain, or a path put together from several dentries, is
 * worth nothing then.
 */
class RenameLock {
    private static final VarHandle SEQUENCE;

    static {
        try {
            SEQUENCE = MethodHandles.lookup().findVarHandle(RenameLock.class, "sequence", int.class);
        } catch (ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    private int sequence;

    /** {@code read_seqbegin}: waits for a rename under way; inside a section too, since a rename waits for no grace period. */
    final int readBegin() {
        for (;;) {
            int now = (int) SEQUENCE.getAcquire(this);
            if ((now & 1) == 0) {
                return now;
            }
            Thread.yield();
        }
    }

    /** {@code read_seqretry}: whether a rename came since {@link #readBegin}. Not final: a test leaves the check out. */
    boolean changed(int since) {
        // The reads so far come before the sequence; the other half is the fence of writeBegin.
        VarHandle.acquireFence();
        return (int) SEQUENCE.getOpaque(this) != since;
    }

    /** Under the update lock. */
    final void writeBegin() {
        SEQUENCE.setOpaque(this, sequence + 1);
        // The odd number comes before the stores of the rename.
        VarHandle.releaseFence();
    }

    /** Release: the stores of the rename come before the even number. */
    final void writeEnd() {
        SEQUENCE.setRelease(this, sequence + 1);
    }
}
