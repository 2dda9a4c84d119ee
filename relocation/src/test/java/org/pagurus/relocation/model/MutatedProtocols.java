package org.pagurus.relocation.model;

import org.pagurus.allocator.internal.pages.Entry;
import org.pagurus.allocator.internal.pages.PageTable;
import org.pagurus.relocation.internal.protocol.Protocol;

/** The real protocol with a bug in one method. The methods are called beside others: each is a loop where the right one is. */
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
}
