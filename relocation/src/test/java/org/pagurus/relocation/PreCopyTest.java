package org.pagurus.relocation;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.pagurus.allocator.Pointer;
import org.pagurus.allocator.internal.os.RawMemory;
import org.pagurus.allocator.internal.pages.Entry;
import org.pagurus.allocator.internal.pages.PageTable;
import org.pagurus.allocator.internal.pages.Run;
import org.pagurus.relocation.internal.migration.Migrator;
import org.pagurus.relocation.internal.protocol.Protocol;

/** Large pages are copied while they are written; step by step, in one thread. */
class PreCopyTest {
    private static final int PIECE = 64 << 10;
    private static final int SIZE = 24 * PIECE;
    private static final long FAR = 10_000_000_000L;

    private Runnable inMigrating = () -> { };
    private Runnable beforeCommit = () -> { };
    private int begins;

    /** Acts where an accessor of another thread would. */
    private final class HookedProtocol extends Protocol {
        HookedProtocol(PageTable table) {
            super(table);
        }

        @Override
        public long begin(int pageId) {
            long migrating = super.begin(pageId);
            if (migrating != 0) {
                begins++;
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

    private Heap heap = Heap.builder().capacity(64 << 20).build(HookedProtocol::new);
    private Session session = heap.openSession();
    private Migrator migrator = heap.compactor().migrator();
    private long pointer = object(SIZE);

    @AfterEach
    void healthyToTheEnd() {
        finish();
        assertEquals(0, heap.space().protocol().cards().size(), "cards of moves that are over");
        Place.assertUsable(heap, session);
        session.close();
        heap.close();
    }

    private long object(int size) {
        long object = session.allocate(size);
        byte[] bytes = new byte[size];
        new Random(size).nextBytes(bytes);
        session.enter();
        session.putBytes(object, 0, bytes, 0, size);
        session.exit();
        return object;
    }

    private void reopen(ReadMode mode) {
        session.close();
        heap.close();
        heap = Heap.builder().capacity(64 << 20).readMode(mode).build(HookedProtocol::new);
        session = heap.openSession();
        migrator = heap.compactor().migrator();
        pointer = object(SIZE);
    }

    private long entry() {
        return heap.space().table().entryAcquire(Pointer.pageId(pointer));
    }

    private Run run() {
        return Place.page(heap, pointer).run();
    }

    /** One piece. */
    private void step() {
        assertEquals(1, migrator.step(System.nanoTime()));
    }

    private void finish() {
        while (!migrator.isIdle()) {
            migrator.step(System.nanoTime() + FAR);
        }
        heap.space().domain().poll();
    }

    /** Announces the move and copies all pieces but the last. */
    private void copyAlmostAll() {
        Place.isolate(heap, pointer);
        for (int i = 1; i < SIZE / PIECE; i++) {
            step();
        }
        assertEquals(Entry.ISOLATED, Entry.state(entry()));
    }

    private byte[] contents() {
        byte[] bytes = new byte[SIZE];
        session.enter();
        session.getBytes(pointer, 0, bytes, 0, SIZE);
        session.exit();
        return bytes;
    }

    /** @return bytes that the one move has copied */
    private long assertMovedWith(byte[] expected) {
        long before = Entry.address(entry());
        finish();
        assertTrue(Entry.isPlain(entry()), () -> Entry.toString(entry()));
        assertNotEquals(before, Entry.address(entry()), "moved");
        assertArrayEquals(expected, contents());
        return heap.stats().bytesCopied();
    }

    @Test
    void withoutWritersEachByteIsCopiedOnceAndNoneUnderTheMigrationEntry() {
        byte[] expected = contents();
        Place.isolate(heap, pointer);
        for (int i = 0; i < SIZE / PIECE; i++) {
            assertEquals(0, begins, "the clock is read after each piece");
            step();
        }
        assertEquals(1, begins);
        finish();
        assertEquals(SIZE, heap.stats().bytesCopied());
        assertArrayEquals(expected, contents());
    }

    @Test
    void smallerPagesMoveWhole() {
        long small = object(16 * PIECE);
        Place.isolate(heap, small);
        assertEquals(0, heap.space().protocol().cards().size());
        step();
        assertEquals(1, begins);
    }

    /** Every accessor that may write, in the part that is copied already, across the border of two cards where it may. */
    @TestFactory
    List<DynamicTest> writesDuringTheCopyArrive() {
        List<DynamicTest> tests = new ArrayList<>();
        for (ReadMode mode : ReadMode.values()) {
            for (Accessor accessor : Accessor.all()) {
                tests.add(DynamicTest.dynamicTest(mode + " " + accessor.name(), () -> {
                    reopen(mode);
                    copyAlmostAll();
                    session.enter();
                    accessor.body().on(session, pointer, accessor.ordered() ? 3 * PIECE : 3 * PIECE - accessor.width() / 2);
                    session.exit();
                    byte[] expected = contents();
                    long copied = assertMovedWith(expected);
                    boolean reads = accessor.name().startsWith("get") && !accessor.name().startsWith("getAnd");
                    assertEquals(reads, copied == SIZE, "copied again: " + (copied - SIZE));
                    assertTrue(copied <= SIZE + 2 * 4_096, "no more than the cards that were written: " + (copied - SIZE));
                    finish();
                }));
            }
        }
        return tests;
    }

    @Test
    void aBulkWriteMarksItsWholeRange() {
        copyAlmostAll();
        session.enter();
        session.putBytes(pointer, 1_000, new byte[10 * PIECE + 77], 0, 10 * PIECE + 77);
        session.exit();
        assertEquals(SIZE + 10 * PIECE + 4_096, assertMovedWith(contents()));
    }

    @Test
    void whatIsWrittenThroughAnAddressAtTheEndOfItsSectionArrives() {
        copyAlmostAll();
        session.enter();
        long address = session.writableAddress(pointer);
        step();
        RawMemory.putLong(address + 5 * PIECE, 42);
        assertEquals(0, begins, "pinned");
        session.exit();
        assertMovedWith(contents());
        assertEquals(42, readLong(5 * PIECE));
    }

    @Test
    void whatIsWrittenThroughAViewArrives() {
        copyAlmostAll();
        UnsafeBuffer view = new UnsafeBuffer(0, 0);
        session.enter();
        session.wrap(pointer, view);
        step();
        view.putLong(7 * PIECE, 42);
        session.exit();
        assertMovedWith(contents());
        assertEquals(42, readLong(7 * PIECE));
    }

    @Test
    void whatIsWrittenWhileItsCardIsCopiedAgainArrives() {
        copyAlmostAll();
        session.enter();
        session.putBytes(pointer, 0, new byte[8 * PIECE], 0, 8 * PIECE);
        session.exit();
        step();
        for (int i = 0; i < 4; i++) {
            step();
        }
        assertEquals(0, begins);
        for (int piece : new int[] {2, 6}) {
            session.enter();
            session.putLong(pointer, piece * PIECE, 42);
            session.exit();
        }
        assertEquals(SIZE + 8 * PIECE + 2 * 4_096, assertMovedWith(contents()));
    }

    @Test
    void writersThatAreAsFastAsTheCopyEndIt() {
        copyAlmostAll();
        for (int i = 0; i < 3 && begins == 0; i++) {
            session.enter();
            session.writableAddress(pointer);
            session.exit();
            step();
        }
        assertEquals(1, begins, "after one round");
        finish();
        assertEquals(2L * SIZE, heap.stats().bytesCopied());
    }

    private long readLong(int index) {
        session.enter();
        try {
            return session.getLong(pointer, index);
        } finally {
            session.exit();
        }
    }

    @Test
    void marksThatWereTakenUnderAPinAreCopiedAfterIt() throws Exception {
        copyAlmostAll();
        try (OtherThread other = new OtherThread("writer")) {
            Session writer = other.call(heap::openSession);
            long address = other.call(() -> {
                writer.enter();
                return writer.writableAddress(pointer);
            });
            for (int i = 0; i < 10; i++) {
                // Takes the marks, looks for a moment without pins, and copies nothing meanwhile.
                step();
            }
            other.run(() -> {
                for (int at = 0; at < SIZE; at += 4_096) {
                    RawMemory.putLong(address + at, at);
                }
                writer.exit();
                writer.close();
            });
        }
        assertMovedWith(contents());
        assertEquals(SIZE - 4_096, readLong(SIZE - 4_096));
    }

    @Test
    void aPinDuringTheCopyPutsThePageBackAndItsWritesArriveWithTheNextMove() {
        copyAlmostAll();
        long address = session.pin(pointer);
        finish();
        assertEquals(0, begins);
        assertEquals(1, migrator.counters().putBack());
        RawMemory.putLong(address, 42);
        session.unpin(pointer);
        Place.isolate(heap, pointer);
        assertMovedWith(contents());
        assertEquals(42, readLong(0));
    }

    @Test
    void aPinThatEndsDuringTheCopyMarksEverything() {
        copyAlmostAll();
        long address = session.pin(pointer);
        RawMemory.putLong(address + 2 * PIECE, 42);
        RawMemory.putLong(address + 20 * PIECE, 43);
        session.unpin(pointer);
        assertTrue(assertMovedWith(contents()) >= 2L * SIZE - PIECE);
    }

    @Test
    void aWriterThatCancelsTheLastCopyLosesNothingAndOnlyDirtyCardsAreCopiedAgain() {
        inMigrating = () -> {
            if (begins == 1) {
                session.enter();
                session.putLong(pointer, 11 * PIECE, 42);
                session.exit();
            }
        };
        Place.isolate(heap, pointer);
        finish();
        assertEquals(2, begins);
        assertEquals(1, migrator.counters().cancelled());
        assertEquals(42, readLong(11 * PIECE));
        assertTrue(heap.stats().bytesCopied() <= SIZE + 2 * 4_096, () -> "copied " + heap.stats().bytesCopied());
    }

    @Test
    void aCancellersMarkIsKeptUntilACopyIsCommitted() {
        long[] address = new long[1];
        inMigrating = () -> {
            if (begins == 1) {
                session.enter();
                address[0] = session.writableAddress(pointer);
            }
        };
        Place.isolate(heap, pointer);
        while (begins == 0) {
            step();
        }
        // The marks were taken by the copy that was cancelled, the write comes only now.
        RawMemory.putLong(address[0] + 13 * PIECE, 42);
        session.exit();
        assertMovedWith(contents());
        assertEquals(42, readLong(13 * PIECE));
    }

    @Test
    void anAccessorThatPutsThePageBackEndsTheCopy() {
        copyAlmostAll();
        byte[] expected = contents();
        heap.space().protocol().putBack(Pointer.pageId(pointer));
        session.enter();
        session.putLong(pointer, 0, 42);
        session.exit();
        expected = contents();
        finish();
        assertEquals(0, begins);
        assertArrayEquals(expected, contents());
        assertEquals(SIZE, heap.stats().usedBytes(), "the target is free again");
    }

    @Test
    void anObjectThatIsFreedDuringTheCopyIsGone() {
        copyAlmostAll();
        session.free(pointer);
        finish();
        assertTrue(heap.compactor().compactNow(FAR));
        assertEquals(0, heap.stats().liveBytes());
        assertEquals(0, heap.stats().usedBytes());
    }

    /** The tail of its last frame is with the OS, and stays there. */
    @Test
    void anObjectThatEndsWithinAFrameMovesWithItsOwnBytesOnly() {
        session.free(pointer);
        finish();
        pointer = session.allocate(SIZE - 50_000);
        session.enter();
        session.putLong(pointer, SIZE - 50_008, 42);
        session.exit();
        int usable = session.usableSize(pointer);
        Place.isolate(heap, pointer);
        finish();
        assertEquals(usable, heap.stats().bytesCopied());
        assertEquals(42, readLong(SIZE - 50_008));
    }

    @Test
    void i1_theLastCopyAllocatesNothing() {
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        long[] seen = new long[2];
        inMigrating = () -> seen[0] = threads.getThreadAllocatedBytes(Thread.currentThread().getId());
        beforeCommit = () -> seen[1] = threads.getThreadAllocatedBytes(Thread.currentThread().getId());
        for (int i = 0; i < 3; i++) {
            copyAlmostAll();
            session.enter();
            session.putLong(pointer, 0, i);
            session.exit();
            finish();
            assertEquals(i + 1, begins);
        }
        assertEquals(seen[0], seen[1], "bytes allocated between begin and commit");
    }

    @Test
    void moreLargePagesThanThereAreCardsMoveToo() {
        List<Long> objects = new ArrayList<>(List.of(pointer));
        for (int i = 0; i < 9; i++) {
            objects.add(object(SIZE));
        }
        Place.isolate(heap, objects.stream().mapToLong(Long::longValue).toArray());
        assertEquals(8, heap.space().protocol().cards().size());
        session.enter();
        for (long object : objects) {
            session.putLong(object, 8, object);
        }
        session.exit();
        finish();
        assertEquals(10, begins);
        session.enter();
        for (long object : objects) {
            assertEquals(object, session.getLong(object, 8));
        }
        session.exit();
    }
}
