package org.pagurus.relocation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.util.Arrays;
import java.util.List;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.pagurus.allocator.internal.os.RawMemory;
import org.pagurus.allocator.internal.pages.Entry;

/** {@link OnMigration#FALLBACK}: an accessor goes on in memory reserved before, and the move goes on too. */
@Timeout(60)
class FallbackTest {
    private MigrationScene scene = new MigrationScene();
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

    private void open() throws Exception {
        session = other.call(() -> scene.heap().openSession());
    }

    private void exclusive() {
        scene.close();
        scene = new MigrationScene(Heap.builder().readMode(ReadMode.EXCLUSIVE));
    }

    /** Moves the page of an object; in the middle of its copy the other thread does something in a section that falls back. */
    private void moveUnder(long pointer, Runnable inSection) throws Exception {
        open();
        scene.move(pointer, () -> other.run(() -> {
            session.enter(OnMigration.FALLBACK);
            inSection.run();
        }));
    }

    private void exit() throws Exception {
        other.run(session::exit);
    }

    @Test
    void aWriteWaitsAndItsOwnSectionSeesIt() throws Exception {
        long pointer = scene.objects(1)[0];
        long before = Entry.address(scene.entry(pointer));
        moveUnder(pointer, () -> {
            session.putLong(pointer, 8, 5);
            assertEquals(5, session.getLong(pointer, 8));
            assertEquals(5, session.getByte(pointer, 8));
            session.putByte(pointer, 9, (byte) 1);
            assertEquals(256 + 5, session.getLong(pointer, 8));
            assertEquals(0, session.getLong(pointer, 16));
            assertEquals(0, RawMemory.getLong(before + 8), "I2: no write reaches the old frame after begin");
            assertEquals(Entry.MIGRATING, scene.state(pointer));
        });
        assertEquals(1, scene.committed());
        assertEquals(0, scene.cancelled());
        other.run(() -> {
            assertEquals(256 + 5, session.getLong(pointer, 8), "the next access makes the writes");
            session.exit();
        });
        assertEquals(256 + 5, scene.read(pointer, 8));
        assertEquals(2, scene.heap().stats().bufferedWrites());
        assertTrue(scene.heap().stats().snapshotReads() >= 3);
        assertEquals(0, scene.heap().stats().pinsTaken());
    }

    @Test
    void theEndOfTheSectionMakesTheWritesAtOnce() throws Exception {
        long pointer = scene.objects(1)[0];
        moveUnder(pointer, () -> {
            session.putInt(pointer, 8, 5);
            session.enter();
            session.putInt(pointer, 12, 6);
            session.exit();
            assertEquals(Entry.MIGRATING, scene.state(pointer));
            session.exit();
            assertEquals(Entry.ISOLATED, scene.state(pointer));
            assertEquals(0, Entry.pins(scene.entry(pointer)));
        });
        assertEquals(5 + (6L << 32), scene.read(pointer, 8));
        assertEquals(1, scene.cancelled());
    }

    @Test
    void anOrderedWriteMakesTheWaitingOnesBefore() throws Exception {
        long[] pointers = scene.objects(2);
        moveUnder(pointers[0], () -> {
            session.putLong(pointers[0], 8, 5);
            session.putLongRelease(pointers[1], 8, 1);
            assertEquals(Entry.ISOLATED, scene.state(pointers[0]), "cancelled");
        });
        assertEquals(5, scene.read(pointers[0], 8));
        exit();
    }

    @Test
    void anAtomicUpdateDoesNotWait() throws Exception {
        long pointer = scene.objects(1)[0];
        moveUnder(pointer, () -> {
            session.putLong(pointer, 8, 5);
            assertEquals(5, session.getAndAddLong(pointer, 8, 2));
            assertEquals(7, session.getLong(pointer, 8));
        });
        assertEquals(7, scene.read(pointer, 8));
        assertEquals(1, scene.cancelled());
        exit();
    }

    @Test
    void aViewForWritingIsTheObjectItself() throws Exception {
        long pointer = scene.objects(1)[0];
        moveUnder(pointer, () -> {
            session.putLong(pointer, 8, 5);
            UnsafeBuffer view = new UnsafeBuffer(0, 0);
            session.wrap(pointer, view);
            assertEquals(5, view.getLong(8));
            view.putLong(16, 6);
        });
        assertEquals(6, scene.read(pointer, 16));
        assertEquals(1, scene.cancelled());
        exit();
    }

    @Test
    void aFreeMakesTheWritesFirst() throws Exception {
        long pointer = scene.objects(1)[0];
        moveUnder(pointer, () -> {
            session.putLong(pointer, 8, 5);
            session.free(pointer);
            session.exit();
        });
        assertFalse(other.call(session::inSection));
    }

    @Test
    void writesToAPageThatIsThroughWaitBehindThoseThatAreNot() throws Exception {
        long[] pointers = scene.objects(2);
        scene.isolate(pointers);
        open();
        scene.goOn(() -> other.run(() -> {
            session.enter(OnMigration.FALLBACK);
            session.putLong(pointers[0], 8, 1);
            session.putLong(pointers[1], 8, 2);
            assertEquals(1, Entry.pins(scene.entry(pointers[1])), "isolated: pinned and written");
            session.putLong(pointers[0], 8, 3);
            assertEquals(3, session.getLong(pointers[0], 8));
            assertEquals(2, session.getLong(pointers[1], 8));
        }));
        exit();
        assertEquals(3, scene.read(pointers[0], 8));
        assertEquals(2, scene.read(pointers[1], 8));
    }

    @Test
    void bulkWritesWaitToo() throws Exception {
        long pointer = scene.objects(1)[0];
        byte[] bytes = new byte[500];
        Arrays.fill(bytes, (byte) 7);
        moveUnder(pointer, () -> {
            session.putBytes(pointer, 100, bytes, 0, bytes.length);
            session.putByte(pointer, 300, (byte) 8);
            byte[] found = new byte[602];
            session.getBytes(pointer, 99, found, 0, found.length);
            assertEquals(0, found[0]);
            assertEquals(7, found[1]);
            assertEquals(8, found[201]);
            assertEquals(7, found[500]);
            assertEquals(0, found[501]);
        });
        exit();
        assertEquals(0x0707070707070707L, scene.read(pointer, 592));
        assertEquals(1, scene.committed());
    }

    // ---- readers that do not read through ----

    @Test
    void anExclusiveReaderGetsACopyAndTheMoveGoesOn() throws Exception {
        exclusive();
        long pointer = scene.objects(1)[0];
        long before = Entry.address(scene.entry(pointer));
        long[] view = new long[1];
        moveUnder(pointer, () -> {
            assertEquals(0, session.getLongVolatile(pointer, 8));
            view[0] = session.address(pointer);
        });
        assertEquals(1, scene.committed());
        assertEquals(0, scene.cancelled());
        // The old frame was free at commit: whoever takes it now may write there.
        RawMemory.fill(before, MigrationScene.SIZE, (byte) -1);
        other.run(() -> {
            for (int i = 8; i < MigrationScene.SIZE; i += 8) {
                assertEquals(0, RawMemory.getLong(view[0] + i), "index=" + i);
            }
            assertEquals(0, session.getLong(pointer, 8));
            session.exit();
        });
        assertEquals(2, scene.heap().stats().snapshotReads());
    }

    @Test
    void anExclusiveReaderSeesItsOwnWrite() throws Exception {
        exclusive();
        long pointer = scene.objects(1)[0];
        moveUnder(pointer, () -> {
            session.putShort(pointer, 10, (short) 9);
            assertEquals(9 << 16, session.getLong(pointer, 8));
            assertEquals(9 << 16, RawMemory.getLong(session.address(pointer) + 8));
        });
        exit();
        assertEquals(9 << 16, scene.read(pointer, 8));
        assertEquals(1, scene.committed());
    }

    // ---- what it needs ----

    @Test
    void anExhaustedReserveIsAnErrorOfItsOwnAndLosesNothing() throws Exception {
        long pointer = scene.objects(1)[0];
        open();
        assertEquals(Reserve.DEFAULT_BYTES, other.call(() -> session.reserve().bytes()));
        scene.move(pointer, () -> other.run(() -> {
            session.enter(OnMigration.FALLBACK);
            int written = 0;
            ReserveExhaustedException e = null;
            while (e == null) {
                int index = written % 2 * 8;
                long value = written;
                try {
                    session.putLong(pointer, index, value);
                    written++;
                } catch (ReserveExhaustedException full) {
                    e = full;
                }
            }
            assertEquals(Reserve.DEFAULT_BYTES / 24, written);
            assertTrue(e.getMessage().contains("bytes=" + Reserve.DEFAULT_BYTES), e.getMessage());
            assertTrue(e.getMessage().contains("ensureBytes"), e.getMessage());
            session.exit();
        }));
        assertEquals(Reserve.DEFAULT_BYTES / 24 - 1, Math.max(scene.read(pointer, 0), scene.read(pointer, 8)));
        assertEquals(1, scene.heap().stats().reservesExhausted());
        other.run(() -> session.reserve().ensureBytes(100_000));
        assertEquals(100_000, other.call(() -> session.reserve().bytes()));
    }

    @Test
    void theFallbackAllocatesNothing() throws Exception {
        long pointer = scene.objects(1)[0];
        long[] allocated = new long[1];
        open();
        other.run(() -> session.reserve().ensureBytes(Reserve.MAX_BYTES));
        scene.move(pointer, () -> other.run(() -> {
            ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
            long id = Thread.currentThread().getId();
            allocated[0] = Long.MAX_VALUE;
            session.enter(OnMigration.FALLBACK);
            for (int round = 0; round < 10; round++) {
                long before = threads.getThreadAllocatedBytes(id);
                for (int i = 0; i < 100; i++) {
                    session.putLong(pointer, i % 100 * 8, i);
                    session.getLong(pointer, i % 100 * 8);
                }
                allocated[0] = Math.min(allocated[0], threads.getThreadAllocatedBytes(id) - before);
            }
        }));
        exit();
        assertEquals(0, allocated[0]);
        assertEquals(99, scene.read(pointer, 99 * 8));
    }

    @Test
    void asDefaultEachSessionOpensWithAReserve() throws Exception {
        try (Heap heap = Heap.builder().capacity(8 << 20).onMigration(OnMigration.FALLBACK).build()) {
            long live;
            try (Session own = heap.openSession()) {
                assertEquals(Reserve.DEFAULT_BYTES, own.reserve().bytes());
                long pointer = own.allocateZeroed(64);
                own.enter();
                own.putLong(pointer, 0, 1);
                assertEquals(1, own.getLong(pointer, 0));
                own.exit();
                own.free(pointer);
                live = heap.stats().liveBytes();
            }
            assertTrue(live >= Reserve.DEFAULT_BYTES);
            assertEquals(0, heap.stats().liveBytes(), "the session's reserve is freed with it");
            try (OtherThread dying = new OtherThread("dying")) {
                dying.call(heap::session);
            }
            heap.openSession().close();
            assertEquals(0, heap.stats().liveBytes(), "so is that of a thread that has ended");
            assertEquals(List.of(), heap.verify());
        }
    }
}
