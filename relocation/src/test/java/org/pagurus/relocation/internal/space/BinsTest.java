package org.pagurus.relocation.internal.space;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.pagurus.allocator.internal.pages.MigrateType;
import org.pagurus.allocator.internal.pages.Page;
import org.pagurus.allocator.internal.pages.Run;

class BinsTest {
    private static final int CLASS = 9;
    private static final int OWNER = 3;

    private final Bins bins = new Bins();

    private static Page page(int id) {
        return new Page(id, CLASS, new Run(0x0040_0000L, 1, CLASS, 65_536), Page.HELD);
    }

    @Test
    void pagesThatTheCompactorTookArePassedOver() {
        Page taken = page(1);
        Page free = page(2);
        bins.put(taken);
        bins.put(free);
        assertTrue(taken.changeOwner(Page.BINNED, Page.COMPACTING));
        assertSame(free, bins.take(MigrateType.MOVABLE, CLASS, OWNER));
        assertEquals(OWNER, free.owner());
        assertNull(bins.take(MigrateType.MOVABLE, CLASS, OWNER));
    }

    /** Nobody allocates of a class any more, and its pages die one by one: the bin does not keep them. */
    @Test
    void deadPagesAreDropped() {
        Page[] pages = new Page[10_000];
        for (int i = 0; i < pages.length; i++) {
            pages[i] = page(i + 1);
            bins.put(pages[i]);
        }
        for (int i = 1; i < pages.length; i++) {
            pages[i].setOwner(Page.DEAD);
            bins.died(pages[i]);
        }
        assertTrue(bins.listed(CLASS) <= 3, "listed=" + bins.listed(CLASS));
        assertSame(pages[0], bins.take(MigrateType.MOVABLE, CLASS, OWNER));
    }

    @Test
    void pagesWithoutFreeSlotsAreSweptAway() {
        Page[] pages = new Page[1_000];
        for (int i = 0; i < pages.length; i++) {
            pages[i] = page(i + 1);
            bins.put(pages[i]);
        }
        for (int i = 0; i < pages.length; i += 2) {
            assertTrue(pages[i].changeOwner(Page.BINNED, Page.UNOWNED));
        }
        long before = bins.estimatedBytes();
        for (int i = 0; i < 1_000; i++) {
            bins.sweep(100);
        }
        assertEquals(500, bins.listed(CLASS));
        assertEquals(before - 4 * 500, bins.estimatedBytes());
        // One that was swept away is listed again when it comes back.
        assertTrue(pages[0].changeOwner(Page.UNOWNED, Page.HELD));
        bins.put(pages[0]);
        assertEquals(501, bins.listed(CLASS));
    }
}
