package org.pagurus.relocation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.List;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.pagurus.allocator.internal.pages.Entry;

/** What the compactor takes back: memory after its decay, and what threads that ended have left behind. */
class CompactorReclaimTest {
    private static final long LIMIT_NANOS = 20_000_000_000L;
    private static final int SIZE = 200;

    private Heap heap;

    @AfterEach
    void heapIsConsistent() {
        assertEquals(List.of(), heap.verify());
        heap.close();
    }

    private void workUntil(BooleanSupplier done) {
        long deadline = System.nanoTime() + LIMIT_NANOS;
        while (!done.getAsBoolean()) {
            heap.compactor().doWork();
            assertTrue(System.nanoTime() - deadline < 0, () -> "not done in time; " + heap.stats());
        }
    }

    /** Large objects and pages of small ones, never moved, only freed. */
    @ParameterizedTest
    @ValueSource(ints = {SIZE, 100_000, 4 << 20})
    void freedMemoryGoesBackToTheKernelAfterTheDecay(int size) {
        Duration decay = Duration.ofMillis(150);
        heap = Heap.builder().capacity(64 << 20).decay(decay).maxCpu(1).build();
        int count = (16 << 20) / size;
        long[] pointers = Place.PLAIN.objects(heap, count, size);
        try (Session session = heap.openSession()) {
            byte[] bytes = new byte[size];
            for (long pointer : pointers) {
                session.enter();
                session.putBytes(pointer, 0, bytes, 0, size);
                session.exit();
            }
            HeapStats full = heap.stats();
            assertTrue(full.residentBytes() > 15 << 20, full::toString);
            long freeBefore = full.freeBytes();
            long start = System.nanoTime();
            for (long pointer : pointers) {
                session.free(pointer);
            }
            workUntil(() -> heap.stats().freeBytes() >= freeBefore + (15 << 20));
            // More than 1 MiB goes back at once, the rest after its time.
            workUntil(() -> heap.space().frames().dirtyFrames() < 16);
            assertTrue(System.nanoTime() - start >= decay.toNanos(), "released before its time");
            workUntil(() -> heap.stats().residentBytes() < 1 << 20);
            assertEquals(heap.stats().capacityBytes(), heap.stats().freeBytes());
            assertEquals(0, heap.stats().usedBytes());
        }
    }

    @Test
    void anExcessOfFreedMemoryDoesNotWaitForItsDecay() {
        heap = Heap.builder().capacity(64 << 20).decay(Duration.ofDays(1)).maxCpu(1).build();
        long[] pointers = Place.PLAIN.objects(heap, 160, 100_000);
        try (Session session = heap.openSession()) {
            for (long pointer : pointers) {
                session.enter();
                session.zero(pointer);
                session.exit();
            }
            for (long pointer : pointers) {
                session.free(pointer);
            }
            workUntil(() -> heap.stats().usedBytes() == 0 && heap.space().frames().dirtyFrames() <= 16);
            assertTrue(heap.stats().residentBytes() <= 2 << 20, () -> heap.stats().toString());
            long end = System.nanoTime() + 50_000_000L;
            workUntil(() -> System.nanoTime() - end >= 0);
            assertEquals(16, heap.space().frames().dirtyFrames(), "what may stay until its decay");
        }
    }

    /** Its open pages belong to nobody any more: without the take-over they would never be folded. */
    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void sessionOfAnEndedThreadIsTakenOver(boolean insideASection) throws Exception {
        heap = Heap.builder().capacity(64 << 20).maxCpu(1).build();
        try (OtherThread thread = new OtherThread("short-lived")) {
            thread.run(() -> leaveBehind(insideASection));
        }
        assertEquals(1, heap.stats().sessions());
        workUntil(() -> heap.stats().sessions() == 0 && heap.compactor().migrator().isIdle() && heap.stats().foldedPages() > 0);
        assertEquals(100 * SIZE, heap.stats().liveBytes());
    }

    private void leaveBehind(boolean insideASection) {
        Session session = heap.openSession();
        long[] pointers = new long[1_000];
        for (int i = 0; i < pointers.length; i++) {
            pointers[i] = session.allocate(SIZE);
        }
        if (insideASection) {
            session.enter();
            session.putLong(pointers[0], 0, 1);
        }
        for (int i = 0; i < pointers.length; i++) {
            if (i % 10 != 0) {
                session.free(pointers[i]);
            }
        }
    }

    /** Without the take-over, pages that it pinned could never move again, nor be removed. */
    @ParameterizedTest
    @EnumSource(value = Place.class, names = {"ISOLATED", "FOLDED_AND_ISOLATED"})
    void pinsOfAnEndedThreadAreDropped(Place place) throws Exception {
        heap = Heap.builder().capacity(64 << 20).ratios(1.01, 1).maxCpu(1).build();
        long pointer = place.objects(heap, 1, SIZE)[0];
        try (OtherThread thread = new OtherThread("short-lived")) {
            thread.run(() -> {
                Session session = heap.openSession();
                session.enter();
                session.putLong(pointer, 0, 42);
                assertEquals(1, session.pinsTaken());
            });
            assertEquals(1, Entry.pins(heap.space().protocol().entry(Place.page(heap, pointer).id())));
        }
        workUntil(() -> heap.stats().sessions() == 0 && heap.compactor().migrator().isIdle());
        assertEquals(0, Entry.pins(heap.space().protocol().entry(Place.page(heap, pointer).id())));
        assertEquals(1, heap.stats().pinsTaken());
        try (Session session = heap.openSession()) {
            session.enter();
            assertEquals(42, session.getLong(pointer, 0));
            session.exit();
            session.free(pointer);
        }
        assertTrue(heap.compactor().compactNow(LIMIT_NANOS));
        assertEquals(0, heap.stats().pages());
    }
}
