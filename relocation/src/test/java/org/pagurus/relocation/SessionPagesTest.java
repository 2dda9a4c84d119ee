package org.pagurus.relocation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.pagurus.allocator.Pointer;
import org.pagurus.allocator.PointerException;
import org.pagurus.allocator.internal.pages.Page;
import org.pagurus.allocator.internal.pages.SizeClasses;
import org.pagurus.relocation.internal.space.Space;

/** What a session does in the pages that it owns, and what becomes of them when others take them. */
class SessionPagesTest {
    private static final int SIZE = 64;
    /** More than a session remembers one by one. */
    private static final int MANY = 10_000;
    private static final long FAR = 5_000_000_000L;

    private final Heap heap = Heap.builder().capacity(32 << 20).build();
    private final Session session = heap.openSession();
    private boolean bugSeeded;
    private final OtherThread other = new OtherThread("other");

    @AfterEach
    void healthyToTheEnd() {
        assertEquals(bugSeeded, !heap.verify().isEmpty(), () -> heap.verify().toString());
        other.close();
        session.close();
        heap.close();
    }

    private long[] allocate(int count) {
        long[] pointers = new long[count];
        for (int i = 0; i < count; i++) {
            pointers[i] = session.allocate(SIZE);
        }
        return pointers;
    }

    private Page page(long pointer) {
        return Place.page(heap, pointer);
    }

    @Test
    void pagesStayTheSessionsWhenTheyAreFull() {
        long[] pointers = allocate(4 * SizeClasses.slots(SizeClasses.classFor(SIZE)));
        for (long pointer : pointers) {
            assertTrue(page(pointer).owner() > 0, Pointer.toString(pointer));
        }
        assertTrue(page(pointers[pointers.length - 1]).isOpen());
        assertTrue(!page(pointers[0]).isOpen());
    }

    /** Churn among a fixed number of objects takes no more pages than they need, but for a batch of frees that wait. */
    @Test
    void freedSlotsOfOwnPagesAreUsedAgain() {
        long[] pointers = allocate(MANY);
        int pages = heap.stats().pages();
        for (int i = 0; i < 20 * MANY; i++) {
            int at = (int) ((i * 7_919L) % MANY);
            session.free(pointers[at]);
            pointers[at] = session.allocate(SIZE);
        }
        assertTrue(heap.stats().pages() <= pages + 4, "pages=" + heap.stats().pages() + " before=" + pages);
        assertEquals((long) MANY * SIZE, heap.stats().liveBytes());
    }

    /** I3, also where no atomic is used: a slot is not given out while a section that may hold its pointer is open. */
    @Test
    void i3_aSlotFreedByItsOwnerWaitsForOpenSections() throws Exception {
        long[] pointers = allocate(MANY);
        Session reader = other.call(() -> {
            Session opened = heap.openSession();
            opened.enter();
            return opened;
        });
        Set<Long> freed = new HashSet<>();
        for (long pointer : pointers) {
            session.free(pointer);
            freed.add(pointer);
        }
        for (int i = 0; i < MANY; i++) {
            assertTrue(!freed.contains(session.allocate(SIZE)), "reused under an open section");
        }
        other.run(() -> {
            reader.exit();
            reader.close();
        });
        assertTrue(heap.compactor().compactNow(FAR));
        assertEquals((long) MANY * SIZE, heap.stats().liveBytes());
        assertTrue(heap.stats().usedBytes() < 2L * MANY * SIZE, "what was freed under the section is still held");
    }

    @Test
    void aSecondFreeIsRefusedWhereverThePageIs() throws Exception {
        long[] pointers = allocate(20);
        session.free(pointers[0]);
        assertThrows(PointerException.class, () -> session.free(pointers[0]));
        assertThrows(PointerException.class, () -> other.run(() -> heap.session().free(pointers[0])));
        other.run(() -> heap.session().free(pointers[1]));
        assertThrows(PointerException.class, () -> session.free(pointers[1]));
        heap.space().revoke(id -> true);
        assertThrows(PointerException.class, () -> session.free(pointers[0]));
        heap.space().domain().synchronize();
        heap.space().domain().poll();
        assertThrows(PointerException.class, () -> session.free(pointers[0]));
    }

    /**
     * The list of frees outlives a change of owner. A slot is freed, its page is taken away, collected and taken again by the
     * same session, and the slot is allocated and freed anew: the first entry must not free it before its second grace period.
     */
    @Test
    void entriesFromBeforeThePageWasTakenAwayAreStale() throws Exception {
        assertEquals(0, reusedTooEarly());
    }

    /** The proof that the test above can fail. */
    @Test
    void staleEntriesWouldFreeASlotTooEarly() throws Exception {
        bugSeeded = true;
        assertTrue(reusedTooEarly() > 0);
    }

    /** @return how many slots were free while they were in use, or are given out while an open section may read them */
    private int reusedTooEarly() throws Exception {
        long[] pointers = allocate(100);
        for (int i = 0; i < 10; i++) {
            session.free(pointers[i]);
        }
        heap.space().revoke(id -> true);
        for (int round = 0; round < 2; round++) {
            heap.space().collectAll();
            heap.space().domain().synchronize();
            heap.space().domain().poll();
        }
        Set<Long> again = new HashSet<>();
        for (int i = 0; i < 10; i++) {
            again.add(session.allocate(SIZE));
        }
        assertTrue(again.contains(pointers[3]), "the slots are given out again by the same session");
        if (bugSeeded) {
            page(pointers[3]).takenAt(0);
        }
        // Closes the batch that holds the first entries; then a section begins that may hold the pointers, and they are freed.
        allocateAndFree(2_000);
        Session reader = other.call(() -> {
            Session opened = heap.openSession();
            opened.enter();
            return opened;
        });
        int early = 0;
        for (long pointer : again) {
            try {
                session.free(pointer);
            } catch (PointerException e) {
                early++;
            }
        }
        for (int i = 0; i < MANY; i++) {
            early += again.contains(session.allocate(SIZE)) ? 1 : 0;
        }
        other.run(() -> {
            reader.exit();
            reader.close();
        });
        return early;
    }

    /** The numbers of frees wrap: what is freed in a page that the session has had for 2^31 frees is not taken for stale. */
    @Test
    void whatIsFreedInAPageThatWasTakenLongAgoIsUsedAgain() {
        long[] pointers = allocate(100);
        Page page = page(pointers[0]);
        page.takenAt(page.takenAt() - Integer.MAX_VALUE - 10);
        for (int i = 0; i < 50; i++) {
            session.free(pointers[i]);
        }
        allocateAndFree(3 * MANY);
        assertEquals(0, page.retiredCount());
        assertEquals(50, page.allocatedCount());
    }

    /** A session that is idle now and then loses its page and takes it again: it remembers the page once. */
    @Test
    void aPageThatIsTakenAnewAgainAndAgainIsListedOnce() {
        session.allocate(SIZE);
        long before = session.estimatedBytes();
        for (int i = 0; i < 500; i++) {
            heap.space().revoke(id -> true);
            heap.space().domain().synchronize();
            heap.space().domain().poll();
            session.allocate(SIZE);
        }
        assertEquals(1, heap.stats().pages());
        assertEquals(before, session.estimatedBytes());
    }

    private void allocateAndFree(int count) {
        for (int i = 0; i < count; i++) {
            session.free(session.allocate(128));
        }
    }

    /** What others free in a page that its session does not use at the moment takes the page away from it, and back. */
    @Test
    void framesOfAFullPageThatOthersEmptyAreFreed() throws Exception {
        int slots = SizeClasses.slots(SizeClasses.classFor(SIZE));
        long[] pointers = allocate(2 * slots);
        Page first = page(pointers[0]);
        other.run(() -> {
            for (int i = 0; i < slots; i++) {
                heap.session().free(pointers[i]);
            }
        });
        heap.space().domain().synchronize();
        heap.space().domain().poll();
        heap.space().domain().synchronize();
        heap.space().domain().poll();
        assertEquals(Page.DEAD, first.owner());
        assertNotEquals(0, session.allocate(SIZE));
    }

    @Test
    void theCompactorTakesFullPagesOfALivingSession() {
        long[] pointers = allocate(MANY);
        for (int i = 0; i < MANY; i++) {
            if (i % 10 != 0) {
                session.free(pointers[i]);
            }
        }
        long used = heap.stats().usedBytes();
        assertTrue(heap.compactor().compactNow(FAR));
        assertTrue(heap.stats().usedBytes() < used / 4, "used=" + heap.stats().usedBytes() + " before=" + used);
        session.enter();
        for (int i = 0; i < MANY; i += 10) {
            session.putLong(pointers[i], 0, i);
        }
        session.exit();
        // The session works on in pages that it had, and in new ones.
        List<Long> more = new ArrayList<>();
        for (int i = 0; i < MANY; i++) {
            more.add(session.allocate(SIZE));
        }
        session.enter();
        for (int i = 0; i < MANY; i += 10) {
            assertEquals(i, session.getLong(pointers[i], 0));
        }
        session.exit();
        more.forEach(session::free);
    }

    /** Slots that were freed in folded pages are given out again, at the address that their rank says. */
    @Test
    void freedSlotsOfFoldedPagesAreUsedAgain() {
        long[] pointers = allocate(MANY);
        List<Long> kept = new ArrayList<>();
        for (int i = 0; i < MANY; i++) {
            if (i % 4 == 0) {
                kept.add(pointers[i]);
            } else {
                session.free(pointers[i]);
            }
        }
        assertTrue(heap.compactor().compactNow(FAR));
        assertTrue(page(kept.get(0)).isFolded());
        int folded = heap.stats().foldedPages();
        for (int i = 0; i < kept.size(); i += 2) {
            session.free(kept.get(i));
        }
        Space space = heap.space();
        for (int round = 0; round < 2; round++) {
            space.collectAll();
            space.domain().synchronize();
            space.domain().poll();
        }
        Set<Page> foldedPages = new HashSet<>();
        for (int i = 0; i < kept.size() / 2; i++) {
            long pointer = session.allocate(SIZE);
            session.enter();
            session.putLong(pointer, SIZE - 8, pointer);
            session.exit();
            if (page(pointer).isFolded()) {
                foldedPages.add(page(pointer));
            }
        }
        assertTrue(foldedPages.size() > folded / 2, "allocated in " + foldedPages.size() + " of " + folded);
    }
}
