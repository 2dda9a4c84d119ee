package org.pagurus.relocation.internal.space;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.HashSet;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.pagurus.allocator.internal.pages.Page;
import org.pagurus.allocator.internal.pages.Run;

class PageListTest {
    private static final int MINE = 7;
    private static final long SEED = Long.getLong("pagurus.seed", 1);

    private final PageList list = new PageList(MINE);

    private static Page page(int id) {
        return new Page(id, 1, new Run(0x0040_0000L, 1, 1, 65_536), MINE);
    }

    @Test
    void newestOwnedPageComesFirst() {
        Page first = page(1);
        Page second = page(2);
        list.add(first);
        list.add(second);
        second.setOwner(Page.COLLECTING);
        assertSame(first, list.pollOwned());
        assertNull(list.pollOwned());
    }

    /** Pages that are taken away at the rate at which others are added do not pile up. */
    @Test
    void pagesThatWereTakenAwayAreDropped() {
        long few = 0;
        for (int i = 1; i <= 100_000; i++) {
            Page page = page(i);
            list.add(page);
            page.setOwner(Page.DEAD);
            if (i == 100) {
                few = list.estimatedBytes();
            }
        }
        assertEquals(few, list.estimatedBytes());
    }

    @Test
    void ownedPagesAreNeverLost() {
        Random random = new Random(SEED);
        Set<Page> owned = new HashSet<>();
        for (int step = 1; step < 20_000; step++) {
            Page page = page(step);
            list.add(page);
            owned.add(page);
            for (Page other : Set.copyOf(owned)) {
                if (random.nextInt(owned.size()) == 0) {
                    other.setOwner(Page.COMPACTING);
                    owned.remove(other);
                }
            }
            list.sweep(random.nextInt(5));
            if (step % 100 == 0) {
                Page polled = list.pollOwned();
                assertTrue(owned.isEmpty() ? polled == null : owned.remove(polled), "seed=" + SEED);
            }
        }
        for (Page page = list.pollOwned(); page != null; page = list.pollOwned()) {
            assertTrue(owned.remove(page), "seed=" + SEED);
        }
        assertTrue(owned.isEmpty(), "seed=" + SEED);
    }
}
