package org.pagurus.allocator.internal.pages;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.reflect.Field;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

class PageTest {
    private static final int OWNER = 7;
    private static final int CLASS = 96;
    private static final int SLOTS = 16;

    private static Page page(int sizeClass) {
        return new Page(3, sizeClass, new Run(0x0040_0000L, SizeClasses.frames(sizeClass), sizeClass, 4_096), OWNER);
    }

    @Test
    void freshPageIsEmptyAndItsOwners() {
        Page page = page(CLASS);
        assertEquals(3, page.id());
        assertEquals(CLASS, page.sizeClass());
        assertEquals(SLOTS, page.slotCount());
        assertEquals(OWNER, page.owner());
        assertEquals(0, page.allocatedCount());
        assertEquals(0, page.retiredCount());
        assertFalse(page.isFolded());
        assertEquals(0, page.slots().version());
        assertNull(page.inconsistency());
    }

    @Test
    void slotsAreGivenOutOnceLowestFirstUntilThePageIsFull() {
        for (int sizeClass : new int[] {1, 16, 17, CLASS, 144, 192, 255}) {
            Page page = page(sizeClass);
            for (int slot = 0; slot < page.slotCount(); slot++) {
                assertEquals(slot, page.allocateSlot(), "class=" + sizeClass);
            }
            assertEquals(-1, page.allocateSlot(), "class=" + sizeClass);
            assertEquals(-1, page.allocateSlot(), "class=" + sizeClass);
            assertEquals(page.slotCount(), page.allocatedCount());
            assertNull(page.inconsistency());
        }
    }

    @Test
    void secondFreeOfASlotIsRefusedBeforeAndAfterItIsCollected() {
        Page page = page(CLASS);
        int slot = page.allocateSlot();
        assertEquals(1, page.retire(slot));
        assertEquals(Page.ALREADY_RETIRED, page.retire(slot));
        assertFalse(page.releaseSlot(slot));
        assertEquals(1, page.retiredCount());
        assertEquals(1, page.collect(page.retiredSnapshot(page.newSnapshot())));
        assertEquals(Page.NOT_ALLOCATED, page.retire(slot));
        assertFalse(page.releaseSlot(slot));
        assertNull(page.inconsistency());
    }

    @Test
    void freeOfASlotThatWasNeverAllocatedIsRefused() {
        Page page = page(CLASS);
        // Slots 16 to 63 do not exist, but have bits.
        for (int slot = 0; slot < 64; slot++) {
            assertEquals(Page.NOT_ALLOCATED, page.retire(slot));
            assertFalse(page.releaseSlot(slot));
            assertFalse(page.isLive(slot));
        }
        assertEquals(0, page.retiredCount());
        assertNull(page.inconsistency());
    }

    @Test
    void releasedSlotIsFreeAtOnceAndARetiredOneOnlyWhenCollected() {
        Page page = page(CLASS);
        page.allocateSlot();
        page.allocateSlot();
        assertTrue(page.releaseSlot(0));
        assertEquals(0, page.allocateSlot());
        page.retire(0);
        assertFalse(page.isLive(0));
        assertEquals(2, page.allocateSlot());
        page.collect(page.retiredSnapshot(page.newSnapshot()));
        assertEquals(0, page.allocateSlot());
    }

    @Test
    void slotIsAllocatedUntilItIsCollected() {
        Page page = page(CLASS);
        assertFalse(page.isAllocated(0));
        page.allocateSlot();
        assertTrue(page.isAllocated(0));
        page.retire(0);
        assertTrue(page.isAllocated(0));
        page.collect(page.retiredSnapshot(page.newSnapshot()));
        assertFalse(page.isAllocated(0));
        assertFalse(page.isAllocated(SLOTS));
        assertFalse(page.isAllocated(Integer.MAX_VALUE));
    }

    /** A large object ends before its run does; what is behind it is with the OS and does not count. */
    @Test
    void slotBytesAreThoseOfTheClassOrTheUsedPartOfALargeObject() {
        assertEquals(4_096, page(CLASS).slotBytes());
        assertEquals(8, page(1).slotBytes());
        assertEquals(69_632, new Page(3, 193, new Run(0x0040_0000L, 2, 193, 69_632), OWNER).slotBytes());
    }

    /** A slot retired after the snapshot waits for a grace period of its own. */
    @Test
    void collectTakesTheSnapshotsSlotsAndNoLaterOnes() {
        Page page = page(CLASS);
        page.allocateSlot();
        page.allocateSlot();
        page.retire(0);
        long[] snapshot = page.retiredSnapshot(page.newSnapshot());
        page.retire(1);
        assertEquals(1, page.collect(snapshot));
        assertEquals(1, page.retiredCount());
        assertEquals(1, page.allocatedCount());
        assertEquals(0, page.liveCount());
        assertEquals(Page.ALREADY_RETIRED, page.retire(1));
        assertNull(page.inconsistency());
    }

    @Test
    void snapshotIsKeptUntilItIsTaken() {
        Page page = page(CLASS);
        assertNull(page.takeSnapshot());
        long[] snapshot = page.retiredSnapshot(page.newSnapshot());
        page.keepSnapshot(snapshot);
        assertSame(snapshot, page.snapshot());
        assertSame(snapshot, page.takeSnapshot());
        assertNull(page.snapshot());
    }

    @Test
    void bitmapIsACopy() {
        Page page = page(CLASS);
        page.allocateSlot();
        page.allocatedBitmap()[0] = 0;
        assertEquals(1, page.allocatedBitmap()[0]);
    }

    @Test
    void ownerChangesOnlyFromTheExpectedOne() {
        Page page = page(CLASS);
        assertFalse(page.changeOwner(Page.UNOWNED, Page.COMPACTING));
        assertEquals(OWNER, page.owner());
        assertTrue(page.changeOwner(OWNER, Page.UNOWNED));
        page.setOwner(Page.BINNED);
        assertEquals(Page.BINNED, page.owner());
    }

    @Test
    void pageIsMovableWhenNobodyAllocatesFromItAndItsRestIsOver() {
        Page page = page(CLASS);
        long now = 1_000_000_000;
        for (int owner : new int[] {Page.HELD, Page.COLLECTING, Page.COMPACTING, Page.DEAD}) {
            page.setOwner(owner);
            assertFalse(page.isMovable(now), "owner=" + owner);
        }
        page.setOwner(OWNER);
        page.markOpen(true);
        assertFalse(page.isMovable(now), "a session allocates from it");
        page.markOpen(false);
        for (int owner : new int[] {OWNER, Page.UNOWNED, Page.BINNED}) {
            page.setOwner(owner);
            assertTrue(page.isMovable(now), "owner=" + owner);
        }
        page.rest(now, 10_000_000);
        assertFalse(page.isMovable(now + 9_000_000));
        assertTrue(page.isMovable(now + 10_000_000));
        assertTrue(page.isMovable(now + 30L * 24 * 3_600 * 1_000_000_000), "a rest is over after a month");
    }

    @Test
    void eachRestIsTwiceAsLongUntilThePageHasMoved() {
        Page page = page(CLASS);
        for (int doublings = 0; doublings <= Page.MAX_REST_DOUBLINGS; doublings++) {
            assertEquals(1_000 + (100L << doublings), page.rest(1_000, 100));
        }
        assertEquals(1_000 + (100L << Page.MAX_REST_DOUBLINGS), page.rest(1_000, 100), "no more");
        page.movedTo(page.run());
        page.setOwner(Page.UNOWNED);
        assertTrue(page.isMovable(1_000));
        assertEquals(1_100, page.rest(1_000, 100));
    }

    @Test
    void remembersWhetherItsBinListsIt() {
        Page page = page(CLASS);
        assertFalse(page.isListed());
        page.markListed(true);
        assertTrue(page.isListed());
        page.markListed(false);
        assertFalse(page.isListed());
    }

    @Test
    void everyCorruptionOfBitmapsAndCountersIsReported() throws ReflectiveOperationException {
        // Slots 0 and 1 are allocated, 0 is retired.
        requireReported(slots -> slots.allocate(0, 1L << 2));
        requireReported(slots -> slots.allocate(0, 1L << SLOTS));
        requireReported(slots -> slots.clear(0, 1L));
        requireReported(slots -> slots.retire(0, 1L << 1));
        requireReported(slots -> slots.retire(0, 1L << 5));
        requireReported(slots -> slots.clearRetired(0, 1L));
        requireReported(slots -> slots.retireLocally(0, 1L));
        requireReported(slots -> slots.retireLocally(0, 1L << 1));
        for (String counter : new String[] {"heldCount", "retiredCount"}) {
            Page page = partlyUsed();
            Field field = field(counter);
            field.setInt(page, field.getInt(page) + 1);
            assertNotNull(page.inconsistency(), counter);
        }
    }

    /** Slots 0 and 1 allocated, 0 retired. */
    private static Page partlyUsed() {
        Page page = page(CLASS);
        page.allocateSlot();
        page.allocateSlot();
        page.retire(0);
        assertNull(page.inconsistency());
        return page;
    }

    private static void requireReported(Consumer<Slots> corruption) {
        Page page = partlyUsed();
        corruption.accept(page.slots());
        assertNotNull(page.inconsistency());
    }

    /** A bit behind the last slot is a fault even if the counter agrees with it. */
    @Test
    void slotBehindTheLastIsReportedThoughItIsCounted() throws ReflectiveOperationException {
        Page page = partlyUsed();
        page.slots().allocate(0, 1L << SLOTS);
        field("heldCount").setInt(page, 3);
        assertEquals("slots allocated behind the last of 16", page.inconsistency());
    }

    /**
     * Freeing threads may stop between their bit and their count for longer than a grace period takes. Their slots are collected
     * before they are counted, and meanwhile the count is negative; a third thread's free must not be taken for a double one.
     */
    @Test
    void freeIsAcceptedThoughEarlierOnesAreCollectedAndNotCountedYet() throws ReflectiveOperationException {
        Page page = page(CLASS);
        for (int slot = 0; slot < SLOTS; slot++) {
            page.allocateSlot();
        }
        page.slots().retire(0, 0b111);
        assertEquals(3, page.collect(page.retiredSnapshot(page.newSnapshot())));
        assertEquals(1, page.retire(3));
        assertEquals(1, page.retire(4));
        assertEquals(Page.ALREADY_RETIRED, page.retire(3));
        field("retiredCount").setInt(page, field("retiredCount").getInt(page) + 3);
        assertNull(page.inconsistency());
    }

    private static Field field(String name) throws ReflectiveOperationException {
        Field field = Page.class.getDeclaredField(name);
        field.setAccessible(true);
        return field;
    }
}
