package org.pagurus.relocation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.pagurus.allocator.OffHeapExhaustedException;
import org.pagurus.allocator.internal.pages.Entry;
import org.pagurus.relocation.internal.migration.Migrator;

/** What is left behind of the section in which the writer of a sealed object runs. */
class SealedWriterTest {
    private static final int CAPACITY = 16 << 20;

    /** Else what it reads may be another's memory by then, or unmapped: a crash. */
    @Test
    void accessesAreRefusedAgainWhenTheWriterHasReturned() {
        try (Heap heap = Heap.builder().capacity(CAPACITY).build(); Session session = heap.openSession()) {
            long pointer = session.allocateSealed(8, buffer -> buffer.putLong(0, 42));
            assertFalse(session.inSection());
            assertThrows(IllegalStateException.class, () -> session.getLong(pointer, 0));
        }
    }

    @Test
    void accessesAreRefusedAgainWhenTheWriterHasThrown() {
        try (Heap heap = Heap.builder().capacity(CAPACITY).build(); Session session = heap.openSession()) {
            long pointer = session.allocate(8);
            assertThrows(UnsupportedOperationException.class, () -> session.allocateSealed(8, buffer -> {
                throw new UnsupportedOperationException();
            }));
            assertThrows(IllegalStateException.class, () -> session.getLong(pointer, 0));
        }
    }

    /** A page that the writer held is let go with its section: it could neither be moved nor removed. */
    @Test
    void pagesThatTheWriterHeldAreLetGo() {
        try (Heap heap = Heap.builder().capacity(CAPACITY).build(); Session session = heap.openSession()) {
            long movable;
            try (Session other = heap.openSession()) {
                movable = other.allocate(1_000);
            }
            Migrator migrator = heap.compactor().migrator();
            migrator.addMove(Place.page(heap, movable).run());
            long written = movable;
            session.allocateSealed(8, buffer -> session.putLong(written, 0, 1));
            assertEquals(0, Entry.pins(heap.space().protocol().entry((int) (movable >>> 32))));
        }
    }

    /** It runs in a section that cancels, whatever the sections of the heap do. */
    @Test
    void theWriterMayNestSectionsWhereOthersAreRunAgain() {
        try (Heap heap = Heap.builder().capacity(CAPACITY).onMigration(OnMigration.RETRY).build();
            Session session = heap.openSession()) {
            long pointer = session.allocate(8);
            long[] seen = new long[1];
            session.allocateSealed(8, buffer -> {
                session.putLong(pointer, 0, 7);
                session.enter();
                try {
                    seen[0] = session.getLong(pointer, 0);
                } finally {
                    session.exit();
                }
            });
            assertEquals(7, seen[0]);
        }
    }

    /** Else what it waits for may wait for the lock: another thread that allocates under a lock of the application. */
    @Test
    void theWriterDoesNotRunUnderTheCompactorsLock() {
        try (Heap heap = Heap.builder().capacity(CAPACITY).build(); Session session = heap.openSession()) {
            List<Long> all = new ArrayList<>();
            assertThrows(OffHeapExhaustedException.class, () -> {
                for (;;) {
                    all.add(session.allocate(1_000));
                }
            });
            for (int i = 0; i < all.size(); i++) {
                if (i % 8 != 0) {
                    session.free(all.get(i));
                }
            }
            boolean[] held = new boolean[1];
            long before = heap.stats().pagesMigrated();
            session.allocateSealed(60_000, buffer -> held[0] = heap.compactor().lock().isHeldByCurrentThread());
            assertTrue(heap.stats().pagesMigrated() > before, "not compacted");
            assertFalse(held[0]);
        }
    }

    /** The null pointer is refused also for no bytes. */
    @Test
    void nothingOfTheNullPointer() {
        try (Heap heap = Heap.builder().capacity(CAPACITY).build(); Session session = heap.openSession()) {
            session.enter();
            assertThrows(RuntimeException.class, () -> session.getBytes(0L, 0, new byte[0], 0, 0));
            assertThrows(RuntimeException.class, () -> session.putBytes(0L, 0, new byte[0], 0, 0));
            session.exit();
        }
    }
}
