package org.pagurus.examples.dcache;

import org.pagurus.relocation.Session;

/** Pauses another thread, once, in the middle of what it does to a dentry. */
class PausedParts extends Parts {
    private final OtherThread thread;
    private final SeqCount seqCount;
    private volatile long named;
    private volatile long counted;
    private volatile String nameRead;

    PausedParts(OtherThread thread, SeqCount seqCount) {
        this.thread = thread;
        this.seqCount = seqCount;
    }

    /** The next RCU-walk pauses before it compares this dentry's name, whose parent it has compared, and again after it. */
    final void pauseAtNameOf(long dentry) {
        named = dentry;
    }

    /** The next dget_parent that has read this dentry as d_parent pauses before it gets a reference to it. */
    final void pauseBeforeCounting(long dentry) {
        counted = dentry;
    }

    /** The name that the dentry had after the first of the pauses. */
    final String nameRead() {
        return nameRead;
    }

    @Override
    final SeqCount seqCount() {
        return seqCount;
    }

    @Override
    final RcuWalk rcuWalk(Core core) {
        return new RcuWalk(core) {
            @Override
            boolean isNamed(Session session, long dentry, Name name) {
                if (dentry != named) {
                    return super.isNamed(session, dentry, name);
                }
                named = 0;
                thread.pause();
                nameRead = Name.read(session, dentry);
                boolean is = super.isNamed(session, dentry, name);
                thread.pause();
                return is;
            }
        };
    }

    @Override
    final LockRef lockRef(DentryLock lock) {
        return new LockRef(lock) {
            @Override
            boolean getNotZero(Session session, long dentry) {
                if (dentry == counted) {
                    counted = 0;
                    thread.pause();
                }
                return super.getNotZero(session, dentry);
            }
        };
    }
}
