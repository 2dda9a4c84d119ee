package org.pagurus.relocation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.pagurus.allocator.Pointer;
import org.pagurus.allocator.PointerException;
import org.pagurus.allocator.internal.pages.SizeClasses;
import org.pagurus.relocation.internal.access.Checks;

/**
 * Sizes, pointers and indexes that are refused: with the documented exception, whose message says what was asked and what is
 * allowed, and without harm to the heap, which {@link #heapIsUnharmed} sees to after every test.
 */
class BadInputTest {
    private static final int SIZE = 100;
    private static final int SLOT_BYTES = 104;
    private static final long MARK = 0x1234_5678_9ABC_DEF0L;
    private static final long COMPACT_NANOS = 10_000_000_000L;

    private final Heap heap = Heap.builder().capacity(64 << 20).build();
    private final Session session = heap.openSession();
    private final long object = session.allocate(SIZE);
    private long liveBytes;

    BadInputTest() {
        session.enter();
        session.putLong(object, 0, MARK);
        session.putLong(object, SIZE - 8, MARK);
        session.exit();
        liveBytes = heap.stats().liveBytes();
    }

    @AfterEach
    void heapIsUnharmed() {
        while (session.inSection()) {
            session.exit();
        }
        assertEquals(liveBytes, heap.stats().liveBytes());
        session.enter();
        assertEquals(MARK, session.getLong(object, 0));
        assertEquals(MARK, session.getLong(object, SIZE - 8));
        session.exit();
        Place.assertUsable(heap, session);
        session.close();
        heap.close();
    }

    // ---- sizes ----

    @ParameterizedTest
    @ValueSource(longs = {0, -1, Long.MIN_VALUE, Long.MAX_VALUE, (1 << 30) + 1, Integer.MIN_VALUE, 1L << 32, (1L << 32) + 8})
    void sizesOutsideOneByteTo1GiBAreRefused(long size) {
        IllegalArgumentException e = assertThrows(IllegalArgumentException.class, () -> session.allocate(size));
        assertMessage(e, "size=" + size + ":", "1 to 1073741824");
    }

    @Test
    void theSmallestAndTheLargestSizeAreAllowed() {
        try (Heap roomy = Heap.builder().capacity(1100L << 20).build(); Session own = roomy.openSession()) {
            for (long size : new long[] {1, 4 << 20, (4 << 20) + 1, 1 << 30}) {
                long pointer = own.allocate(size);
                assertTrue(own.usableSize(pointer) >= size);
                own.free(pointer);
            }
        }
    }

    // ---- pointers ----

    /** Pointers whose page is not of this heap, each with a part of the reason. */
    private Map<Long, String> pointersWithoutPage() {
        Map<Long, String> bad = new LinkedHashMap<>();
        bad.put(Pointer.NULL, "null pointer");
        bad.put(1L, "not allocated");
        bad.put(-1L, "not a pointer of this heap|not allocated");
        bad.put(Long.MIN_VALUE, "not a pointer of this heap|not allocated");
        bad.put(object | Long.MIN_VALUE, "not a pointer of this heap|not allocated");
        bad.put(Long.MAX_VALUE, "not a pointer of this heap|not allocated");
        bad.put(Pointer.of(heap.space().table().capacity(), 0), "not a pointer of this heap|not allocated");
        bad.put(Pointer.of(heap.space().table().capacity() - 1, 0), "not allocated");
        bad.put(Pointer.of(Pointer.pageId(object) + 7, 0), "not allocated");
        bad.put(pointerOfAnotherHeap(), "another heap");
        bad.put(pointerOfFreedPage(), "freed earlier");
        return bad;
    }

    private static long pointerOfAnotherHeap() {
        try (Heap other = Heap.builder().capacity(16 << 20).build(); Session otherSession = other.openSession()) {
            long pointer = Pointer.NULL;
            for (int i = 0; i < 50; i++) {
                pointer = otherSession.allocate(64 << 10);
            }
            return pointer;
        }
    }

    private long pointerOfFreedPage() {
        long pointer = session.allocate(1 << 20);
        session.free(pointer);
        assertTrue(heap.compactor().compactNow(COMPACT_NANOS));
        return pointer;
    }

    @Test
    void accessorsRefusePointersWhosePageIsNotOfThisHeap() {
        Map<Long, String> bad = pointersWithoutPage();
        session.enter();
        for (Accessor accessor : Accessor.all()) {
            bad.forEach((pointer, reason) -> {
                if (!accessor.ordered() || (pointer & 7) == 0) {
                    refuse(pointer, accessor.name(), () -> accessor.body().on(session, pointer, 0), reason);
                }
            });
        }
        bad.forEach(this::assertViewsRefuse);
    }

    private void assertViewsRefuse(long pointer, String reason) {
        Accessor.views().forEach((name, view) -> refuse(pointer, name, () -> view.on(session, pointer), reason));
        refuse(pointer, "usableSize", () -> session.usableSize(pointer), reason);
        refuse(pointer, "free", () -> session.free(pointer), reason);
        refuse(pointer, "freeNow", () -> session.freeNow(pointer), reason);
    }

    @Test
    void pointersInsideAnObjectAreNoObjects() {
        session.enter();
        int inPage = SizeClasses.limit(Place.page(heap, object).sizeClass());
        for (int offset : new int[] {1, 8, SLOT_BYTES - 1, SLOT_BYTES + 8, inPage, inPage + SLOT_BYTES, -1, 1 << 30}) {
            assertViewsRefuse(object + (offset & 0xFFFF_FFFFL), "not the start of an allocation.*" + SLOT_BYTES + " bytes");
        }
        long large = session.allocate(1 << 20);
        assertViewsRefuse(large + 8, "not the start of an allocation");
        session.free(large);
    }

    /** Its page has other objects, so only the page's bitmaps know. */
    @ParameterizedTest
    @EnumSource(Place.class)
    void freedObjectsAreNoObjects(Place place) {
        long[] pointers = place.objects(heap, 40, SIZE);
        session.free(pointers[7]);
        refuse(pointers[7], "free", () -> session.free(pointers[7]), "freed twice");
        collectFreed();
        session.enter();
        assertViewsRefuse(pointers[7], "not allocated: freed earlier");
        liveBytes += (pointers.length - 1L) * SLOT_BYTES;
    }

    private void collectFreed() {
        heap.verify(); // ends the migration under way, whose pages nobody else may collect
        heap.space().collectAll();
        heap.space().domain().synchronize();
        heap.space().domain().poll();
    }

    // ---- indexes ----

    @ParameterizedTest
    @EnumSource(Place.class)
    void indexesOutsideThePageAreRefused(Place place) {
        long pointer = place.objects(heap, 1, SIZE)[0];
        liveBytes = heap.stats().liveBytes();
        session.enter();
        for (Accessor accessor : Accessor.all()) {
            int aligned = -accessor.width();
            for (int index : new int[] {-8, -1 & aligned, Integer.MIN_VALUE, 64 << 10, 1 << 30, Integer.MAX_VALUE & aligned}) {
                refuse(pointer, accessor.name() + " index=" + index, () -> accessor.body().on(session, pointer, index),
                    "index=" + index + " length=" + accessor.width() + ".*" + SLOT_BYTES + " bytes");
            }
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, SIZE, 4000, 32 << 10, 100_000, 4 << 20})
    void indexesAtTheEdgesOfAPageAreRefused(int size) {
        long pointer = session.allocate(size);
        int limit = edge(pointer);
        session.enter();
        for (Accessor accessor : Accessor.all()) {
            accessor.body().on(session, pointer, limit - 8);
            refuse(pointer, accessor.name(), () -> accessor.body().on(session, pointer, limit), "index=" + limit);
            if (!accessor.ordered()) {
                int index = limit - accessor.width() + 1;
                refuse(pointer, accessor.name(), () -> accessor.body().on(session, pointer, index), "index=" + index);
            }
        }
        session.exit();
        session.free(pointer);
    }

    /** Without full checks, which know slots, an access may reach the end of the page's last slot. */
    private int edge(long pointer) {
        int sizeClass = Place.page(heap, pointer).sizeClass();
        return Checks.FULL ? session.usableSize(pointer) : SizeClasses.limit(sizeClass) - (int) Pointer.offset(pointer);
    }

    /** A neighbour in a folded page's pointers is not a neighbour in memory: even without full checks the slot is the limit. */
    @Test
    void indexesOutsideAFoldedObjectAreRefused() {
        long pointer = Place.FOLDED.objects(heap, 3, SIZE)[1];
        liveBytes = heap.stats().liveBytes();
        session.enter();
        for (Accessor accessor : Accessor.all()) {
            accessor.body().on(session, pointer, SLOT_BYTES - 8);
            refuse(pointer, accessor.name(), () -> accessor.body().on(session, pointer, SLOT_BYTES), "index=" + SLOT_BYTES);
        }
    }

    @ParameterizedTest
    @EnumSource(Place.class)
    void orderedAccessNeedsAlignment(Place place) {
        long pointer = place.objects(heap, 1, SIZE)[0];
        liveBytes = heap.stats().liveBytes();
        session.enter();
        for (Accessor accessor : Accessor.all()) {
            List<Integer> unaligned = new ArrayList<>(List.of(1, 2, 3, 5, 6, 7));
            if (accessor.width() == 8) {
                unaligned.add(4);
            }
            for (int index : unaligned) {
                if (accessor.ordered()) {
                    refuse(pointer, accessor.name(), () -> accessor.body().on(session, pointer, index),
                        "index=" + index + " is not aligned.*multiple of " + accessor.width());
                } else {
                    accessor.body().on(session, pointer, index);
                }
            }
        }
    }

    // ---- how refusals look ----

    private static void refuse(long pointer, String name, Executable call, String reason) {
        String what = name + " with " + Pointer.toString(pointer);
        PointerException e = assertThrows(PointerException.class, call, what);
        assertEquals(pointer, e.pointer(), what);
        assertMessage(e, Pointer.toString(pointer));
        assertTrue(e.getMessage().matches(".*(" + reason + ").*"), () -> what + ": " + e.getMessage());
    }

    private static void assertMessage(Exception e, String... parts) {
        for (String part : parts) {
            assertTrue(e.getMessage().contains(part), () -> "no '" + part + "' in: " + e.getMessage());
        }
    }
}
