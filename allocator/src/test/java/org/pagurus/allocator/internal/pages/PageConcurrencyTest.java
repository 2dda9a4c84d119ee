package org.pagurus.allocator.internal.pages;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicIntegerArray;
import org.junit.jupiter.api.Test;
import org.pagurus.allocator.Seed;
import org.pagurus.allocator.Threads;

class PageConcurrencyTest {
    private static final int THREADS = 4;
    private static final int OWNER = 1;
    /** Class 1: 8,192 slots, so that many neighbours share a word. */
    private static final int CLASS = 1;

    private static Page page() {
        return new Page(1, CLASS, new Run(0x0040_0000L, 1, CLASS, 65_536), OWNER);
    }

    /** Four threads free every slot: for each slot one is told that it did, three that it was freed before. */
    @Test
    void everySlotIsRetiredByExactlyOneThread() throws InterruptedException {
        for (int round = 0; round < 20; round++) {
            Page page = page();
            for (int slot = 0; slot < page.slotCount(); slot++) {
                assertEquals(slot, page.allocateSlot());
            }
            AtomicIntegerArray winners = new AtomicIntegerArray(page.slotCount());
            AtomicIntegerArray countsSeen = new AtomicIntegerArray(page.slotCount() + 1);
            int salt = round * THREADS;
            Threads.run(THREADS, thread -> {
                for (int slot : shuffled(page.slotCount(), salt + (thread >> 1))) {
                    int result = page.retire(slot);
                    if (result > 0) {
                        winners.incrementAndGet(slot);
                        countsSeen.incrementAndGet(result);
                    } else {
                        assertEquals(Page.ALREADY_RETIRED, result);
                    }
                }
            });
            for (int slot = 0; slot < page.slotCount(); slot++) {
                assertEquals(1, winners.get(slot), "round=" + round + " slot=" + slot + Seed.repeat());
                assertEquals(1, countsSeen.get(slot + 1), "round=" + round + " count=" + (slot + 1) + Seed.repeat());
            }
            assertEquals(page.slotCount(), page.retiredCount());
            assertNull(page.inconsistency());
            assertEquals(page.slotCount(), page.collect(page.retiredSnapshot(page.newSnapshot())));
            assertEquals(0, page.allocatedCount());
            assertNull(page.inconsistency());
        }
    }

    /** Two of the threads go the same way, so that they meet at each slot; the other two go another one. */
    private static List<Integer> shuffled(int count, int salt) {
        List<Integer> slots = new ArrayList<>();
        for (int slot = 0; slot < count; slot++) {
            slots.add(slot);
        }
        Collections.shuffle(slots, Seed.random(salt));
        return slots;
    }

    /** The owner clears bits of the very words in which others set theirs: none of theirs may be cleared unseen. */
    @Test
    void freesAreNotLostWhileTheOwnerCollectsTheirNeighbours() throws InterruptedException {
        for (int round = 0; round < 60; round++) {
            Page page = page();
            for (int slot = 0; slot < page.slotCount(); slot++) {
                assertEquals(slot, page.allocateSlot());
            }
            AtomicInteger freeing = new AtomicInteger(THREADS - 1);
            Threads.run(THREADS, thread -> {
                if (thread == 0) {
                    while (freeing.get() > 0) {
                        page.collect(page.retiredSnapshot(page.newSnapshot()));
                    }
                    return;
                }
                try {
                    for (int slot = thread - 1; slot < page.slotCount(); slot += THREADS - 1) {
                        assertTrue(page.retire(slot) > 0, "slot=" + slot);
                    }
                } finally {
                    freeing.decrementAndGet();
                }
            });
            page.collect(page.retiredSnapshot(page.newSnapshot()));
            assertEquals(0, page.allocatedCount(), "round=" + round);
            assertNull(page.inconsistency(), "round=" + round);
        }
    }

    /** The owner allocates and collects while others free: no free is lost, and no slot is given out while somebody has it. */
    @Test
    void freesOfOthersAreNotLostWhileTheOwnerAllocatesAndCollects() throws InterruptedException {
        // Few slots in one word: the owner clears bits of it while others set some.
        Page page = new Page(1, 80, new Run(0x0040_0000L, 1, 80, 65_536), OWNER);
        ConcurrentLinkedQueue<Integer> published = new ConcurrentLinkedQueue<>();
        AtomicIntegerArray held = new AtomicIntegerArray(page.slotCount());
        AtomicInteger freed = new AtomicInteger();
        int total = 200_000;
        Threads.run(THREADS, thread -> {
            if (thread == 0) {
                own(page, published, held, total);
                return;
            }
            while (freed.get() < total) {
                Integer slot = published.poll();
                if (slot == null) {
                    Threads.yieldToOthers();
                    continue;
                }
                assertEquals(1, held.getAndDecrement(slot), "slot=" + slot);
                assertTrue(page.retire(slot) > 0, "slot=" + slot);
                freed.incrementAndGet();
            }
        });
        page.collect(page.retiredSnapshot(page.newSnapshot()));
        assertEquals(0, page.allocatedCount());
        assertEquals(0, page.retiredCount());
        assertNull(page.inconsistency());
    }

    private static void own(Page page, ConcurrentLinkedQueue<Integer> published, AtomicIntegerArray held, int total)
        throws InterruptedException {
        for (int n = 0; n < total;) {
            int slot = page.allocateSlot();
            if (slot >= 0) {
                assertEquals(0, held.getAndIncrement(slot), "slot=" + slot + " was given out twice");
                published.add(slot);
                n++;
            } else {
                page.collect(page.retiredSnapshot(page.newSnapshot()));
                Threads.yieldToOthers();
            }
        }
    }

    /** The owner word is a lock: of all that want a page only one gets it at a time. */
    @Test
    void pageHasOneOwnerAtATime() throws InterruptedException {
        // A page of one slot, so that the time inside is short and the threads meet at the word.
        Page page = new Page(1, 192, new Run(0x0040_0000L, 1, 192, 65_536), Page.UNOWNED);
        AtomicInteger holders = new AtomicInteger();
        int rounds = 50_000;
        Threads.run(THREADS, thread -> {
            for (int i = 0; i < rounds; i++) {
                for (int spins = 1; !page.changeOwner(Page.UNOWNED, thread + 1); spins++) {
                    if (spins % 64 == 0) {
                        Threads.yieldToOthers();
                    }
                }
                assertEquals(0, holders.getAndIncrement(), "two owners at once");
                // Not atomic: only the owner word keeps the others out, and hands over what was written.
                if (page.releaseSlot(0)) {
                    assertEquals(0, page.allocateSlot());
                    assertEquals(0, page.collect(page.retiredSnapshot(page.newSnapshot())));
                } else {
                    assertEquals(0, page.allocateSlot());
                }
                assertNull(page.inconsistency());
                holders.getAndDecrement();
                page.setOwner(Page.UNOWNED);
            }
        });
        assertEquals(1, page.allocatedCount());
    }

    private volatile Page meeting;
    private volatile int turn;
    private volatile int answered;
    private boolean foundOpen;

    /** A session leaves a page while another thread frees in it: one of the two sees the other, or nobody would collect. */
    @Test
    void whoLeavesAPageOrWhoFreesInItSeesTheOther() throws InterruptedException {
        int rounds = 30_000;
        Thread freer = new Thread(() -> {
            for (int round = 1; round <= rounds; round++) {
                await(round, true);
                meeting.retire(0);
                foundOpen = meeting.isOpen();
                answered = round;
            }
        });
        freer.setDaemon(true);
        freer.start();
        for (int round = 1; round <= rounds; round++) {
            Page page = new Page(1, 192, new Run(0x0040_0000L, 1, 192, 65_536), OWNER);
            page.allocateSlot();
            page.markOpen(true);
            meeting = page;
            turn = round;
            for (int i = round & 63; i > 0; i--) {
                Thread.onSpinWait();
            }
            page.markOpen(false);
            int freed = page.retiredByOthers();
            await(round, false);
            assertTrue(freed > 0 || !foundOpen, "neither saw the other in round " + round);
        }
        freer.join();
    }

    private void await(int round, boolean ofTurn) {
        for (int spins = 0; (ofTurn ? turn : answered) != round; spins++) {
            if (spins < 500) {
                Thread.onSpinWait();
            } else {
                Thread.yield();
            }
        }
    }
}
