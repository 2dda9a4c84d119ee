package org.pagurus.relocation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.pagurus.allocator.Pointer;
import org.pagurus.allocator.internal.os.RawMemory;
import org.pagurus.allocator.internal.pages.Entry;
import org.pagurus.allocator.internal.pages.PageTable;
import org.pagurus.allocator.internal.pages.Run;
import org.pagurus.relocation.internal.migration.Migrator;
import org.pagurus.relocation.internal.protocol.Protocol;

/** The steps of a migration one by one, in one thread: each invariant of the protocol has a test named after it. */
class ProtocolInvariantsTest {
    private static final int SIZE = 1_000;
    private static final long FAR = 10_000_000_000L;
    private Runnable inMigrating = () -> { };
    private Runnable beforeCommit = () -> { };
    private final Heap heap = Heap.builder().capacity(64 << 20).build(HookedProtocol::new);
    private final Session session = heap.openSession();
    private final Migrator migrator = heap.compactor().migrator();

    /** Lets a test act between begin and commit, where an accessor of another thread would. */
    private final class HookedProtocol extends Protocol {
        HookedProtocol(PageTable table) {
            super(table);
        }

        @Override
        public long begin(int pageId) {
            long migrating = super.begin(pageId);
            if (migrating != 0) {
                inMigrating.run();
            }
            return migrating;
        }

        @Override
        public boolean commit(int pageId, long migrating, long target) {
            beforeCommit.run();
            return super.commit(pageId, migrating, target);
        }
    }

    @AfterEach
    void healthyToTheEnd() {
        while (!migrator.isIdle()) {
            migrator.step(System.nanoTime() + FAR);
        }
        heap.space().domain().poll();
        assertEquals(List.of(), heap.verify());
        session.close();
        heap.close();
    }

    private long[] objects(int pages) {
        return SparsePages.objects(heap, pages, SIZE, 0);
    }

    private long entry(long pointer) {
        return heap.space().table().entryAcquire(Pointer.pageId(pointer));
    }

    private Run run(long pointer) {
        return heap.space().pages().get(Pointer.pageId(pointer)).run();
    }

    private void isolate(long pointer) {
        assertTrue(migrator.addMove(run(pointer)));
        migrator.startGracePeriod();
        assertEquals(Entry.ISOLATED, Entry.state(entry(pointer)));
    }

    private int step() {
        return migrator.step(System.nanoTime() + FAR);
    }

    @Test
    void i1_betweenBeginAndCommitNothingWaitsAllocatesOrFaults() {
        long pointer = objects(1)[0];
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        long[] seen = new long[4];
        inMigrating = () -> {
            seen[2] = heap.space().domain().stats().gracePeriodsStarted();
            seen[0] = threads.getThreadAllocatedBytes(Thread.currentThread().getId());
        };
        beforeCommit = () -> {
            seen[1] = threads.getThreadAllocatedBytes(Thread.currentThread().getId());
            seen[3] = heap.space().domain().stats().gracePeriodsStarted();
        };
        for (int i = 0; i < 3; i++) {
            isolate(pointer);
            step();
            assertTrue(Entry.isPlain(entry(pointer)));
        }
        assertEquals(seen[0], seen[1], "bytes allocated between begin and commit");
        assertEquals(seen[2], seen[3], "grace periods between begin and commit");
    }

    @Test
    void i2_beginWaitsForAWriterThatSawThePlainEntry() {
        long pointer = objects(1)[0];
        session.enter();
        long address = session.writableAddress(pointer);
        isolate(pointer);
        assertEquals(0, step());
        assertEquals(Entry.ISOLATED, Entry.state(entry(pointer)));
        RawMemory.putLong(address, 42);
        session.exit();
        assertTrue(step() > 0);
        assertEquals(42, read(pointer));
    }

    @Test
    void i2_aPinKeepsThePageUntilItsSectionEnds() {
        long pointer = objects(1)[0];
        isolate(pointer);
        session.enter();
        long address = session.writableAddress(pointer);
        assertEquals(1, Entry.pins(entry(pointer)));
        session.putLong(pointer, 8, 7);
        assertEquals(1, Entry.pins(entry(pointer)), "a section pins a page once");
        step();
        assertTrue(migrator.isIdle(), "put back after its attempts");
        assertEquals(Entry.PRESENT, Entry.state(entry(pointer)));
        assertEquals(1, Entry.pins(entry(pointer)), "put back keeps the pins");
        assertFalse(migrator.addMove(run(pointer)), "a pinned page cannot be isolated");
        RawMemory.putLong(address, 42);
        session.exit();
        assertTrue(Entry.isPlain(entry(pointer)), "the last unpin makes it plain again");
        assertEquals(42, read(pointer));
    }

    @Test
    void i2_aWriterThatMeetsTheMigrationEntryCancelsAndTheNextAttemptMovesItsWrite() {
        long pointer = objects(1)[0];
        long oldAddress = Entry.address(entry(pointer));
        isolate(pointer);
        int[] begins = new int[1];
        inMigrating = () -> {
            if (begins[0]++ == 0) {
                session.enter();
                session.putLong(pointer, 0, 42);
                assertEquals(Entry.ISOLATED, Entry.state(entry(pointer)));
                session.exit();
            }
        };
        step();
        assertEquals(2, begins[0], "begun again without another grace period");
        assertEquals(1, session.cancels());
        assertEquals(1, migrator.counters().cancelled());
        assertNotEquals(oldAddress, Entry.address(entry(pointer)));
        assertEquals(42, read(pointer));
    }

    @Test
    void i3_anOldFrameIsKeptWhileASectionMayHoldItsAddress() {
        long pointer = objects(1)[0];
        isolate(pointer);
        session.enter();
        long address = session.address(pointer);
        assertEquals(0, Entry.pins(entry(pointer)), "a reader does not pin");
        step();
        assertNotEquals(address & -65_536L, Entry.address(entry(pointer)));
        assertEquals(1, heap.space().waitingFrames());
        heap.space().domain().poll();
        assertEquals(1, heap.space().waitingFrames(), "not free while the section lasts");
        assertEquals(0, RawMemory.getLong(address));
        session.exit();
        heap.space().domain().poll();
        assertEquals(0, heap.space().waitingFrames());
    }

    @Test
    void i4_pointersAndContentsStayWhenPagesAreFoldedAndFoldedAgain() {
        long[] pointers = objects(10);
        assertTrue(heap.compactor().compactNow(FAR));
        assertTrue(Entry.isFolded(entry(pointers[3])));
        int first = Entry.foldVersion(entry(pointers[3]));
        for (int i = 0; i < pointers.length; i++) {
            assertEquals(i, read(pointers[i]));
        }
        for (int i = 0; i < 3; i++) {
            session.free(pointers[i]);
        }
        heap.space().domain().poll();
        assertTrue(migrator.addMove(run(pointers[3])));
        migrator.startGracePeriod();
        step();
        assertNotEquals(first, Entry.foldVersion(entry(pointers[3])));
        for (int i = 3; i < pointers.length; i++) {
            assertEquals(i, read(pointers[i]));
        }
    }

    @Test
    void i5_aStalledReaderDelaysReclamationOnly() throws Exception {
        long pointer = objects(1)[0];
        try (OtherThread stalled = new OtherThread("stalled"); Heap other = Heap.builder().capacity(8 << 20).build()) {
            Session reader = stalled.call(heap::openSession);
            stalled.run(reader::enter);
            isolate(pointer);
            assertEquals(0, step(), "the batch waits for the stalled reader");
            session.enter();
            session.putLong(pointer, 0, 42);
            session.exit();
            for (int i = 0; i < 1_000; i++) {
                session.free(session.allocate(SIZE));
            }
            assertEquals(42, read(pointer), "writers, allocation, free and exit go on");
            try (Session elsewhere = other.openSession()) {
                elsewhere.free(elsewhere.allocate(SIZE));
            }
            assertTrue(other.compactor().compactNow(FAR), "another heap does not wait");
            stalled.run(reader::exit);
            assertTrue(step() > 0);
            stalled.run(reader::close);
        }
    }

    @Test
    void i7_everyFrameIsAccountedForBetweenAnyTwoSteps() {
        long[] pointers = objects(20);
        HeapStats stats = heap.stats();
        assertEquals(stats.capacityBytes(), frames(stats), "free + in pages + waiting, at rest");
        session.enter();
        for (long pointer : pointers) {
            migrator.addMove(run(pointer));
        }
        migrator.startGracePeriod();
        session.exit();
        session.enter();
        step();
        session.exit();
        assertTrue(heap.space().waitingFrames() > 0);
        stats = heap.stats();
        assertEquals(stats.capacityBytes(), frames(stats), "while old frames wait");
        heap.space().domain().poll();
        stats = heap.stats();
        assertEquals(0, stats.waitingBytes());
        assertEquals(stats.capacityBytes(), frames(stats), "after they are free");
    }

    /** The pages of this test are unfolded and whole: their used bytes are their frames, but for the tail behind the slots. */
    private static long frames(HeapStats stats) {
        long used = (stats.usedBytes() + 65_535) / 65_536 * 65_536;
        return stats.freeBytes() + used + stats.waitingBytes();
    }

    @Test
    void i6_nothingIsAllocatedInAnIsolatedPage() {
        long pointer = objects(1)[0];
        isolate(pointer);
        for (int i = 0; i < 500; i++) {
            assertNotEquals(Pointer.pageId(pointer), Pointer.pageId(session.allocate(SIZE)));
        }
    }

    @Test
    void aSectionThatRunsOutOfPinsPutsPagesBack() {
        long[] pointers = objects(40);
        for (long pointer : pointers) {
            assertTrue(migrator.addMove(run(pointer)));
        }
        migrator.startGracePeriod();
        session.enter();
        for (long pointer : pointers) {
            session.putLong(pointer, 0, pointer);
        }
        assertEquals(32, session.pinsTaken());
        step();
        session.exit();
        for (long pointer : pointers) {
            assertEquals(pointer, read(pointer));
            assertTrue(Entry.isPlain(entry(pointer)));
        }
    }

    private long read(long pointer) {
        session.enter();
        try {
            return session.getLong(pointer, 0);
        } finally {
            session.exit();
        }
    }
}
