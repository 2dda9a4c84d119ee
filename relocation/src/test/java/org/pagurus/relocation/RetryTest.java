package org.pagurus.relocation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** {@link OnMigration#RETRY}: a section that meets a copy is left, and run again when the copy is over. */
@Timeout(60)
class RetryTest {
    private final MigrationScene scene = new MigrationScene();
    private final OtherThread writer = new OtherThread("writer");
    private final AtomicInteger runs = new AtomicInteger();
    private final AtomicInteger ended = new AtomicInteger();
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

    private Session open() throws Exception {
        session = writer.call(() -> scene.heap().openSession());
        return session;
    }

    /** Moves the page of an object while the other thread runs the task, which is to begin during the copy. */
    private void moveUnder(long pointer, Runnable task) throws Exception {
        open();
        Future<?>[] done = new Future<?>[1];
        scene.move(pointer, () -> {
            done[0] = writer.start(() -> {
                session.run(task);
                return 0L;
            });
            awaitRuns();
        });
        OtherThread.await(done[0]);
    }

    private void awaitRuns() {
        while (runs.get() == 0 || ended.get() < runs.get()) {
            Thread.onSpinWait();
        }
    }

    @Test
    void theSectionIsRunAgainAfterTheCommit() throws Exception {
        long pointer = scene.objects(1)[0];
        boolean[] inSection = new boolean[1];
        moveUnder(pointer, () -> {
            inSection[0] |= !session.inSection();
            runs.incrementAndGet();
            try {
                session.putLong(pointer, 8, runs.get());
            } finally {
                ended.incrementAndGet();
            }
        });
        assertFalse(inSection[0]);
        assertEquals(2, runs.get());
        assertEquals(2, scene.read(pointer, 8), "the run that met the copy has written nothing");
        assertEquals(1, scene.committed());
        assertEquals(0, scene.cancelled());
        assertEquals(1, scene.heap().stats().retries());
        assertFalse(writer.call(session::inSection));
    }

    @Test
    void aSwallowedSignalComesBackAndTheTaskIsRunAgain() throws Exception {
        long pointer = scene.objects(1)[0];
        AtomicInteger caught = new AtomicInteger();
        moveUnder(pointer, () -> {
            runs.incrementAndGet();
            for (int i = 0; i < 2; i++) {
                try {
                    session.putLong(pointer, 8, runs.get());
                } catch (Throwable e) {
                    caught.incrementAndGet();
                }
            }
            ended.incrementAndGet();
        });
        assertEquals(2, runs.get());
        assertEquals(2, caught.get(), "both accesses of the first run");
        assertEquals(2, scene.read(pointer, 8));
    }

    @Test
    void nestedSectionsAndPinsOfTheSignalledRunAreLeft() throws Exception {
        long[] pointers = scene.objects(2);
        scene.isolate(pointers);
        open();
        Future<?>[] done = new Future<?>[1];
        scene.goOn(() -> {
            done[0] = writer.start(() -> {
                session.run(() -> {
                    runs.incrementAndGet();
                    session.enter();
                    session.putLong(pointers[1], 8, 6);
                    try {
                        session.run(() -> session.putLong(pointers[0], 8, 7));
                    } finally {
                        ended.incrementAndGet();
                    }
                    session.exit();
                });
                return 0L;
            });
            awaitRuns();
        });
        OtherThread.await(done[0]);
        scene.step();
        assertEquals(2, runs.get());
        assertEquals(2, scene.committed(), "the pin of the signalled run does not hold the other page");
        assertEquals(7, scene.read(pointers[0], 8));
        assertEquals(6, scene.read(pointers[1], 8));
    }

    @Test
    void whatTheTaskThrowsItselfIsPassedOnAndEndsTheSection() {
        Session own = scene.session();
        IllegalStateException thrown = new IllegalStateException("the task's own");
        assertSame(thrown, assertThrows(IllegalStateException.class, () -> own.run(() -> {
            own.enter();
            throw thrown;
        })));
        assertFalse(own.inSection());
        own.run(() -> runs.incrementAndGet());
        assertEquals(1, runs.get());
    }

    @Test
    void isRefusedInsideASectionThatCouldNotBeLeft() {
        Session own = scene.session();
        own.enter();
        IllegalStateException e = assertThrows(IllegalStateException.class, () -> own.run(runs::incrementAndGet));
        assertTrue(e.getMessage().contains("exit first"), e.getMessage());
        own.exit();
        assertEquals(0, runs.get());
        assertTrue(assertThrows(IllegalStateException.class, () -> own.enter(OnMigration.RETRY)).getMessage()
            .contains("session.run(task)"));
        assertFalse(own.inSection());
    }

    @Test
    void asDefaultItRefusesSectionsThatCannotBeRunAgain() {
        try (Heap heap = Heap.builder().onMigration(OnMigration.RETRY).capacity(8 << 20).build();
            Session own = heap.openSession()) {
            long pointer = own.allocateZeroed(64);
            own.enter();
            assertTrue(assertThrows(IllegalStateException.class, () -> own.getLong(pointer, 0)).getMessage()
                .contains("session.run(task)"));
            own.exit();
            own.run(() -> own.putLong(pointer, 0, 3));
            own.enter(OnMigration.CANCEL);
            assertEquals(3, own.getLong(pointer, 0));
            own.exit();
            long moved = own.reallocate(pointer, 100);
            own.run(() -> assertEquals(3, own.getLong(moved, 0)));
        }
    }

    @Test
    void runningATaskAllocatesNothing() {
        Session own = scene.session();
        long pointer = own.allocateZeroed(64);
        Runnable task = () -> own.getAndAddLong(pointer, 0, 1);
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        long id = Thread.currentThread().getId();
        long least = Long.MAX_VALUE;
        for (int round = 0; round < 10; round++) {
            long before = threads.getThreadAllocatedBytes(id);
            for (int i = 0; i < 1_000; i++) {
                own.run(task);
            }
            least = Math.min(least, threads.getThreadAllocatedBytes(id) - before);
        }
        assertEquals(0, least);
        assertEquals(10_000, scene.read(pointer, 0));
    }
}
