package org.pagurus.relocation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.pagurus.allocator.internal.pages.Entry;

/** How a signalled task of {@link Session#run} ends: whatever it does about the signal, it is run again, and ends. */
@Timeout(60)
class RetryUnwindingTest {
    private static final int LAST_RUN = 17;
    private final MigrationScene scene = new MigrationScene();
    private final OtherThread writer = new OtherThread("writer");
    private final AtomicInteger runs = new AtomicInteger();
    private Session session;

    @AfterEach
    void nothingIsLeft() throws Exception {
        writer.run(() -> {
            if (session != null) {
                session.close();
            }
        });
        writer.close();
        scene.close();
    }

    /** Runs a task while the page of an object is being copied; the copy ends when the task was signalled once. */
    private void runWhileMigrating(long pointer, Runnable task) throws Exception {
        session = writer.call(() -> scene.heap().openSession());
        AtomicBoolean signalled = new AtomicBoolean();
        Object[] done = new Object[1];
        scene.move(pointer, () -> {
            done[0] = writer.start(() -> {
                session.run(() -> {
                    runs.incrementAndGet();
                    try {
                        task.run();
                    } finally {
                        signalled.set(true);
                    }
                });
                return 0L;
            });
            while (!signalled.get()) {
                Thread.onSpinWait();
            }
        });
        OtherThread.await((Future<?>) done[0]);
        assertFalse(writer.call(session::inSection));
    }

    /** Whatever a run throws or returns once it was signalled is void, as its section was. */
    @Test
    void anExceptionThatWrapsTheSignalIsVoid() throws Exception {
        long pointer = scene.objects(1)[0];
        runWhileMigrating(pointer, () -> {
            try {
                session.putLong(pointer, 8, 5);
            } catch (Error e) {
                throw new IllegalArgumentException("the task failed", e);
            }
        });
        assertEquals(2, runs.get());
        assertEquals(5, scene.read(pointer, 8));
        assertEquals(1, scene.committed());
    }

    /** The second signal is the same object as the first, and an exception cannot suppress itself. */
    @Test
    void aResourceWhoseCloseIsSignalledTooDoesNoHarm() throws Exception {
        long pointer = scene.objects(1)[0];
        runWhileMigrating(pointer, () -> {
            try (Counter counter = new Counter(session, pointer)) {
                session.putLong(counter.pointer, 8, 5);
            }
        });
        assertEquals(2, runs.get());
        assertEquals(5, scene.read(pointer, 8));
        assertEquals(1, scene.read(pointer, 16));
    }

    private record Counter(Session session, long pointer) implements AutoCloseable {
        @Override
        public void close() {
            session.putLong(pointer, 16, 1);
        }
    }

    @Test
    void whatATaskThrowsWithoutASignalIsPassedOn() {
        Session own = scene.session();
        StackOverflowError thrown = new StackOverflowError("the task's own");
        assertSame(thrown, assertThrows(StackOverflowError.class, () -> own.run(() -> {
            throw thrown;
        })));
        assertFalse(own.inSection());
    }

    /** Signals the test's thread again and again, by a copy that never ends: the writer is the migrator itself. */
    private void runToTheLastRun(long pointer, Session own, Runnable inTask) {
        scene.move(pointer, () -> own.run(() -> {
            runs.incrementAndGet();
            // Outside every other section backing off would wait a second for the copy of the calling thread.
            inTask.run();
            own.putLong(pointer, 8, runs.get());
        }));
        assertEquals(LAST_RUN, runs.get());
        assertEquals(LAST_RUN, scene.read(pointer, 8));
        assertEquals(1, scene.cancelled());
    }

    @Test
    void theLastRunCancels() {
        inAStrictSectionOfAnotherHeap(() -> runToTheLastRun(scene.objects(1)[0], scene.session(), () -> { }));
        assertEquals(LAST_RUN - 1, scene.heap().stats().retries());
    }

    /** Backing off only yields there: else each of the runs would take a second. */
    private static void inAStrictSectionOfAnotherHeap(Runnable call) {
        try (Heap other = Heap.builder().capacity(8 << 20).build(); Session strict = other.openSession()) {
            strict.enter();
            try {
                call.run();
            } finally {
                strict.exit();
            }
        }
    }

    /** What a task may do in its first run it may do in its last one. */
    @Test
    void theLastRunNestsAsTheOthersDo() {
        long pointer = scene.objects(1)[0];
        Session own = scene.session();
        AtomicInteger nested = new AtomicInteger();
        inAStrictSectionOfAnotherHeap(() -> runToTheLastRun(pointer, own, () -> {
            own.run(nested::incrementAndGet);
            own.enter(OnMigration.RETRY);
            own.exit();
            assertThrows(IllegalStateException.class, () -> own.enter(OnMigration.CANCEL));
        }));
        assertEquals(LAST_RUN, nested.get());
    }

    @Test
    void aSignalOfAnOuterRunPassesTheInnerOneOfAnotherHeap() throws Exception {
        long pointer = scene.objects(1)[0];
        AtomicInteger innerRuns = new AtomicInteger();
        try (Heap other = Heap.builder().capacity(8 << 20).build()) {
            Session inner = writer.call(other::openSession);
            runWhileMigrating(pointer, () -> inner.run(() -> {
                innerRuns.incrementAndGet();
                session.putLong(pointer, 8, 5);
            }));
            assertFalse(writer.call(inner::inSection));
            writer.run(inner::close);
        }
        assertEquals(2, runs.get());
        assertEquals(2, innerRuns.get());
        assertEquals(5, scene.read(pointer, 8));
        assertEquals(Entry.PRESENT, scene.state(pointer));
    }
}
