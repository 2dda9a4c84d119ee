package org.pagurus.relocation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Future;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.pagurus.allocator.Pointer;
import org.pagurus.allocator.internal.os.RawMemory;
import org.pagurus.allocator.internal.pages.Entry;
import org.pagurus.allocator.internal.pages.PageTable;
import org.pagurus.allocator.internal.pages.Run;
import org.pagurus.relocation.internal.migration.Migrator;
import org.pagurus.relocation.internal.protocol.Protocol;

/**
 * EXCLUSIVE readers with FALLBACK copy bytes out of a frame that is free the moment the move commits. A large object moves to and
 * fro between two places while it is read as a whole, and the frame that it has left is written to at once.
 */
@Timeout(120)
class SnapshotStressTest {
    private static final int SIZE = 256 << 10;
    private static final int PATTERN = 0x5A;
    private static final int SNAPSHOTS = 300;
    private static final long LIMIT_NANOS = 20_000_000_000L;
    private static final long FAR = 1_000_000_000L;

    /** Whoever takes the old frame may write there at once. */
    private static class Poisoning extends Protocol {
        Poisoning(PageTable table) {
            super(table);
        }

        @Override
        public boolean commit(int pageId, long migrating, long target) {
            boolean done = super.commit(pageId, migrating, target);
            if (done) {
                RawMemory.fill(Entry.address(migrating), SIZE, (byte) ~PATTERN);
            }
            return done;
        }
    }

    /** The seeded bug: a copy is believed without another look at the entry. */
    private static final class WithoutValidation extends Poisoning {
        WithoutValidation(PageTable table) {
            super(table);
        }

        @Override
        public boolean isUnchanged(int pageId, long entry) {
            return true;
        }
    }

    /** How many wrong bytes were read until enough snapshots were made, a wrong byte was found, or the time was over. */
    private static int wrongBytes(Function<PageTable, Protocol> protocol, long limitNanos) throws Exception {
        int wrong = 0;
        try (Heap heap = Heap.builder().capacity(32 << 20).readMode(ReadMode.EXCLUSIVE).build(protocol);
            OtherThread reader = new OtherThread("reader");
            Session session = heap.openSession()) {
            long pointer = session.allocate(SIZE);
            session.enter();
            RawMemory.fill(session.writableAddress(pointer), SIZE, (byte) PATTERN);
            session.exit();
            long begin = System.nanoTime();
            boolean[] stop = new boolean[1];
            Future<Integer> found = reader.start(() -> read(heap, pointer, stop));
            while (!found.isDone() && System.nanoTime() - begin < limitNanos) {
                move(heap, pointer);
            }
            synchronized (stop) {
                stop[0] = true;
            }
            wrong = OtherThread.await(found);
            assertTrue(wrong > 0 || limitNanos < LIMIT_NANOS || heap.stats().snapshotReads() >= SNAPSHOTS,
                () -> "snapshots=" + heap.stats().snapshotReads());
            assertEquals(List.of(), heap.verify());
        }
        return wrong;
    }

    private static void move(Heap heap, long pointer) {
        Migrator migrator = heap.compactor().migrator();
        Run run = heap.space().pages().get(Pointer.pageId(pointer)).run();
        if (migrator.isIdle() && migrator.addMove(run)) {
            migrator.startGracePeriod();
        }
        migrator.step(System.nanoTime() + FAR);
    }

    private static int read(Heap heap, long pointer, boolean[] stop) {
        byte[] bytes = new byte[SIZE];
        try (Session session = heap.openSession()) {
            session.reserve().ensureBytes(2 * SIZE);
            while (session.snapshots() < SNAPSHOTS) {
                Arrays.fill(bytes, (byte) PATTERN);
                session.enter(OnMigration.FALLBACK);
                session.getBytes(pointer, 0, bytes, 0, SIZE);
                session.exit();
                int wrong = 0;
                for (byte each : bytes) {
                    wrong += each == PATTERN ? 0 : 1;
                }
                if (wrong > 0) {
                    return wrong;
                }
                synchronized (stop) {
                    if (stop[0]) {
                        break;
                    }
                }
            }
            return 0;
        }
    }

    @Test
    void copiesAreTrue() throws Exception {
        assertEquals(0, wrongBytes(Poisoning::new, LIMIT_NANOS));
    }

    @Test
    void aCopyThatIsNotValidatedIsCaught() throws Exception {
        long begin = System.nanoTime();
        int wrong = 0;
        while (wrong == 0 && System.nanoTime() - begin < LIMIT_NANOS) {
            wrong = wrongBytes(WithoutValidation::new, LIMIT_NANOS / 4);
        }
        assertTrue(wrong > 0, "not caught");
    }
}
