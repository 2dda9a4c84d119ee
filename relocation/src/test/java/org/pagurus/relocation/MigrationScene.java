package org.pagurus.relocation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.pagurus.allocator.Pointer;
import org.pagurus.allocator.internal.pages.Entry;
import org.pagurus.allocator.internal.pages.PageTable;
import org.pagurus.allocator.internal.pages.Run;
import org.pagurus.relocation.internal.migration.Migrator;
import org.pagurus.relocation.internal.protocol.Protocol;

/** A heap whose migrator is driven by the test's thread, and stops in the middle of a copy for what the test wants done there. */
final class MigrationScene implements AutoCloseable {
    static final int SIZE = 1_000;
    private static final long FAR = 10_000_000_000L;
    private final Heap heap;
    private final Session session;
    private final Migrator migrator;
    private Step inMigrating = () -> { };
    private Step beforeCommit = () -> { };
    private boolean wakes = true;

    /** What a test does in between. */
    @FunctionalInterface
    interface Step {
        void run() throws Exception;
    }

    /** Stops where the test says. */
    private final class StoppingProtocol extends Protocol {
        StoppingProtocol(PageTable table) {
            super(table);
        }

        @Override
        public long begin(int pageId) {
            long migrating = super.begin(pageId);
            if (migrating != 0) {
                stop(inMigrating);
            }
            return migrating;
        }

        @Override
        public boolean commit(int pageId, long migrating, long target) {
            stop(beforeCommit);
            return super.commit(pageId, migrating, target);
        }

        @Override
        public void wakeWaiters() {
            if (wakes) {
                super.wakeWaiters();
            }
        }

        private void stop(Step step) {
            try {
                step.run();
            } catch (RuntimeException | Error e) {
                throw e;
            } catch (Exception e) {
                throw new AssertionError(e);
            }
        }
    }

    MigrationScene(HeapBuilder builder) {
        heap = builder.capacity(64 << 20).build(StoppingProtocol::new);
        session = heap.openSession();
        migrator = heap.compactor().migrator();
    }

    MigrationScene() {
        this(Heap.builder());
    }

    /** The seeded bug: who waits for the end of a copy is not woken. */
    void forgetToWake() {
        wakes = false;
    }

    Heap heap() {
        return heap;
    }

    /** The test thread's session. */
    Session session() {
        return session;
    }

    /** Objects of {@link #SIZE} bytes, zero, each in a page of its own. */
    long[] objects(int pages) {
        long[] pointers = SparsePages.objects(heap, pages, SIZE, 0);
        for (long pointer : pointers) {
            session.enter();
            for (int i = 0; i < SIZE; i += 8) {
                session.putLong(pointer, i, 0);
            }
            session.exit();
        }
        return pointers;
    }

    long entry(long pointer) {
        return heap.space().table().entryAcquire(Pointer.pageId(pointer));
    }

    int state(long pointer) {
        return Entry.state(entry(pointer));
    }

    /** Announces that the pages move, each as it is. */
    void isolate(long... pointers) {
        for (long pointer : pointers) {
            assertTrue(migrator.addMove(run(pointer)));
        }
        migrator.startGracePeriod();
    }

    private Run run(long pointer) {
        return heap.space().pages().get(Pointer.pageId(pointer)).run();
    }

    /** Moves the page of an object; the step is done when the copy is made and not committed. */
    void move(long pointer, Step whileMigrating) {
        isolate(pointer);
        goOn(whileMigrating);
    }

    /** Moves what is isolated. The step is done once, in the first copy. */
    void goOn(Step whileMigrating) {
        beforeCommit = () -> {
            beforeCommit = () -> { };
            whileMigrating.run();
        };
        step();
    }

    int step() {
        return migrator.step(System.nanoTime() + FAR);
    }

    /** As {@link #goOn}, between begin and copy. */
    void goOnBeforeCopy(Step whileMigrating) {
        inMigrating = () -> {
            inMigrating = () -> { };
            whileMigrating.run();
        };
        step();
    }

    long committed() {
        return migrator.counters().pagesMigrated();
    }

    long cancelled() {
        return migrator.counters().cancelled();
    }

    /** Reads in a section of its own. */
    long read(long pointer, int index) {
        session.enter();
        try {
            return session.getLong(pointer, index);
        } finally {
            session.exit();
        }
    }

    @Override
    public void close() {
        while (!migrator.isIdle()) {
            step();
        }
        heap.space().domain().poll();
        assertEquals(List.of(), heap.verify());
        session.close();
        heap.close();
    }
}
