package org.pagurus.relocation.model;

import org.pagurus.allocator.internal.pages.Entry;
import org.pagurus.allocator.internal.pages.PageTable;
import org.pagurus.relocation.internal.protocol.Protocol;

/** The real protocol with a bug in one method. */
final class MutatedProtocols {
    private MutatedProtocols() {
    }

    private static long withoutPins(long entry) {
        long bare = entry;
        while (Entry.pins(bare) > 0) {
            bare = Entry.unpin(bare);
        }
        return bare;
    }

    static final class WithoutGracePeriod extends Protocol {
        WithoutGracePeriod(PageTable table) {
            super(table);
        }

        @Override
        public boolean mayBegin(boolean elapsed) {
            return true;
        }
    }

    static final class BeginWithPins extends Protocol {
        private final PageTable table;

        BeginWithPins(PageTable table) {
            super(table);
            this.table = table;
        }

        @Override
        public long begin(int pageId) {
            long entry = table.entryAcquire(pageId);
            if (Entry.state(entry) != Entry.ISOLATED) {
                return 0;
            }
            long migrating = Entry.begin(withoutPins(entry));
            table.compareAndSet(pageId, entry, migrating);
            return migrating;
        }
    }

    static final class CommitAfterCancel extends Protocol {
        private final PageTable table;

        CommitAfterCancel(PageTable table) {
            super(table);
            this.table = table;
        }

        @Override
        public boolean commit(int pageId, long migrating, long target) {
            return table.compareAndSet(pageId, table.entryAcquire(pageId), Entry.commit(migrating, target));
        }
    }

    static final class PutBackDropsPins extends Protocol {
        private final PageTable table;

        PutBackDropsPins(PageTable table) {
            super(table);
            this.table = table;
        }

        @Override
        public void putBack(int pageId) {
            long entry = table.entryAcquire(pageId);
            if (Entry.state(entry) == Entry.ISOLATED) {
                table.compareAndSet(pageId, entry, withoutPins(Entry.putBack(entry)));
            }
        }
    }
}
