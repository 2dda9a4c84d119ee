package org.pagurus.examples.dcache;

import org.pagurus.relocation.OnMigration;
import org.pagurus.relocation.Session;

/** The two ways in which the exchange of the package's description can end. */
public enum Variant {
    /**
     * d_lock is a spinlock, sections are strict: nothing in them blocks. Who meets a page in the middle of its copy does what the
     * heap does in strict sections, by default cancel the copy: the third answer, and with FALLBACK the first. A heap whose
     * strict sections RETRY refuses the accesses, for they are not tasks that may be run twice.
     */
    STRICT {
        @Override
        void enter(Session session) {
            session.enter();
        }

        @Override
        DentryLock newLock() {
            return new SpinningLock();
        }
    },

    /**
     * The second answer: sleepable sections in the place of RCU, a lock whose waiters sleep in the place of the spinlock. So who
     * meets a page in the middle of its copy may simply wait for it, as the fault handler of the exchange wanted to. What it
     * costs: a grace period, and all memory that is to be freed, waits for those who sleep.
     */
    SLEEPABLE {
        @Override
        void enter(Session session) {
            session.enterSleepable(OnMigration.WAIT);
        }

        @Override
        DentryLock newLock() {
            return new SleepingLock();
        }
    };

    /** Enters a section, or a nested one; {@link Session#exit} leaves it. */
    abstract void enter(Session session);

    /** A d_lock that may be waited for in such sections. */
    abstract DentryLock newLock();
}
