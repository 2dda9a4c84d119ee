package org.pagurus.relocation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.function.IntPredicate;
import org.junit.jupiter.api.Test;
import org.pagurus.allocator.internal.pages.Page;
import org.pagurus.rcu.RcuDomain;
import org.pagurus.relocation.internal.space.Space;

/** How often {@code compactNow} looks at the pages of a heap: a look for each batch of 4 MiB would grow with its square. */
class CompactNowLooksTest {
    private static final int SIZE = 1_024;
    private static final int LIVE = 24 << 20;
    private static final long TIMEOUT_NANOS = 60_000_000_000L;

    /** Counts the pages that planners look at: each of those looks may take the page from its session. */
    private static final class CountingSpace extends Space {
        private long looks;

        CountingSpace(HeapBuilder settings, RcuDomain domain, Assembly assembly) {
            super(settings.capacityBytes(), settings.reserveFrames(), settings.hugePages(), domain, assembly::protocol);
        }

        @Override
        public void revokePage(Page page, IntPredicate ofSession) {
            looks++;
            super.revokePage(page, ofSession);
        }
    }

    @Test
    void compactNow_manyBatches_looksAtEachPageForAFewPlans() {
        Heap heap = Heap.builder().capacity(3L * LIVE).build(new Assembly() {
            @Override
            Space space(HeapBuilder settings, RcuDomain domain) {
                return new CountingSpace(settings, domain, this);
            }
        });
        try (heap) {
            CountingSpace space = (CountingSpace) heap.space();
            long[] freed = new long[LIVE / SIZE];
            try (Session session = heap.openSession()) {
                for (int i = 0; i < freed.length; i++) {
                    session.allocate(SIZE);
                    freed[i] = session.allocate(SIZE);
                }
                for (long pointer : freed) {
                    session.free(pointer);
                }
            }
            int pages = space.pages().size();
            assertTrue(heap.compactor().compactNow(TIMEOUT_NANOS));
            HeapStats stats = heap.stats();
            // Six batches at least, and what remains is packed.
            assertEquals(LIVE, stats.bytesCopied(), LIVE / 10.0);
            assertTrue(stats.usedBytes() < LIVE + LIVE / 20, stats.toString());
            // One plan folds all, one finds nothing more, and one may be for what was freed meanwhile.
            assertTrue(space.looks <= 3L * pages, "pages=" + pages + " looks=" + space.looks);
            assertEquals(List.of(), heap.verify());
        }
    }
}
