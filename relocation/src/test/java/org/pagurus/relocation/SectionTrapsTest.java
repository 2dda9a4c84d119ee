package org.pagurus.relocation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.pagurus.allocator.internal.os.RawMemory;
import org.pagurus.allocator.internal.pages.Entry;
import org.pagurus.relocation.internal.access.RetrySignal;

/** What leads accesses to the slow path is neither lost nor left behind: by nesting, by steps of the heap, by the end. */
@Timeout(60)
class SectionTrapsTest {
    private final MigrationScene scene = new MigrationScene();
    private final OtherThread other = new OtherThread("other");
    private Session session;

    @AfterEach
    void nothingIsLeft() throws Exception {
        other.run(() -> {
            if (session != null) {
                session.close();
            }
        });
        other.close();
        scene.close();
    }

    /** Moves the page of an object; in the middle of its copy the other thread does something. */
    private void moveUnder(long pointer, Runnable task) throws Exception {
        session = other.call(() -> scene.heap().openSession());
        scene.move(pointer, () -> other.run(task));
    }

    @Test
    void aNestedSectionSeesTheWritesThatWait() throws Exception {
        long pointer = scene.objects(1)[0];
        moveUnder(pointer, () -> {
            session.enter(OnMigration.FALLBACK);
            session.putLong(pointer, 8, 5);
            session.enter();
            assertEquals(5, session.getLong(pointer, 8));
            session.exit();
            assertEquals(5, session.getLong(pointer, 8));
            assertEquals(Entry.MIGRATING, scene.state(pointer));
        });
        other.run(session::exit);
        assertEquals(1, scene.committed());
    }

    @Test
    void aSectionWhoseWritesWereMadeNestsAsBefore() throws Exception {
        long pointer = scene.objects(1)[0];
        moveUnder(pointer, () -> {
            session.enter(OnMigration.FALLBACK);
            session.putLong(pointer, 8, 5);
        });
        other.run(() -> {
            assertEquals(5, session.getLong(pointer, 8));
            session.enter();
            assertEquals(5, session.getLong(pointer, 8));
            session.exit();
            long fresh = session.allocateZeroed(64);
            assertEquals(0, session.getLong(fresh, 0));
            session.freeNow(fresh);
            session.exit();
        });
    }

    /** Both kinds of free, of another object: who gets that may look for what was written before. */
    @Test
    void everyFreeMakesTheWritesThatWait() throws Exception {
        for (boolean now : new boolean[] {false, true}) {
            long pointer = scene.objects(1)[0];
            if (session != null) {
                other.run(session::close);
            }
            moveUnder(pointer, () -> {
                long own = session.allocate(64);
                session.enter(OnMigration.FALLBACK);
                session.putLong(pointer, 8, 5);
                if (now) {
                    session.freeNow(own);
                } else {
                    session.free(own);
                }
                assertEquals(Entry.ISOLATED, scene.state(pointer), "cancelled, and written");
                session.exit();
            });
            assertEquals(5, scene.read(pointer, 8));
        }
        assertEquals(2, scene.cancelled());
    }

    @Test
    void aPinShowsTheWritesThatWaited() throws Exception {
        long pointer = scene.objects(1)[0];
        moveUnder(pointer, () -> {
            session.enter(OnMigration.FALLBACK);
            session.putLong(pointer, 8, 5);
            assertEquals(5, RawMemory.getLong(session.pin(pointer) + 8));
            session.unpin(pointer);
            session.exit();
        });
        assertEquals(1, scene.cancelled());
    }

    /** In the middle of it a signal would lose the copy. */
    @Test
    void aStepOfTheHeapIsNotSignalled() throws Exception {
        AtomicInteger runs = new AtomicInteger();
        try (MigrationScene exclusive = new MigrationScene(Heap.builder().readMode(ReadMode.EXCLUSIVE))) {
            long pointer = exclusive.objects(1)[0];
            long[] copy = new long[1];
            exclusive.move(pointer, () -> exclusive.session().run(() -> {
                runs.incrementAndGet();
                copy[0] = exclusive.session().reallocate(pointer, 10_000);
            }));
            assertEquals(0, exclusive.read(copy[0], 8));
            exclusive.session().free(copy[0]);
        }
        assertEquals(1, runs.get());
    }

    @Test
    void theNextPlainSectionHasThePolicyOfTheHeap() throws Exception {
        long pointer = scene.objects(1)[0];
        moveUnder(pointer, () -> {
            session.enterSleepable(OnMigration.FALLBACK);
            session.exit();
            session.enter();
            session.putLong(pointer, 8, 5);
            assertEquals(Entry.ISOLATED, scene.state(pointer), "cancelled");
            session.enter(OnMigration.CANCEL);
            session.exit();
            session.exit();
            assertEquals(0, session.buffered());
        });
        assertEquals(5, scene.read(pointer, 8));
    }

    @Test
    void nothingMayBeAccessedOutsideASectionAfterAStepOfTheHeap() {
        Session own = scene.session();
        long pointer = own.allocateZeroed(64);
        assertThrows(IllegalStateException.class, () -> own.getLong(pointer, 0));
        own.pin(pointer);
        assertThrows(IllegalStateException.class, () -> own.getLong(pointer, 0));
        own.unpin(pointer);
        long moved = own.reallocate(pointer, 10_000);
        assertThrows(IllegalStateException.class, () -> own.putLong(moved, 0, 1));
        own.run(() -> own.putLong(moved, 0, 1));
        assertThrows(IllegalStateException.class, () -> own.getLong(moved, 0));
        own.enter(OnMigration.FALLBACK);
        own.exit();
        assertThrows(IllegalStateException.class, () -> own.getLong(moved, 0));
        own.free(moved);
    }

    @Test
    void aStepOfTheHeapDoesNotFreeASignalledRun() throws Exception {
        long pointer = scene.objects(1)[0];
        AtomicInteger runs = new AtomicInteger();
        AtomicInteger again = new AtomicInteger();
        scene.move(pointer, () -> inAStrictSectionOfAnotherHeap(() -> scene.session().run(() -> {
            Session own = scene.session();
            if (runs.incrementAndGet() == 1) {
                assertThrows(RetrySignal.class, () -> own.putLong(pointer, 8, 5));
                own.freeNow(own.allocateZeroed(64));
                own.enter();
                assertThrows(RetrySignal.class, () -> own.getLong(pointer, 8), "the limit is that of a signalled run");
                own.exit();
                again.incrementAndGet();
            }
        })));
        assertEquals(2, runs.get());
        assertEquals(1, again.get());
        assertFalse(scene.session().inSection());
    }

    /** Where backing off does not wait: the thread that backs off is the one that copies. */
    private static void inAStrictSectionOfAnotherHeap(Runnable call) {
        try (Heap heap = Heap.builder().capacity(8 << 20).build(); Session strict = heap.openSession()) {
            strict.enter();
            try {
                call.run();
            } finally {
                strict.exit();
            }
        }
    }

    @Test
    void aStepOfTheHeapDoesNotOpenASectionThatCannotBeRunAgain() {
        try (Heap heap = Heap.builder().onMigration(OnMigration.RETRY).capacity(8 << 20).build();
            Session own = heap.openSession()) {
            own.enter();
            long pointer = own.allocateZeroed(64);
            assertTrue(assertThrows(IllegalStateException.class, () -> own.getLong(pointer, 0)).getMessage()
                .contains("session.run(task)"));
            own.exit();
            own.run(() -> assertEquals(0, own.getLong(pointer, 0)));
            own.enter();
            assertThrows(IllegalStateException.class, () -> own.getLong(pointer, 0));
            own.exit();
        }
    }
}
