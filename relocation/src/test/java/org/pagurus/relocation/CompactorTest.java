package org.pagurus.relocation;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BooleanSupplier;
import java.util.stream.IntStream;
import org.agrona.concurrent.AgentInvoker;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** When the compactor works, how much, what becomes of it, and that nothing is lost by it. */
class CompactorTest {
    private static final long SEED = Long.getLong("pagurus.seed", 1);
    private static final long LIMIT_NANOS = 20_000_000_000L;
    private static final int OBJECTS = 20_000;

    private Heap heap;

    @AfterEach
    void heapIsConsistent() {
        if (heap != null) {
            heap.stopCompactor();
            assertEquals(List.of(), heap.verify(), "seed=" + SEED);
            heap.close();
        }
    }

    private static HeapBuilder builder() {
        return Heap.builder().capacity(128 << 20);
    }

    /** Allocates objects of random sizes and contents, frees all but one of {@code keepOneOf}, and closes the session. */
    private Map<Long, byte[]> fragment(int objects, int keepOneOf) {
        Random random = new Random(SEED);
        Map<Long, byte[]> kept = new HashMap<>();
        try (Session session = heap.openSession()) {
            List<Long> dropped = new ArrayList<>();
            for (int i = 0; i < objects; i++) {
                byte[] bytes = new byte[1 + random.nextInt(4_000)];
                random.nextBytes(bytes);
                long pointer = session.allocate(bytes.length);
                session.enter();
                session.putBytes(pointer, 0, bytes, 0, bytes.length);
                session.exit();
                if (random.nextInt(keepOneOf) == 0) {
                    kept.put(pointer, bytes);
                } else {
                    dropped.add(pointer);
                }
            }
            dropped.forEach(session::free);
        }
        return kept;
    }

    private void assertContents(Map<Long, byte[]> objects) {
        try (Session session = heap.openSession()) {
            session.enter();
            objects.forEach((pointer, expected) -> {
                byte[] actual = new byte[expected.length];
                session.getBytes(pointer, 0, actual, 0, actual.length);
                assertArrayEquals(expected, actual, () -> "seed=" + SEED + " pointer=" + pointer);
            });
            session.exit();
        }
    }

    private double usedRatio() {
        HeapStats stats = heap.stats();
        return (double) stats.usedBytes() / stats.liveBytes();
    }

    private void workUntil(BooleanSupplier done) {
        long deadline = System.nanoTime() + LIMIT_NANOS;
        while (!done.getAsBoolean()) {
            heap.compactor().doWork();
            assertTrue(System.nanoTime() - deadline < 0, () -> "seed=" + SEED + ": not done in time; " + heap.stats());
        }
    }

    private boolean isAtRest() {
        return heap.compactor().migrator().isIdle() && heap.stats().waitingBytes() == 0;
    }

    // ---- what it reaches ----

    @Test
    void fragmentedHeapGoesBelowTheStopRatioAndItsMemoryBackToTheKernel() {
        heap = builder().maxCpu(1).decay(Duration.ZERO).build();
        Map<Long, byte[]> kept = fragment(OBJECTS, 5);
        HeapStats before = heap.stats();
        double ratioBefore = usedRatio();
        assertTrue(ratioBefore > 2, "ratio before=" + ratioBefore);
        workUntil(() -> isAtRest() && usedRatio() < 1.05 && heap.stats().mappedRatio() < 1.05);
        HeapStats after = heap.stats();
        // The page table is resident too; a slot's tail behind the requested size is live.
        long expected = (long) (1.05 * after.liveBytes()) + (1 << 20);
        assertTrue(after.residentBytes() <= expected, () -> "resident=" + after.residentBytes() + " live=" + after.liveBytes());
        assertTrue(before.residentBytes() - after.residentBytes() > before.residentBytes() / 2, "resident before and after: "
            + before.residentBytes() + ", " + after.residentBytes());
        assertEquals(before.liveBytes(), after.liveBytes());
        assertTrue(after.pagesFolded() > 0);
        assertContents(kept);
    }

    @Test
    void largeObjectsDoNotHideFragmentation() {
        heap = builder().maxCpu(1).build();
        // 40 KiB lie in a frame of 64 KiB, of which 40 KiB are resident: neither more nor less than is live.
        Place.PLAIN.objects(heap, 500, 40 << 10);
        fragment(OBJECTS, 5);
        assertTrue(usedRatio() > 1.15, "ratio=" + usedRatio());
        workUntil(() -> isAtRest() && usedRatio() < 1.05);
    }

    @Test
    void heapBelowBothRatiosIsLeftAlone() {
        heap = builder().maxCpu(1).ratios(8, 8).build();
        fragment(OBJECTS, 5);
        assertTrue(usedRatio() > 1.5 && usedRatio() < 8, "ratio=" + usedRatio());
        long end = System.nanoTime() + 200_000_000L;
        workUntil(() -> System.nanoTime() - end >= 0);
        assertEquals(0, heap.stats().pagesMigrated());
        assertEquals(0, heap.stats().foldedPages());
    }

    @Test
    void compactNowHasNoRegardToRatiosAndDecay() {
        heap = builder().ratios(1_000, 1_000).decay(Duration.ofDays(1)).maxCpu(0.001).build();
        Map<Long, byte[]> kept = fragment(OBJECTS, 5);
        assertTrue(heap.compactor().compactNow(LIMIT_NANOS));
        assertTrue(usedRatio() < 1.1, "ratio=" + usedRatio());
        assertTrue(heap.stats().bytesReleased() > 0);
        assertContents(kept);
    }

    /** The planner looks at so many pages in a call; a compaction on demand goes on where {@code doWork} has left off. */
    @Test
    void compactNowFinishesAPassThatWasBegun() {
        heap = Heap.builder().capacity(512L << 20).maxCpu(1).build();
        try (Session session = heap.openSession()) {
            // Contents are never written, so the pages of this heap take no memory.
            long[] pointers = IntStream.range(0, 10_000).mapToLong(i -> session.allocate(32 << 10)).toArray();
            for (int i = 0; i < pointers.length; i += 2) {
                session.free(pointers[i]);
            }
        }
        assertTrue(heap.stats().pages() > 4_500, "pages=" + heap.stats().pages());
        workUntil(() -> heap.compactor().doWork() > 0 && heap.compactor().migrator().isIdle());
        assertTrue(heap.compactor().compactNow(LIMIT_NANOS));
        assertTrue(usedRatio() < 1.1, "ratio=" + usedRatio());
    }

    @Test
    void compactNowInsideASectionIsRefused() {
        heap = builder().build();
        fragment(100, 2);
        try (Session session = heap.openSession()) {
            session.enter();
            IllegalStateException e = assertThrows(IllegalStateException.class, () -> heap.compactor().compactNow(LIMIT_NANOS));
            assertTrue(e.getMessage().contains("inside a section"), e.getMessage());
            session.exit();
            assertTrue(heap.compactor().compactNow(LIMIT_NANOS));
        }
    }

    @Test
    void compactNowSaysThatASectionHeldItUp() throws Exception {
        heap = builder().build();
        fragment(OBJECTS / 10, 5);
        try (OtherThread reader = new OtherThread("reader")) {
            Session session = reader.call(heap::openSession);
            reader.run(session::enter);
            assertFalse(heap.compactor().compactNow(50_000_000L));
            reader.run(session::exit);
            assertTrue(heap.compactor().compactNow(LIMIT_NANOS));
            reader.run(session::close);
        }
    }

    // ---- who drives it ----

    @Test
    void itRunsInsideAnInvoker() {
        heap = builder().maxCpu(1).build();
        Map<Long, byte[]> kept = fragment(OBJECTS, 5);
        AtomicReference<Throwable> error = new AtomicReference<>();
        AgentInvoker invoker = new AgentInvoker(error::set, null, heap.compactor());
        invoker.start();
        assertEquals("pagurus-compactor", heap.compactor().roleName());
        long deadline = System.nanoTime() + LIMIT_NANOS;
        while (usedRatio() >= 1.05 && System.nanoTime() - deadline < 0) {
            invoker.invoke();
        }
        invoker.close();
        assertNull(error.get());
        assertTrue(usedRatio() < 1.05, "ratio=" + usedRatio());
        assertContents(kept);
    }

    /** Soon: a thread that was told to stop has done its last slice, but may take a moment to terminate. */
    private static void assertCompactorThreads(int expected) {
        long deadline = System.nanoTime() + LIMIT_NANOS;
        long count;
        do {
            count = Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> thread.getName().equals("pagurus-compactor")).count();
        } while (count != expected && System.nanoTime() - deadline < 0);
        assertEquals(expected, count);
    }

    @Test
    void startingAndStoppingTwiceIsAsOnce() throws InterruptedException {
        heap = builder().maxCpu(1).build();
        Map<Long, byte[]> kept = fragment(OBJECTS, 5);
        heap.stopCompactor();
        heap.startCompactor();
        heap.startCompactor();
        assertCompactorThreads(1);
        heap.stopCompactor();
        heap.stopCompactor();
        assertCompactorThreads(0);
        heap.startCompactor();
        long deadline = System.nanoTime() + LIMIT_NANOS;
        while (usedRatio() >= 1.05 && System.nanoTime() - deadline < 0) {
            Thread.sleep(5);
        }
        assertTrue(usedRatio() < 1.05, "ratio=" + usedRatio());
        assertContents(kept);
        heap.stopCompactor();
        assertCompactorThreads(0);
    }

    /** Time in slices that did something, over all time: after each such slice it rests as long as its share asks. */
    @Test
    void shareOfTheProcessorIsKept() {
        double share = 0.2;
        heap = builder().maxCpu(share).slice(Duration.ofNanos(20_000)).build();
        fragment(OBJECTS, 5);
        long start = System.nanoTime();
        long worked = 0;
        long last = 0;
        while (usedRatioIsAbove(1.05) && System.nanoTime() - start < LIMIT_NANOS) {
            long before = System.nanoTime();
            last = heap.compactor().doWork() > 0 ? System.nanoTime() - before : 0;
            worked += last;
        }
        double used = (double) (worked - last) / (System.nanoTime() - start);
        assertTrue(heap.stats().pagesMigrated() > 50, () -> heap.stats().toString());
        // Generous: the machine may take the processor away between the compactor's own clock and this one.
        assertTrue(used < 2 * share, "share=" + used);
    }

    /** Without the kernel's figures, which take longer than a slice. */
    private boolean usedRatioIsAbove(double ratio) {
        return heap.space().usedBytes() > ratio * heap.liveBytes();
    }
}
