package org.pagurus.relocation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.pagurus.allocator.OffHeapExhaustedException;
import org.pagurus.allocator.Pointer;
import org.pagurus.allocator.internal.os.RawMemory;
import org.pagurus.allocator.internal.pages.MigrateType;
import org.pagurus.allocator.internal.pages.Page;
import org.pagurus.allocator.internal.pages.PageTable;
import org.pagurus.allocator.internal.pages.Run;
import org.pagurus.allocator.internal.pages.SizeClasses;
import org.pagurus.relocation.internal.migration.Migrator;
import org.pagurus.relocation.internal.protocol.Protocol;

/** What becomes free, and when: interleavings that once freed too early, too late, or after an error. */
class ReclamationTest {
    private static final int SIZE = 1_000;
    private static final int SMALL = 100;
    private static final long FAR = 10_000_000_000L;
    private FailingProtocol protocol;
    private final Heap heap = Heap.builder().capacity(64 << 20).build(table -> protocol = new FailingProtocol(table));
    private final Migrator migrator = heap.compactor().migrator();
    private final List<Session> sessions = new ArrayList<>();

    /** Throws at the call of {@code isolate} that a test asks for. */
    private static final class FailingProtocol extends Protocol {
        private int isolatesUntilFailure;

        FailingProtocol(PageTable table) {
            super(table);
        }

        @Override
        public boolean isolate(int pageId) {
            if (--isolatesUntilFailure == 0) {
                throw new OutOfMemoryError("seeded");
            }
            return super.isolate(pageId);
        }
    }

    @AfterEach
    void healthyToTheEnd() {
        while (!migrator.isIdle()) {
            step();
        }
        heap.space().domain().poll();
        assertEquals(List.of(), heap.verify());
        sessions.forEach(Session::close);
        heap.close();
    }

    private Session session() {
        Session session = heap.openSession();
        sessions.add(session);
        return session;
    }

    private void step() {
        migrator.step(System.nanoTime() + FAR);
    }

    private Page page(long pointer) {
        return heap.space().pages().get(Pointer.pageId(pointer));
    }

    private long[] objects(int pages) {
        return SparsePages.objects(heap, pages, SIZE, 1_000);
    }

    private long[] foldedTogether(int pages) {
        long[] pointers = objects(pages);
        assertTrue(heap.compactor().compactNow(FAR));
        for (long pointer : pointers) {
            assertSame(page(pointers[0]).run(), page(pointer).run());
        }
        return pointers;
    }

    private void assertNotFree(long address) {
        long free = heap.space().frames().freeBitmaps()[heap.space().frames().regionOf(address)];
        assertEquals(0, free >>> heap.space().frames().frameOf(address) & 1, "frame is free while a section reads it");
    }

    @Test
    void i3_aRunIsNotFreeWhenItsLastPageDiesWhileReadersOfAMovedOneAreInIt() {
        long[] pointers = foldedTogether(2);
        Run shared = page(pointers[0]).run();
        Session first = session();
        Session second = session();
        Session reader = session();
        assertTrue(migrator.addMove(shared));
        migrator.startGracePeriod();
        first.enter();
        first.putLong(pointers[0], 8, 1);
        second.enter();
        second.putLong(pointers[1], 8, 1);
        step();
        assertTrue(migrator.isIdle(), "both pages pinned and put back");
        first.exit();
        assertTrue(migrator.addMove(shared), "only the first page is isolated, the second is still pinned");
        migrator.startGracePeriod();
        second.exit();
        second.free(pointers[1]);
        reader.enter();
        long address = reader.address(pointers[0]);
        step();
        assertNotSame(shared, page(pointers[0]).run());
        heap.space().domain().poll();
        assertNotFree(address);
        assertEquals(1_000, RawMemory.getLong(address));
        reader.exit();
    }

    @Test
    void i3_aRunIsNotFreeWhenADeadPageIsMetLastInItsBatch() {
        long[] pointers = foldedTogether(2);
        Run shared = page(pointers[0]).run();
        boolean inOrder = shared.pages()[0] == page(pointers[0]);
        long moved = pointers[inOrder ? 0 : 1];
        long dead = pointers[inOrder ? 1 : 0];
        Session session = session();
        // As if the freeing thread were stopped between setting the bit and looking at the owner.
        assertTrue(page(dead).changeOwner(Page.UNOWNED, Page.HELD));
        session.free(dead);
        assertTrue(page(dead).changeOwner(Page.HELD, Page.UNOWNED));
        assertTrue(migrator.addMove(shared));
        migrator.startGracePeriod();
        session.enter();
        long address = session.address(moved);
        step();
        assertNotFree(address);
        session.exit();
    }

    @Test
    void i2_anErrorWhileABatchIsBuiltDoesNotSkipItsGracePeriod() {
        long[] pointers = objects(3);
        assertTrue(migrator.addMove(page(pointers[2]).run()));
        migrator.startGracePeriod();
        while (!migrator.isIdle()) {
            step();
        }
        Session writer = session();
        writer.enter();
        long address = writer.writableAddress(pointers[0]);
        protocol.isolatesUntilFailure = 2;
        assertTrue(migrator.addMove(page(pointers[0]).run()));
        assertThrows(OutOfMemoryError.class, () -> migrator.addMove(page(pointers[1]).run()));
        step();
        RawMemory.putLong(address, 42);
        assertEquals(42, writer.getLong(pointers[0], 0), "lost update");
        writer.exit();
        assertTrue(page(pointers[1]).isMovable(System.nanoTime()), "the page of the failed add is nobody's again");
    }

    @Test
    void aSessionsOwnEmptyOpenPagesDoNotExhaustTheHeap() {
        try (Heap small = Heap.builder().capacity(8 << 20).build(); Session session = small.openSession()) {
            oneOfEachClass(session);
            assertEquals(List.of(), small.verify());
        }
    }

    @Test
    void openPagesOfIdleThreadsDoNotExhaustTheHeap() throws Exception {
        List<OtherThread> threads = new ArrayList<>();
        try (Heap shared = Heap.builder().capacity(64 << 20).build()) {
            for (int i = 0; i < 6; i++) {
                OtherThread idle = new OtherThread("idle-" + i);
                threads.add(idle);
                idle.run(() -> oneOfEachClass(shared.session()));
            }
            shared.session().allocate(4 << 20);
            assertEquals(List.of(), shared.verify());
            // They go on with pages of their own again.
            for (OtherThread idle : threads) {
                idle.run(() -> oneOfEachClass(shared.session()));
            }
            assertEquals(List.of(), shared.verify());
        } finally {
            threads.forEach(OtherThread::close);
        }
    }

    @Test
    void theCompactorTakesTheOpenPagesOfAnIdleSession() throws Exception {
        Session idle = session();
        idle.allocate(SIZE);
        oneOfEachClass(idle);
        long before = heap.stats().usedBytes();
        for (long end = System.nanoTime() + FAR; System.nanoTime() - end < 0 && heap.space().usedBytes() > before / 8;) {
            heap.compactor().doWork();
            Thread.sleep(1);
        }
        assertTrue(heap.space().usedBytes() <= before / 8, before + " -> " + heap.space().usedBytes());
    }

    private static void oneOfEachClass(Session session) {
        Set<Integer> seen = new HashSet<>();
        for (int size = 8; size <= SizeClasses.MAX_SLOT_BYTES; size += 8) {
            if (seen.add(SizeClasses.classFor(size))) {
                session.free(session.allocate(size));
            }
        }
    }

    @Test
    void smallFoldsDoNotEachKeepAFrame() {
        try (Heap small = Heap.builder().capacity(8 << 20).build(); Session session = small.openSession()) {
            long[] batch = new long[1_024];
            // Sixty survivors fill one OS page of their fold: by OS pages it is nearly full, by its frame nearly empty.
            for (int round = 0; round < 100; round++) {
                for (int i = 0; i < batch.length; i++) {
                    batch[i] = session.allocate(64);
                }
                for (int i = 60; i < batch.length; i++) {
                    session.free(batch[i]);
                }
                small.compactor().compactNow(FAR);
            }
            assertEquals(100 * 60 * 64, small.stats().liveBytes());
            assertTrue(small.stats().freeBytes() > 6 << 20, "free=" + small.stats().freeBytes());
            assertEquals(List.of(), small.verify());
        }
    }

    @Test
    void aFoldThatDoesNotComeAboutKeepsFreeSlotsInReach() {
        long[] pointers = objects(3);
        assertEquals(Page.BINNED, page(pointers[0]).owner());
        List<Run> taken = new ArrayList<>();
        for (Run run = takeFrame(); run != null; run = takeFrame()) {
            taken.add(run);
        }
        assertFalse(migrator.addMove(page(pointers[0]).run()), "there is no frame to move to");
        assertEquals(Page.BINNED, page(pointers[0]).owner());
        taken.forEach(heap.space()::freeRun);
    }

    private Run takeFrame() {
        return heap.space().takeTarget(1, page(1L << 32).sizeClass(), 1, MigrateType.MOVABLE);
    }

    @Test
    void aFailedAllocationInASectionLeavesOpenPagesAlone() {
        try (Heap small = Heap.builder().capacity(8 << 20).build(); Session session = small.openSession()) {
            session.allocate(SMALL);
            // No frame is left, so that what follows has only the free slots of the session's own page.
            assertThrows(OffHeapExhaustedException.class, () -> {
                for (;;) {
                    session.allocate(64 << 10);
                }
            });
            session.free(session.allocate(SMALL));
            session.enter();
            assertThrows(OffHeapExhaustedException.class, () -> session.allocate(3 << 20));
            session.allocate(SMALL);
            session.exit();
            assertThrows(OffHeapExhaustedException.class, () -> session.allocate(3 << 20));
            session.allocate(SMALL);
            assertEquals(List.of(), small.verify());
        }
    }
}
