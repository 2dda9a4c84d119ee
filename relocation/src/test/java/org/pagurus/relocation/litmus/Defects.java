package org.pagurus.relocation.litmus;

import org.pagurus.allocator.internal.os.RawMemory;
import org.pagurus.allocator.internal.pages.Entry;
import org.pagurus.allocator.internal.pages.PageTable;
import org.pagurus.relocation.internal.protocol.Protocol;
import org.pagurus.relocation.model.MutatedProtocols;

/**
 * The real protocol with a bug in one method, for broken twins. Some are those of the model. Where the bug loses pins, {@code
 * unpin} overlooks that they are gone: the accessors of a twin have to go on, and the outcome has to show what was lost.
 */
final class Defects {
    private Defects() {
    }

    private static void unpinIfPinned(PageTable table, int pageId) {
        long entry = table.entryAcquire(pageId);
        while (Entry.pins(entry) > 0 && !table.compareAndSet(pageId, entry, Entry.unpin(entry))) {
            entry = table.entryAcquire(pageId);
        }
    }

    /** Whoever finds an isolated page goes on without a pin. */
    static final class NoPin extends Protocol {
        private final PageTable table;

        NoPin(PageTable table) {
            super(table);
            this.table = table;
        }

        @Override
        public boolean tryPin(int pageId, long isolated) {
            return true;
        }

        @Override
        public void unpin(int pageId) {
            unpinIfPinned(table, pageId);
        }
    }

    /** Begin overlooks pins. */
    static final class BeginWithPins extends MutatedProtocols.BeginWithPins {
        private final PageTable table;

        BeginWithPins(PageTable table) {
            super(table);
            this.table = table;
        }

        @Override
        public void unpin(int pageId) {
            unpinIfPinned(table, pageId);
        }
    }

    /** Commit does not look whether an accessor cancelled. */
    static final class CommitAfterCancel extends MutatedProtocols.CommitAfterCancel {
        private final PageTable table;

        CommitAfterCancel(PageTable table) {
            super(table);
            this.table = table;
        }

        @Override
        public void unpin(int pageId) {
            unpinIfPinned(table, pageId);
        }
    }

    /** Put back makes the entry plain. */
    static final class PutBackDropsPins extends MutatedProtocols.PutBackDropsPins {
        private final PageTable table;

        PutBackDropsPins(PageTable table) {
            super(table);
            this.table = table;
        }

        @Override
        public void unpin(int pageId) {
            unpinIfPinned(table, pageId);
        }
    }

    /** Put back stores what it has made of the entry that it loaded, whatever the entry is by then. */
    static final class PutBackByStore extends Protocol {
        private final PageTable table;

        PutBackByStore(PageTable table) {
            super(table);
            this.table = table;
        }

        @Override
        public void putBack(int pageId) {
            long entry = table.entryAcquire(pageId);
            if (Entry.state(entry) == Entry.ISOLATED) {
                RawMemory.putLongRelease(table.address() + ((long) pageId << 3), Entry.putBack(entry));
            }
        }

        @Override
        public void unpin(int pageId) {
            unpinIfPinned(table, pageId);
        }
    }
}
