package org.pagurus.allocator.internal.pages;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.pagurus.allocator.Threads;

/** Other threads free slots of a page while it is folded, once and again. */
class PageFoldRaceTest {
    private static final int ROUNDS = 2_000;
    private static final long BASE = 0x7F00_0001_0040L;
    /** Class 40: several words of places. */
    private static final int CLASS = 40;

    private static Page fullPage() {
        Page page = new Page(1, CLASS, run(), 1);
        for (int slot = 0; slot < page.slotCount(); slot++) {
            page.allocateSlot();
        }
        return page;
    }

    private static Run run() {
        return new Run(0x0040_0000L, 1, CLASS, 65_536);
    }

    /** Each free is counted once, and its bit is there at the end, however often the slots were exchanged meanwhile. */
    @Test
    void noFreeIsLost() throws InterruptedException {
        assertEquals(0, lostFrees(false));
    }

    /** The proof that the test above can fail: a fold that does not carry the bits over loses some. */
    @Test
    void freesAreLostIfTheFoldDoesNotCarryThem() throws InterruptedException {
        assertTrue(lostFrees(true) > 0);
    }

    private static int lostFrees(boolean seedBug) throws InterruptedException {
        int lost = 0;
        for (int round = 0; round < ROUNDS; round++) {
            Page page = fullPage();
            AtomicInteger freed = new AtomicInteger();
            Threads.run(2, thread -> {
                if (thread == 0) {
                    for (int fold = 0; fold < 3; fold++) {
                        page.prepareFold(BASE);
                        if (seedBug) {
                            exchangeWithoutCarrying(page);
                        } else {
                            page.movedTo(run());
                        }
                    }
                } else {
                    for (int slot = 0; slot < page.slotCount(); slot++) {
                        assertTrue(page.retire(slot) > 0, "slot=" + slot);
                        freed.incrementAndGet();
                    }
                }
            });
            assertEquals(page.slotCount(), freed.get());
            lost += freed.get() - page.collect(page.retiredSnapshot(page.newSnapshot()));
            if (!seedBug) {
                assertNull(page.inconsistency());
                assertTrue(page.isEmpty());
            }
        }
        return lost;
    }

    private static void exchangeWithoutCarrying(Page page) {
        try {
            java.lang.reflect.Field slots = Page.class.getDeclaredField("slots");
            java.lang.reflect.Field next = Page.class.getDeclaredField("nextSlots");
            slots.setAccessible(true);
            next.setAccessible(true);
            slots.set(page, next.get(page));
        } catch (ReflectiveOperationException e) {
            throw new AssertionError(e);
        }
    }

    /** A reader that acquired an entry finds the slots of its version at every step of a fold; it never finds others. */
    @Test
    void slotsAreFoundByVersionBeforeAndAfterTheCommit() {
        Page page = fullPage();
        Slots plain = page.slots();
        Slots next = page.prepareFold(BASE);
        assertSame(plain, page.slotsOfVersion(0));
        assertSame(next, page.slotsOfVersion(next.version()));
        page.movedTo(run());
        assertSame(next, page.slotsOfVersion(next.version()));
        assertNull(page.slotsOfVersion(0));
        assertNull(page.slotsOfVersion(next.version() + 1));
    }

    @Test
    void cancelledFoldLeavesThePageAsItWas() {
        Page page = fullPage();
        Slots next = page.prepareFold(BASE);
        page.forgetFold();
        assertNull(page.slotsOfVersion(next.version()));
        page.movedTo(run());
        assertFalse(page.isFolded());
    }

    @Test
    void versionsStartAgainBehindTheLast() throws ReflectiveOperationException {
        Page page = fullPage();
        java.lang.reflect.Field slots = Page.class.getDeclaredField("slots");
        slots.setAccessible(true);
        slots.set(page, Slots.folded(page.allocatedBitmap(), Integer.MAX_VALUE, BASE));
        assertEquals(1, page.prepareFold(BASE).version());
    }

    /** The owner's own frees are kept too: in rank space, and found again by collecting. */
    @Test
    void ownFreesSurviveAFold() {
        Page page = fullPage();
        page.retireLocally(3);
        page.retire(5);
        page.prepareFold(BASE);
        page.movedTo(run());
        assertEquals(2, page.retiredCount());
        assertEquals(Page.ALREADY_RETIRED, page.retireLocally(3));
        assertEquals(Page.ALREADY_RETIRED, page.retire(5));
        assertNull(page.inconsistency());
        assertEquals(2, page.collect(page.retiredSnapshot(page.newSnapshot())));
        assertEquals(Page.NOT_ALLOCATED, page.retire(3));
        assertEquals(page.slotCount() - 2, page.allocatedCount());
        // Free places of a folded page can be allocated again.
        assertEquals(3, page.allocateSlot());
        assertEquals(5, page.allocateSlot());
        assertEquals(-1, page.allocateSlot());
        assertNull(page.inconsistency());
    }
}
