package org.pagurus.relocation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.function.LongConsumer;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.pagurus.allocator.internal.os.RawMemory;
import org.pagurus.allocator.internal.pages.PageTable;
import org.pagurus.relocation.WatchedProtocol.Step;
import org.pagurus.relocation.internal.migration.Migrator;
import org.pagurus.relocation.internal.protocol.Protocol;
import org.pagurus.relocation.model.MutatedProtocols;

/** How sealed pages move: the steps of the protocol that are left out, the grace periods that are saved, and those that stay. */
class SealedMovesTest {
    private static final int SIZE = 1_000;
    private static final long MARK = 0x5EA1_ED00_5EA1_ED00L;
    private static final long FAR = 10_000_000_000L;
    private static final int BATCHES = 50;
    private static final int CAPACITY = 64 << 20;
    private static final int MAX_WAITING_FRAMES = CAPACITY / 65_536 / 16;

    private static long seal(Session session) {
        return session.allocateSealed(SIZE, buffer -> {
            for (int at = 0; at < SIZE; at += Long.BYTES) {
                buffer.putLong(at, MARK);
            }
        });
    }

    private static int step(Heap heap) {
        return heap.compactor().migrator().step(System.nanoTime() + FAR);
    }

    private static boolean tryMove(Heap heap, long pointer) {
        Migrator migrator = heap.compactor().migrator();
        assertTrue(migrator.addMove(Place.page(heap, pointer).run()));
        migrator.startGracePeriod();
        long before = migrator.counters().pagesMigrated();
        step(heap);
        return migrator.counters().pagesMigrated() > before;
    }

    private static long addressOf(Session session, long pointer) {
        session.enter();
        try {
            return session.address(pointer);
        } finally {
            session.exit();
        }
    }

    private static Heap heap(ReadMode mode) {
        return Heap.builder().capacity(CAPACITY).readMode(mode).build();
    }

    private static Heap heap(Function<PageTable, Protocol> protocolOf) {
        return Heap.builder().capacity(CAPACITY).build(protocolOf);
    }

    // ---- grace periods ----

    /** What is saved: of a batch of other pages the grace period before its copies. Old frames are not counted here. */
    @ParameterizedTest
    @EnumSource(ReadMode.class)
    void aBatchStartsNoGracePeriodOfItsOwn(ReadMode mode) {
        try (Heap heap = heap(mode); Session session = heap.openSession()) {
            long sealed = seal(session);
            long movable;
            try (Session other = heap.openSession()) {
                movable = other.allocate(SIZE);
            }
            assertEquals(0, startedFor(heap, sealed));
            assertEquals(BATCHES, startedFor(heap, movable));
            assertEquals(BATCHES, heap.stats().pagesReplaced());
            assertEquals(2 * BATCHES, heap.stats().pagesMigrated());
            session.enter();
            assertEquals(MARK, session.getLong(sealed, 0));
            session.exit();
            assertEquals(List.of(), heap.verify());
        }
    }

    /** Grace periods begun between the adding of pages and their last copy. */
    private static long startedFor(Heap heap, long pointer) {
        Migrator migrator = heap.compactor().migrator();
        long started = 0;
        for (int i = 0; i < BATCHES; i++) {
            heap.space().domain().barrier(FAR);
            long before = heap.space().domain().stats().gracePeriodsStarted();
            assertTrue(migrator.addMove(Place.page(heap, pointer).run()));
            migrator.startGracePeriod();
            started += heap.space().domain().stats().gracePeriodsStarted() - before;
            while (!migrator.isIdle()) {
                step(heap);
            }
        }
        return started;
    }

    /** A section that stays open holds up moves of other pages. Of sealed ones only the old frames wait for it. */
    @ParameterizedTest
    @EnumSource(ReadMode.class)
    void anOpenSectionHoldsUpTheOldFramesOnly(ReadMode mode) throws Exception {
        try (Heap heap = heap(mode); Session session = heap.openSession(); OtherThread reader = new OtherThread("reader")) {
            long sealed = seal(session);
            Session own = reader.call(heap::openSession);
            reader.run(own::enter);
            long oldAddress = reader.call(() -> own.address(sealed));
            for (int i = 0; i < 10; i++) {
                assertTrue(tryMove(heap, sealed));
            }
            heap.space().domain().poll();
            assertEquals(10, heap.space().waitingFrames());
            assertNotEquals(oldAddress, (long) reader.call(() -> own.address(sealed)));
            assertEquals(MARK, RawMemory.getLong(oldAddress), "the old frame is as it was");
            assertEquals(MARK, (long) reader.call(() -> own.getLong(sealed, 8)));
            reader.run(own::exit);
            assertTrue(heap.space().domain().barrier(FAR));
            assertEquals(0, heap.space().waitingFrames());
            reader.run(own::close);
            assertEquals(List.of(), heap.verify());
        }
    }

    /** Else a section that stays open would let the compactor fill the heap with old frames. */
    @Test
    void tooManyOldFramesThatWaitMakeFurtherMovesWait() throws Exception {
        try (Heap heap = heap(ReadMode.READ_THROUGH); Session session = heap.openSession();
            OtherThread reader = new OtherThread("reader")) {
            long sealed = seal(session);
            Session own = reader.call(heap::openSession);
            reader.run(own::enter);
            int moves = 0;
            while (tryMove(heap, sealed)) {
                moves++;
            }
            assertEquals(MAX_WAITING_FRAMES + 1, moves);
            assertFalse(heap.compactor().migrator().isIdle());
            assertTrue(heap.compactor().migrator().waitedNanos(System.nanoTime()) > 0);
            assertEquals(0, step(heap));
            reader.run(own::exit);
            assertTrue(heap.space().domain().barrier(FAR));
            assertEquals(1, step(heap));
            assertTrue(heap.compactor().migrator().isIdle());
            assertEquals(0, heap.compactor().migrator().waitedNanos(System.nanoTime()));
            reader.run(own::close);
            assertEquals(List.of(), heap.verify());
        }
    }

    @Test
    void aMixedBatchMovesItsSealedPagesWhileTheOthersWait() throws Exception {
        try (Heap heap = heap(ReadMode.EXCLUSIVE); Session session = heap.openSession();
            OtherThread reader = new OtherThread("reader")) {
            long sealed = seal(session);
            long[] movable = Place.PLAIN.objects(heap, 1, SIZE);
            Session own = reader.call(heap::openSession);
            reader.run(own::enter);
            Migrator migrator = heap.compactor().migrator();
            assertTrue(migrator.addMove(Place.page(heap, movable[0]).run()));
            assertTrue(migrator.addMove(Place.page(heap, sealed).run()));
            migrator.startGracePeriod();
            assertEquals(1, step(heap));
            assertEquals(1, migrator.counters().pagesReplaced());
            assertEquals(0, step(heap));
            assertFalse(migrator.isIdle());
            reader.run(own::exit);
            while (!migrator.isIdle()) {
                step(heap);
            }
            assertEquals(2, migrator.counters().pagesMigrated());
            reader.run(own::close);
            assertEquals(List.of(), heap.verify());
        }
    }

    // ---- steps ----

    /** Counts the steps, and does something before one. */
    private static final class Counting extends WatchedProtocol {
        private final Map<Step, Integer> counts = new EnumMap<>(Step.class);
        private LongConsumer beforeReplace = steps -> { };

        Counting(PageTable table, Protocol watched) {
            super(table, watched);
        }

        @Override
        protected void before(Step step) {
            int count = counts.merge(step, 1, Integer::sum);
            if (step == Step.REPLACE) {
                beforeReplace.accept(count);
            }
        }

        int count(Step step) {
            return counts.getOrDefault(step, 0);
        }
    }

    private static Heap counted(Counting[] protocol, Function<PageTable, Protocol> watched) {
        return heap(table -> protocol[0] = new Counting(table, watched.apply(table)));
    }

    @Test
    void noSealedPageIsEverIsolatedOrMigrating() {
        Counting[] protocol = new Counting[1];
        try (Heap heap = counted(protocol, Protocol::new); Session session = heap.openSession()) {
            long[] pointers = LongStream.generate(() -> seal(session)).limit(5_000).toArray();
            for (int i = 0; i < pointers.length; i++) {
                if (i % 8 != 0) {
                    session.free(pointers[i]);
                }
            }
            assertTrue(heap.compactor().compactNow(FAR));
            assertTrue(protocol[0].count(Step.REPLACE) > 20, "replaced=" + protocol[0].count(Step.REPLACE));
            for (Step step : List.of(Step.ISOLATE, Step.MAY_BEGIN, Step.BEGIN, Step.COMMIT, Step.MEET, Step.WAKE)) {
                assertEquals(0, protocol[0].count(step), step::toString);
            }
        }
    }

    /** The address that a pin gave stays good, though the copy was made already. */
    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void aPinDuringTheCopyKeepsThePageWhereItIs(boolean folded) {
        assertEquals(0, movedUnderAPin(Protocol::new, folded));
    }

    @Test
    void aPinThatIsOverlookedIsCaught() {
        assertTrue(movedUnderAPin(MutatedProtocols.ReplaceOverlooksPins::new, false) != 0);
    }

    /** How far the address moved while it was pinned. */
    private static long movedUnderAPin(Function<PageTable, Protocol> watched, boolean folded) {
        Counting[] protocol = new Counting[1];
        try (Heap heap = counted(protocol, watched); Session session = heap.openSession()) {
            long pointer = seal(session);
            if (folded) {
                assertTrue(heap.compactor().migrator().addFold(List.of(Place.page(heap, pointer).run()), false));
                step(heap);
                assertTrue(Place.page(heap, pointer).isFolded());
            }
            long[] pinned = new long[1];
            int before = protocol[0].count(Step.REPLACE);
            protocol[0].beforeReplace = count -> pinned[0] = count == before + 1 ? session.pin(pointer) : pinned[0];
            boolean moved = tryMove(heap, pointer);
            long distance = addressOf(session, pointer) - pinned[0];
            assertEquals(distance != 0, moved);
            assertEquals(MARK, RawMemory.getLong(pinned[0]));
            session.unpin(pointer);
            if (!moved) {
                assertTrue(heap.compactor().migrator().isIdle());
                assertEquals(List.of(Place.page(heap, pointer).id()), heap.compactor().state().restingPages());
                assertTrue(tryMove(heap, pointer), "it moves after the unpin");
            }
            return distance;
        }
    }

    /** A pin that came and went during the copy: the entry is as it was, and so are the bytes. */
    @Test
    void aPinThatIsGoneAgainDoesNotMatter() {
        Counting[] protocol = new Counting[1];
        try (Heap heap = counted(protocol, Protocol::new); Session session = heap.openSession()) {
            long pointer = seal(session);
            protocol[0].beforeReplace = count -> {
                session.pin(pointer);
                session.unpin(pointer);
            };
            assertTrue(tryMove(heap, pointer));
            session.enter();
            assertEquals(MARK, session.getLong(pointer, 0));
            session.exit();
            assertEquals(List.of(), heap.verify());
        }
    }

    /** Freed slots that nobody has collected are moved with the others, and are free after the next collect. */
    @Test
    void freesDuringTheCopyAreCarriedOver() {
        Counting[] protocol = new Counting[1];
        try (Heap heap = counted(protocol, Protocol::new); Session session = heap.openSession()) {
            long[] pointers = new long[40];
            for (int i = 0; i < pointers.length; i++) {
                pointers[i] = seal(session);
            }
            session.free(pointers[0]);
            protocol[0].beforeReplace = count -> session.free(pointers[1]);
            assertTrue(heap.compactor().migrator().addFold(List.of(Place.page(heap, pointers[0]).run()), false));
            step(heap);
            assertTrue(Place.page(heap, pointers[0]).isFolded());
            assertEquals(2, Place.page(heap, pointers[0]).retiredCount());
            assertEquals(40, Place.page(heap, pointers[0]).allocatedCount());
            heap.space().collectAll();
            assertTrue(heap.space().domain().barrier(FAR));
            assertEquals(38, Place.page(heap, pointers[2]).allocatedCount());
            assertEquals(List.of(), heap.verify());
        }
    }
}
