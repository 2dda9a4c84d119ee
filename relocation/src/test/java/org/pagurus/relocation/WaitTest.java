package org.pagurus.relocation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.concurrent.Callable;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.pagurus.allocator.internal.pages.Entry;

/** {@link OnMigration#WAIT}: an accessor waits for the end of a copy, and for nothing else. */
@Timeout(60)
class WaitTest {
    private static final long MILLI = 1_000_000L;
    private final MigrationScene scene = new MigrationScene();
    private final OtherThread writer = new OtherThread("writer");
    private final OtherThread canceller = new OtherThread("canceller");
    private volatile Thread writing;

    @AfterEach
    void nothingIsLeft() throws Exception {
        writer.close();
        canceller.close();
        scene.close();
    }

    /** Starts a write in a waiting section, and returns when its thread is parked. */
    private Future<Long> startWriting(long pointer, Callable<Long> afterwards) throws Exception {
        Future<Long> done = writer.start(() -> {
            writing = Thread.currentThread();
            try (Session session = scene.heap().openSession()) {
                session.enterSleepable(OnMigration.WAIT);
                try {
                    session.putLong(pointer, 8, 5);
                    return afterwards.call();
                } finally {
                    session.exit();
                }
            }
        });
        long begin = System.nanoTime();
        while (writing == null || writing.getState() != Thread.State.TIMED_WAITING) {
            assertFalse(done.isDone(), "did not wait");
            assertTrue(System.nanoTime() - begin < 10_000 * MILLI, "does not park");
            Thread.onSpinWait();
        }
        return done;
    }

    @Test
    void aWriterWaitsForTheCommitAndWritesTheNewFrame() throws Exception {
        long pointer = scene.objects(1)[0];
        long before = scene.entry(pointer);
        Object[] done = new Object[1];
        scene.move(pointer, () -> done[0] = startWriting(pointer, () -> scene.entry(pointer)));
        long seen = (Long) OtherThread.await((Future<?>) done[0]);
        assertEquals(Entry.PRESENT, Entry.state(seen));
        assertTrue(Entry.address(seen) != Entry.address(before), "the page has moved");
        assertEquals(5, scene.read(pointer, 8));
        assertEquals(1, scene.committed());
        assertEquals(0, scene.cancelled());
        assertEquals(1, scene.heap().stats().waits());
    }

    @Test
    void aWaiterGoesOnWhenAnotherAccessorHasCancelled() throws Exception {
        long pointer = scene.objects(1)[0];
        Object[] done = new Object[1];
        scene.move(pointer, () -> {
            done[0] = startWriting(pointer, () -> 0L);
            canceller.run(() -> {
                try (Session session = scene.heap().openSession()) {
                    session.enter();
                    session.getAndAddLong(pointer, 16, 3);
                    session.exit();
                }
            });
        });
        OtherThread.await((Future<?>) done[0]);
        assertEquals(1, scene.cancelled());
        assertEquals(5, scene.read(pointer, 8));
        assertEquals(3, scene.read(pointer, 16));
    }

    @Test
    void aWaiterGoesOnWhenTheCopyFails() throws Exception {
        long pointer = scene.objects(1)[0];
        Object[] done = new Object[1];
        assertThrows(OutOfMemoryError.class, () -> scene.move(pointer, () -> {
            done[0] = startWriting(pointer, () -> 0L);
            throw new OutOfMemoryError("thrown by the test");
        }));
        OtherThread.await((Future<?>) done[0]);
        assertEquals(5, scene.read(pointer, 8));
        assertEquals(0, Entry.pins(scene.entry(pointer)), "no pin is left");
    }

    /** Whatever has become of the migrator, nobody depends on it for more than a second. */
    @Test
    void aWaiterCancelsAfterASecond() throws Exception {
        long pointer = scene.objects(1)[0];
        long begin = System.nanoTime();
        scene.move(pointer, () -> OtherThread.await(startWriting(pointer, () -> 0L)));
        assertTrue(System.nanoTime() - begin >= 900 * MILLI);
        assertEquals(1, scene.cancelled());
        assertEquals(5, scene.read(pointer, 8));
    }

    /** The seeded bug of {@link #aWriterWaitsForTheCommitAndWritesTheNewFrame}: without the wake-up the limit ends the wait. */
    @Test
    void aLostWakeUpWouldBeSeen() throws Exception {
        scene.forgetToWake();
        long pointer = scene.objects(1)[0];
        Object[] done = new Object[1];
        scene.move(pointer, () -> done[0] = startWriting(pointer, System::nanoTime));
        long committed = System.nanoTime();
        assertTrue((Long) OtherThread.await((Future<?>) done[0]) - committed > 500 * MILLI);
    }

    @Test
    void anIsolatedPageIsNotWaitedFor() throws Exception {
        long pointer = scene.objects(1)[0];
        scene.isolate(pointer);
        try (Session session = scene.heap().openSession()) {
            session.enterSleepable(OnMigration.WAIT);
            session.putLong(pointer, 8, 5);
            assertEquals(1, Entry.pins(scene.entry(pointer)));
            session.exit();
            assertEquals(0, session.waits());
        }
        scene.step();
        assertEquals(1, scene.committed());
        assertEquals(5, scene.read(pointer, 8));
    }

    /** Two pages of one batch: the migrator does not wait for the pin on the one, so waiting for the other ends. */
    @Test
    void aPinOnAPageOfTheSameBatchDoesNoHarm() throws Exception {
        long[] pointers = scene.objects(2);
        scene.isolate(pointers);
        Session session = writer.call(() -> scene.heap().openSession());
        writer.run(() -> {
            session.enterSleepable(OnMigration.WAIT);
            session.putLong(pointers[1], 0, 7);
        });
        Object[] done = new Object[1];
        scene.goOn(() -> done[0] = writer.start(() -> {
            session.putLong(pointers[0], 0, 9);
            session.exit();
            session.close();
            return 0L;
        }));
        OtherThread.await((Future<?>) done[0]);
        while (scene.step() > 0) {
            Thread.onSpinWait();
        }
        assertEquals(9, scene.read(pointers[0], 0));
        assertEquals(7, scene.read(pointers[1], 0));
    }

    @Test
    void insideAStrictSectionOfAnotherHeapItCancels() throws Exception {
        long pointer = scene.objects(1)[0];
        try (Heap other = Heap.builder().capacity(8 << 20).build()) {
            scene.move(pointer, () -> writer.run(() -> {
                try (Session session = scene.heap().openSession(); Session strict = other.openSession()) {
                    session.enterSleepable(OnMigration.WAIT);
                    strict.enter();
                    session.putLong(pointer, 8, 5);
                    strict.exit();
                    session.exit();
                }
            }));
        }
        assertEquals(1, scene.cancelled());
        assertEquals(0, scene.heap().stats().waits());
    }

    @Test
    void anInterruptNeitherEndsTheWaitNorIsLost() throws Exception {
        long pointer = scene.objects(1)[0];
        Object[] done = new Object[1];
        scene.move(pointer, () -> {
            done[0] = startWriting(pointer, () -> Thread.interrupted() ? 1L : 0L);
            writing.interrupt();
        });
        assertEquals(1L, OtherThread.await((Future<?>) done[0]));
        assertEquals(1, scene.committed());
    }
}
