package org.pagurus.relocation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import org.pagurus.allocator.Pointer;
import org.pagurus.allocator.internal.pages.Page;
import org.pagurus.allocator.internal.pages.Run;
import org.pagurus.relocation.internal.migration.Migrator;

/** The states of a page that an accessor can meet for longer than a copy; tests bring their objects into each of them. */
enum Place {
    /** Where {@code allocate} put them. */
    PLAIN(false, false),
    /** Folded by the compactor. */
    FOLDED(true, false),
    /** Announced to move: readers read on, writers pin. */
    ISOLATED(false, true),
    /** Folded, and announced to move again. */
    FOLDED_AND_ISOLATED(true, true);

    /** Of so many neighbours one is kept when pages are folded. */
    static final int KEEP_ONE_OF = 8;
    private static final long COMPACT_NANOS = 10_000_000_000L;

    private final boolean folded;
    private final boolean isolated;

    Place(boolean folded, boolean isolated) {
        this.folded = folded;
        this.isolated = isolated;
    }

    boolean isFolded() {
        return folded;
    }

    /** Allocates objects of these sizes, {@code count} of each, and brings them here. No session has their pages open. */
    long[] objects(Heap heap, int count, int... sizes) {
        List<Long> pointers = new ArrayList<>();
        for (int size : sizes) {
            try (Session session = heap.openSession()) {
                long[] neighbours = new long[folded ? count * KEEP_ONE_OF : count];
                for (int i = 0; i < neighbours.length; i++) {
                    neighbours[i] = session.allocate(size);
                }
                for (int i = 0; i < neighbours.length; i++) {
                    if (folded && i % KEEP_ONE_OF != KEEP_ONE_OF / 2) {
                        session.free(neighbours[i]);
                    } else {
                        pointers.add(neighbours[i]);
                    }
                }
            }
        }
        long[] array = pointers.stream().mapToLong(Long::longValue).toArray();
        if (folded) {
            assertTrue(heap.compactor().compactNow(COMPACT_NANOS), "not compacted in time");
            for (long pointer : array) {
                assertTrue(page(heap, pointer).isFolded(), () -> "not folded: " + Pointer.toString(pointer)
                    + " in class " + page(heap, pointer).sizeClass());
            }
        }
        if (isolated) {
            isolate(heap, array);
        }
        return array;
    }

    /** Opens a batch that moves these objects' pages as they are, and leaves it before its first copy. */
    static void isolate(Heap heap, long... pointers) {
        Migrator migrator = heap.compactor().migrator();
        List<Run> runs = new ArrayList<>();
        for (long pointer : pointers) {
            Run run = page(heap, pointer).run();
            if (!runs.contains(run)) {
                runs.add(run);
                assertTrue(migrator.addMove(run), () -> "not isolated: " + Pointer.toString(pointer));
            }
        }
        migrator.startGracePeriod();
    }

    static Page page(Heap heap, long pointer) {
        return heap.space().pages().get(Pointer.pageId(pointer));
    }

    /** The end of every test: the heap is consistent, and it works. */
    static void assertUsable(Heap heap, Session session) {
        long pointer = session.allocate(50);
        session.enter();
        session.putLong(pointer, 8, pointer);
        assertEquals(pointer, session.getLong(pointer, 8));
        session.exit();
        session.freeNow(pointer);
        assertEquals(List.of(), heap.verify());
    }
}
