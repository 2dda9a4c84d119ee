package org.pagurus.relocation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A heap in use and a quiet one, what sessions are about to need, how sessions help, and what ends a back-off. */
class CompactorPolicyTest {
    private static final long SEED = Long.getLong("pagurus.seed", 1);
    private static final long LIMIT_NANOS = 20_000_000_000L;
    private static final int SIZE = 104;

    private final Random random = new Random(SEED);
    private final List<Long> live = new ArrayList<>();
    private Heap heap;
    private Session session;

    private void open(HeapBuilder builder) {
        heap = builder.build();
        session = heap.openSession();
    }

    @AfterEach
    void heapIsConsistent() {
        session.close();
        assertEquals(List.of(), heap.verify(), "seed=" + SEED);
        heap.close();
    }

    private void fill(int count, int size) {
        for (int i = 0; i < count; i++) {
            live.add(session.allocate(size));
        }
    }

    private void freeAtRandom(int count) {
        for (int i = 0; i < count; i++) {
            int last = live.size() - 1;
            Collections.swap(live, random.nextInt(last + 1), last);
            session.free(live.remove(last));
        }
    }

    private void churn(int count, int size) {
        freeAtRandom(count);
        fill(count, size);
    }

    private double ratio() {
        return (double) heap.space().usedBytes() / heap.liveBytes();
    }

    private void workUntil(BooleanSupplier done) {
        long deadline = System.nanoTime() + LIMIT_NANOS;
        while (!done.getAsBoolean()) {
            heap.compactor().doWork();
            assertTrue(System.nanoTime() - deadline < 0, () -> "seed=" + SEED + ": not done in time; " + heap.stats());
        }
    }

    @Test
    void underLoadTheStartRatioCountsAndInAQuietHeapTheStopRatio() {
        open(Heap.builder().capacity(128 << 20).ratios(8, 1.02).maxCpu(1));
        fill(100_000, SIZE);
        freeAtRandom(50_000);
        heap.compactor().doWork();
        long end = System.nanoTime() + 200_000_000L;
        while (System.nanoTime() - end < 0) {
            churn(1_000, SIZE);
            heap.compactor().doWork();
        }
        assertEquals(0, heap.stats().pagesFolded(), "ratio=" + ratio());
        workUntil(() -> ratio() < 1.03);
    }

    /** The sessions' free slots of a class would be filled by the next allocations; those of another class would not. */
    @Test
    void slotsThatSessionsNeedAreLeftToThem() {
        open(Heap.builder().capacity(128 << 20).ratios(1.15, 1.15).maxCpu(1));
        fill(200_000, SIZE);
        heap.compactor().doWork();
        long end = System.nanoTime() + 300_000_000L;
        while (System.nanoTime() - end < 0) {
            // A seventh is free for a while, and taken again.
            freeAtRandom(28_000);
            heap.compactor().doWork();
            fill(28_000, SIZE);
            heap.compactor().doWork();
        }
        long folded = heap.stats().pagesFolded();
        assertTrue(folded < 100, () -> "folded=" + folded + " ratio=" + ratio());
        while (ratio() < 1.2) {
            freeAtRandom(2_000);
            fill(100, 2 * SIZE);
            heap.compactor().doWork();
        }
        workUntil(() -> {
            churn(100, 2 * SIZE);
            return heap.stats().pagesFolded() > folded + 100;
        });
    }

    /** Nobody but the allocating session works: without its help the memory would be several times what is live. */
    @Test
    void sessionsThatAllocateHelpWhenMuchIsHeld() {
        open(Heap.builder().capacity(512L << 20).maxCpu(1));
        fill(300_000, SIZE);
        double worst = 0;
        for (int round = 0; round < 300; round++) {
            if (round % 10 == 0) {
                // It counts as driven for a second.
                heap.compactor().doWork();
            }
            // Another class from time to time: free slots of the one before are not used again.
            churn(6_000, SIZE + 8 + round / 100 * 16);
            worst = Math.max(worst, ratio());
        }
        assertTrue(worst < 1.5, "worst=" + worst + " seed=" + SEED);
        assertTrue(heap.stats().pagesFolded() > 100, () -> heap.stats().toString());
    }

    @Test
    void nobodyHelpsACompactorThatNobodyDrives() {
        open(Heap.builder().capacity(512L << 20).maxCpu(1));
        fill(100_000, SIZE);
        for (int round = 0; round < 50; round++) {
            churn(2_000, SIZE + 8);
        }
        assertEquals(0, heap.stats().pagesFolded());
        assertTrue(ratio() > 1.6, "ratio=" + ratio());
    }

    @Test
    void aBackOffEndsWhenThereIsMoreToDo() {
        open(Heap.builder().capacity(128 << 20).ratios(1.01, 1).maxCpu(1));
        fill(100_000, SIZE);
        session.close();
        // Nothing is worth folding, but the ratio is above 1: so it backs off, for longer and longer.
        long end = System.nanoTime() + 1_200_000_000L;
        workUntil(() -> System.nanoTime() - end >= 0);
        session = heap.openSession();
        freeAtRandom(80_000);
        long start = System.nanoTime();
        workUntil(() -> ratio() < 1.1);
        assertTrue(System.nanoTime() - start < 300_000_000L, "took " + (System.nanoTime() - start) / 1_000_000 + " ms");
    }
}
