package org.pagurus.relocation.model;

import java.util.concurrent.atomic.AtomicInteger;
import org.pagurus.allocator.internal.pages.Entry;
import org.pagurus.allocator.internal.pages.PageTable;
import org.pagurus.rcu.RcuDomain;
import org.pagurus.relocation.internal.protocol.Protocol;

/**
 * The real protocol with a bug in one step. For the model, the stresses, the torture and the litmus tests. The methods are called
 * beside others: each is a loop where the right one is.
 */
public final class MutatedProtocols {
    private MutatedProtocols() {
    }

    private static long withoutPins(long entry) {
        long bare = entry;
        while (Entry.pins(bare) > 0) {
            bare = Entry.unpin(bare);
        }
        return bare;
    }

    /** Begin follows isolate at once. */
    public static class WithoutGracePeriod extends Protocol {
        public WithoutGracePeriod(PageTable table) {
            super(table);
        }

        @Override
        public boolean mayBegin(boolean elapsed) {
            return true;
        }
    }

    /** Begin overlooks pins, and drops them. */
    public static class BeginWithPins extends Protocol {
        private final PageTable table;

        public BeginWithPins(PageTable table) {
            super(table);
            this.table = table;
        }

        @Override
        public long begin(int pageId) {
            for (;;) {
                long entry = table.entryAcquire(pageId);
                if (Entry.state(entry) != Entry.ISOLATED) {
                    return 0;
                }
                long migrating = Entry.begin(withoutPins(entry));
                if (table.compareAndSet(pageId, entry, migrating)) {
                    return migrating;
                }
            }
        }
    }

    /** Commit does not look whether an accessor cancelled. */
    public static class CommitAfterCancel extends Protocol {
        private final PageTable table;

        public CommitAfterCancel(PageTable table) {
            super(table);
            this.table = table;
        }

        @Override
        public boolean commit(int pageId, long migrating, long target) {
            return table.compareAndSet(pageId, table.entryAcquire(pageId), Entry.commit(migrating, target));
        }
    }

    /** Put back makes the entry plain. */
    public static class PutBackDropsPins extends Protocol {
        private final PageTable table;

        public PutBackDropsPins(PageTable table) {
            super(table);
            this.table = table;
        }

        @Override
        public void putBack(int pageId) {
            for (;;) {
                long entry = table.entryAcquire(pageId);
                if (Entry.state(entry) != Entry.ISOLATED
                    || table.compareAndSet(pageId, entry, withoutPins(Entry.putBack(entry)))) {
                    return;
                }
            }
        }
    }

    /** An accessor that treats an isolated page as a present one. */
    public static final class UnpinnedAccess extends Tolerant {
        public UnpinnedAccess(PageTable table) {
            super(table);
        }

        @Override
        public boolean tryPin(int pageId, long isolated) {
            return true;
        }
    }

    /** An isolate that overlooks pins. It shows when a planner overlooks them too. */
    public static final class IsolateIgnoresPins extends Tolerant {
        private final PageTable table;

        public IsolateIgnoresPins(PageTable table) {
            super(table);
            this.table = table;
        }

        @Override
        public boolean isolate(int pageId) {
            for (;;) {
                long entry = entry(pageId);
                if (table.compareAndSet(pageId, entry, Entry.isolate(withoutPins(entry)))) {
                    return true;
                }
            }
        }
    }

    /** A pin beyond sections that is forgotten where the page is not present. */
    public static final class HoldOverlooksIsolated extends Tolerant {
        public HoldOverlooksIsolated(PageTable table) {
            super(table);
        }

        @Override
        public boolean hold(int pageId) {
            return Entry.state(entry(pageId)) != Entry.PRESENT || super.hold(pageId);
        }
    }

    /** The grace period starts when the last page of the batch may not be isolated yet. */
    public static final class GracePeriodBeforeLastIsolate extends Protocol {
        private static final long DELAY_NANOS = 2_000_000L;
        private final RcuDomain domain;
        private long cookie;
        private boolean isolating;

        public GracePeriodBeforeLastIsolate(PageTable table, RcuDomain domain) {
            super(table);
            this.domain = domain;
        }

        @Override
        public boolean isolate(int pageId) {
            boolean isolated = super.isolate(pageId);
            if (isolated && !isolating) {
                isolating = true;
                cookie = domain.startGracePeriod();
                // A delay that any migrator may have here: often the grace period is over when the last page is isolated.
                long begin = System.nanoTime();
                while (!domain.isElapsed(cookie) && System.nanoTime() - begin < DELAY_NANOS) {
                    Thread.onSpinWait();
                }
            }
            return isolated;
        }

        @Override
        public boolean mayBegin(boolean elapsed) {
            isolating = false;
            return domain.isElapsed(cookie);
        }
    }

    /** With the page in MIGRATING, the migrator waits for sections; of these, some wait for the page. */
    public static final class GracePeriodInMigrating extends Protocol {
        private final RcuDomain domain;

        public GracePeriodInMigrating(PageTable table, RcuDomain domain) {
            super(table);
            this.domain = domain;
        }

        @Override
        public long begin(int pageId) {
            long migrating = super.begin(pageId);
            if (migrating != 0) {
                domain.synchronize();
            }
            return migrating;
        }
    }

    /** Pages are sealed, but their entries do not say so: writers are let in. */
    public static class ForgottenSeal extends Protocol {
        private static final long PLAIN = Entry.present(1, 1L << 16);
        private static final long SEAL = Entry.seal(PLAIN) ^ PLAIN;
        private final PageTable table;

        public ForgottenSeal(PageTable table) {
            super(table);
            this.table = table;
        }

        @Override
        public void map(int pageId, long entry) {
            super.map(pageId, entry & ~SEAL);
        }

        @Override
        public boolean replace(int pageId, long seen, long target) {
            return table.compareAndSet(pageId, seen, target & ~SEAL);
        }
    }

    /** A sealed page is replaced although an object of it was pinned during the copy; the pin is kept. */
    public static final class ReplaceOverlooksPins extends Protocol {
        private final PageTable table;

        public ReplaceOverlooksPins(PageTable table) {
            super(table);
            this.table = table;
        }

        @Override
        public boolean replace(int pageId, long seen, long target) {
            for (;;) {
                long entry = table.entryAcquire(pageId);
                long moved = target;
                for (int i = Entry.pins(entry); i > 0; i--) {
                    moved = Entry.hold(moved);
                }
                if (table.compareAndSet(pageId, entry, moved)) {
                    return true;
                }
            }
        }
    }

    /** A copy of bytes to read is believed without another look at the entry. */
    public static final class UnvalidatedSnapshot extends Protocol {
        public UnvalidatedSnapshot(PageTable table) {
            super(table);
        }

        @Override
        public boolean isUnchanged(int pageId, long entry) {
            return true;
        }
    }

    /** The end of a copy wakes nobody. */
    public static final class LostWakeUp extends Protocol {
        public LostWakeUp(PageTable table) {
            super(table);
        }

        @Override
        public void wakeWaiters() {
            // The bug: nothing.
        }
    }

    /** Now and then a section ends without its unpin. */
    public static final class LeftPin extends Protocol {
        private static final int EVERY = 1_000;
        private final AtomicInteger unpins = new AtomicInteger();

        public LeftPin(PageTable table) {
            super(table);
        }

        @Override
        public void unpin(int pageId) {
            if (unpins.incrementAndGet() % EVERY != 0) {
                super.unpin(pageId);
            }
        }
    }

    /** So that a pin that was lost shows in the data, and not as an illegal transition. */
    private abstract static class Tolerant extends Protocol {
        Tolerant(PageTable table) {
            super(table);
        }

        @Override
        public void unpin(int pageId) {
            if (Entry.pins(entry(pageId)) > 0) {
                super.unpin(pageId);
            }
        }
    }
}
