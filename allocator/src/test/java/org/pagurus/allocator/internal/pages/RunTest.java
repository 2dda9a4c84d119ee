package org.pagurus.allocator.internal.pages;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.pagurus.allocator.Seed;
import org.pagurus.allocator.Threads;

class RunTest {
    private static final int CLASS = 96;
    private static final long ADDRESS = 0x0040_0000L;

    private static Run run(int frames) {
        return new Run(ADDRESS, frames, CLASS, (long) frames << 16);
    }

    private static Page page(int id) {
        return new Page(id, CLASS, run(1), Page.UNOWNED);
    }

    @Test
    void runIsWhatItWasMadeOf() {
        Run run = new Run(ADDRESS, 3, CLASS, 2 * 65_536 + 4_096);
        assertEquals(ADDRESS, run.address());
        assertEquals(3, run.frames());
        assertEquals(3 * 65_536, run.lengthBytes());
        assertEquals(2 * 65_536 + 4_096, run.usedBytes());
        assertEquals(CLASS, run.sizeClass());
        assertEquals(0, run.pages().length);
        assertEquals(0, run.liveSlots());
    }

    @Test
    void lastPageThatLeavesSaysSo() {
        Run run = run(1);
        List<Page> pages = List.of(page(1), page(2), page(3), page(4), page(5));
        pages.forEach(run::add);
        assertArrayEquals(pages.toArray(), run.pages());
        for (int i : new int[] {2, 0, 4, 1}) {
            assertFalse(run.remove(pages.get(i)));
        }
        assertArrayEquals(new Page[] {pages.get(3)}, run.pages());
        assertTrue(run.remove(pages.get(3)));
        assertEquals(0, run.pages().length);
    }

    @Test
    void pageThatIsNotThereCannotLeave() {
        Run run = run(1);
        Page page = page(8);
        run.add(page);
        IllegalStateException refusal = assertThrows(IllegalStateException.class, () -> run.remove(page(8)));
        assertEquals("page=8 is not in run 0x400000", refusal.getMessage());
        assertTrue(run.remove(page));
        assertThrows(IllegalStateException.class, () -> run.remove(page));
    }

    /** While a migrator moves pages in, the first of them may die before the last one comes: the run must wait for the end. */
    @Test
    void heldRunIsNotGivenUpByThePageThatLeavesLast() {
        Run run = run(1);
        Page first = page(1);
        run.hold(4);
        run.add(first);
        assertFalse(run.remove(first));
        assertTrue(run.unhold());
        run.hold(0);
        Page second = page(2);
        run.add(second);
        assertFalse(run.unhold());
        assertTrue(run.remove(second));
    }

    @Test
    void holdKeepsThePagesThatAreThere() {
        Run run = run(1);
        Page[] pages = {page(1), page(2), page(3)};
        for (Page page : pages) {
            run.add(page);
        }
        run.hold(1);
        assertArrayEquals(pages, run.pages());
        run.hold(100);
        assertArrayEquals(pages, run.pages());
        assertFalse(run.unhold());
    }

    @Test
    void holdMakesRoomForThePagesThatAreExpected() {
        Run run = run(1);
        run.hold(100);
        long bytes = run.estimatedBytes();
        for (int id = 1; id <= 100; id++) {
            run.add(page(id));
        }
        assertEquals(bytes, run.estimatedBytes());
    }

    @Test
    void runIsFoldedWhenItsPagesAre() {
        Run run = run(1);
        assertFalse(run.isFolded());
        Page page = page(1);
        run.add(page);
        assertFalse(run.isFolded());
        page.allocateSlot();
        page.prepareFold(ADDRESS);
        page.movedTo(run);
        assertTrue(run.isFolded());
    }

    @Test
    void randomMovesInAndOutAgreeWithASet() {
        Random random = Seed.random(4);
        Run run = run(16);
        Set<Page> model = new HashSet<>();
        for (int step = 0; step < 5_000; step++) {
            if (model.isEmpty() || random.nextInt(100) < 52) {
                Page page = page(step + 1);
                model.add(page);
                run.add(page);
            } else {
                Page[] pages = run.pages();
                Page page = pages[random.nextInt(pages.length)];
                assertTrue(model.remove(page), Seed.repeat());
                assertEquals(model.isEmpty(), run.remove(page), Seed.repeat());
            }
            assertEquals(model, Set.of(run.pages()), Seed.repeat());
            assertEquals(model.size(), run.pages().length, Seed.repeat());
        }
    }

    @Test
    void liveSlotsAreThoseOfAllPages() {
        Run run = run(1);
        for (int id = 1; id <= 3; id++) {
            Page page = page(id);
            for (int i = 0; i < 4 * id; i++) {
                page.allocateSlot();
            }
            page.retire(0);
            run.add(page);
        }
        assertEquals(3 + 7 + 11, run.liveSlots());
    }

    @Test
    void runIsMovableWhenEveryPageIsAndOneIsThere() {
        Run run = run(1);
        assertFalse(run.isMovable(0));
        Page first = page(1);
        Page second = page(2);
        run.add(first);
        run.add(second);
        assertTrue(run.isMovable(0));
        second.setOwner(5);
        second.markOpen(true);
        assertFalse(run.isMovable(0));
        second.setOwner(Page.BINNED);
        first.rest(0, 100_000_000);
        assertFalse(run.isMovable(99_000_000));
        assertTrue(run.isMovable(100_000_000));
    }

    @Test
    void runIsMetOnceInAVisit() {
        Run run = run(1);
        assertTrue(run.isFirstMeeting(1));
        assertFalse(run.isFirstMeeting(1));
        assertTrue(run.isFirstMeeting(2));
    }

    @Test
    void shrinkReturnsTheFramesBehindTheUsedBytes() {
        Run run = run(16);
        assertEquals(0, run.shrink(16 * 65_536));
        assertEquals(11, run.shrink(4 * 65_536 + 1));
        assertEquals(5, run.frames());
        assertEquals(5 * 65_536, run.lengthBytes());
        assertEquals(4 * 65_536 + 1, run.usedBytes());
        assertEquals(0, run.shrink(4 * 65_536 + 1));
        assertEquals(4, run.shrink(1));
        assertEquals(1, run.shrink(0));
        assertEquals(0, run.frames());
        assertEquals(0, run.usedBytes());
    }

    /** The used bytes of a run never grow: what lies behind them is with the OS. */
    @Test
    void shrinkDoesNotGrowTheUsedBytes() {
        Run run = new Run(ADDRESS, 2, CLASS, 4_096);
        assertEquals(0, run.shrink(65_537));
        assertEquals(4_096, run.usedBytes());
    }

    /** Of several threads whose pages leave at once exactly one is told that it was the last. */
    @Test
    void oneThreadIsTheLastToLeave() throws InterruptedException {
        for (int round = 0; round < 20; round++) {
            Run run = run(1);
            Page[] pages = new Page[2_000];
            for (int i = 0; i < pages.length; i++) {
                pages[i] = page(i + 1);
                run.add(pages[i]);
            }
            AtomicInteger last = new AtomicInteger();
            Threads.run(4, thread -> {
                for (int i = thread; i < pages.length; i += 4) {
                    last.addAndGet(run.remove(pages[i]) ? 1 : 0);
                }
            });
            assertEquals(1, last.get());
        }
    }
}
