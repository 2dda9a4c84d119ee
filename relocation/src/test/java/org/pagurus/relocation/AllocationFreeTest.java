package org.pagurus.relocation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.util.List;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * No call of the fast paths, and none of the slow paths that accessors take while pages move, allocates on the Java heap: the
 * library serves applications that left the heap because of its collector. Counted by the JVM, exactly, for this thread.
 */
class AllocationFreeTest {
    private static final int OPERATIONS = 200_000;
    private static final int RUNS = 4;
    private static final int SIZE = 64;
    /** What opening a page takes: the page with its bitmaps, its run, its id, and the callback that collects it. */
    private static final long BYTES_FOR_A_PAGE = 2_048;
    private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

    private static long sink;

    /** The least that one of some equal runs allocates: in the others the JVM loads classes or leaves compiled code. */
    private static long allocatedBy(Runnable loop) {
        long least = Long.MAX_VALUE;
        for (int run = 0; run < RUNS && least > 0; run++) {
            long before = THREADS.getCurrentThreadAllocatedBytes();
            loop.run();
            least = Math.min(least, THREADS.getCurrentThreadAllocatedBytes() - before);
        }
        return least;
    }

    private static void assertAllocatesNothing(String what, Runnable loop) {
        assertEquals(0, allocatedBy(loop), what + ": bytes on the Java heap in " + OPERATIONS + " operations");
    }

    @ParameterizedTest
    @EnumSource(Place.class)
    void accessorsAllocateNothing(Place place) {
        try (Heap heap = Heap.builder().capacity(32 << 20).build()) {
            long[] pointers = place.objects(heap, 64, SIZE);
            try (Session session = heap.openSession()) {
                for (Accessor accessor : Accessor.all()) {
                    assertAllocatesNothing(place + " " + accessor.name(), () -> access(session, pointers, accessor));
                }
                UnsafeBuffer view = new UnsafeBuffer(0, 0);
                assertAllocatesNothing(place + " views", () -> view(session, pointers, view));
            }
            assertEquals(List.of(), heap.verify());
        }
    }

    private static void access(Session session, long[] pointers, Accessor accessor) {
        session.enter();
        long sum = 0;
        for (int i = 0; i < OPERATIONS; i++) {
            sum += accessor.body().on(session, pointers[i & 63], i & 56);
        }
        sink = sum;
        session.exit();
    }

    private static void view(Session session, long[] pointers, UnsafeBuffer view) {
        session.enter();
        long sum = 0;
        for (int i = 0; i < OPERATIONS; i++) {
            long pointer = pointers[i & 63];
            session.wrap(pointer, view);
            session.wrapForReading(pointer, view);
            sum += session.address(pointer) + session.writableAddress(pointer) + session.usableSize(pointer);
        }
        sink = sum;
        session.exit();
    }

    /** Each section pins the page anew, and drops the pin. */
    @ParameterizedTest
    @EnumSource(Place.class)
    void sectionsAllocateNothing(Place place) {
        try (Heap heap = Heap.builder().capacity(32 << 20).build()) {
            long pointer = place.objects(heap, 1, SIZE)[0];
            try (Session session = heap.openSession()) {
                assertAllocatesNothing(place + " sections", () -> {
                    for (int i = 0; i < OPERATIONS; i++) {
                        session.enter();
                        session.enter();
                        session.putLong(pointer, 0, i);
                        session.exit();
                        session.exit();
                    }
                });
                assertEquals(place == Place.ISOLATED || place == Place.FOLDED_AND_ISOLATED, session.pinsTaken() > 0);
            }
        }
    }

    @Test
    void allocateAndFreeNowAllocateNothing() {
        try (Heap heap = Heap.builder().capacity(32 << 20).build(); Session session = heap.openSession()) {
            assertAllocatesNothing("allocate and freeNow", () -> {
                for (int i = 0; i < OPERATIONS; i++) {
                    session.freeNow(session.allocate(SIZE));
                }
            });
        }
    }

    /** Only when its page is full, or has been collected, does a session need a few objects. */
    @ParameterizedTest
    @ValueSource(ints = {SIZE, 2_000})
    void allocateAndFreeAllocateForPagesOnly(int size) {
        try (Heap heap = Heap.builder().capacity(64 << 20).build(); Session session = heap.openSession()) {
            long bytes = allocatedBy(() -> {
                for (int i = 0; i < OPERATIONS; i++) {
                    session.free(session.allocate(size));
                }
            });
            long pages = (long) OPERATIONS * size / (60 << 10) + 1;
            assertTrue(bytes <= pages * BYTES_FOR_A_PAGE, () -> bytes + " bytes for " + pages + " pages");
        }
    }

    /** So that the tests above can fail. */
    @Test
    void allocationIsSeen() {
        Object[] kept = new Object[1];
        assertTrue(allocatedBy(() -> kept[0] = new byte[100]) >= 100);
        assertTrue(sink == sink);
    }
}
