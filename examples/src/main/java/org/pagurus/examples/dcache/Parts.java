package org.pagurus.examples.dcache;

import org.pagurus.relocation.Session;

/** Makes the parts of a cache that a test may want defective, or paused in the middle. */
class Parts {
    SeqCount seqCount() {
        return new SeqCount();
    }

    RenameLock renameLock() {
        return new RenameLock();
    }

    LockRef lockRef(DentryLock lock) {
        return new LockRef(lock);
    }

    RcuWalk rcuWalk(Core core) {
        return new RcuWalk(core);
    }

    /** The memory of a dead dentry: nobody finds it from now on, but sections that did go on reading it until they end. */
    void free(Session session, long dentry) {
        session.free(dentry);
    }
}
