package org.pagurus.relocation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Random;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.pagurus.allocator.OffHeapExhaustedException;
import org.pagurus.allocator.PointerException;
import org.pagurus.allocator.internal.os.RawMemory;

/** Huge objects in many hands: mapped, resized, pinned, freed and unmapped at the same time. A fault would end the JVM. */
class HugeObjectsStressTest {
    private static final long SEED = Long.getLong("pagurus.seed", System.nanoTime());
    private static final int MIB = 1 << 20;
    private static final long LIMIT_NANOS = 30_000_000_000L;
    private static final long CAPACITY = 64L * MIB;

    private final Heap heap = Heap.builder().capacity(CAPACITY).build();
    private final Session session = heap.openSession();

    @AfterEach
    void heapIsUnharmed() {
        Place.assertUsable(heap, session);
        session.close();
        heap.close();
    }

    /** Threads map, resize, pin, free and unmap beside a compactor, in a heap that is full most of the time. */
    @Test
    void threadsThatUseHugeObjectsSeeTheirOwnBytes() throws InterruptedException {
        heap.startCompactor();
        List<String> failures = new CopyOnWriteArrayList<>();
        Thread[] threads = new Thread[3];
        for (int i = 0; i < threads.length; i++) {
            long seed = SEED + i;
            threads[i] = new Thread(() -> {
                try (Session own = heap.openSession()) {
                    useHugeObjects(own, new Random(seed));
                } catch (Throwable e) {
                    failures.add("seed=" + seed + " " + e);
                }
            });
            threads[i].start();
        }
        for (Thread thread : threads) {
            thread.join();
        }
        heap.stopCompactor();
        assertEquals(List.of(), failures);
        assertTrue(heap.compactor().compactNow(LIMIT_NANOS));
        HeapStats stats = heap.stats();
        assertEquals(0, stats.liveBytes() + stats.hugeObjects() + stats.pinnedObjects());
        assertEquals(0, heap.space().huge().count());
        assertEquals(CAPACITY, stats.freeBytes());
    }

    private static void useHugeObjects(Session session, Random random) {
        for (int i = 0; i < 300; i++) {
            int size = 4 * MIB + 1 + random.nextInt(20 * MIB);
            long pointer;
            try {
                pointer = session.allocate(size);
            } catch (OffHeapExhaustedException e) {
                Thread.yield();
                continue;
            }
            stamp(session, pointer, size, i);
            int next = 4 * MIB + 1 + random.nextInt(20 * MIB);
            try {
                pointer = session.reallocate(pointer, next);
                size = next;
            } catch (OffHeapExhaustedException e) {
                Thread.yield();
            }
            session.enter();
            assertEquals(i, session.getLong(pointer, 0));
            session.exit();
            long address = session.pin(pointer);
            stamp(session, pointer, size, i + 1);
            session.free(pointer);
            Thread.yield();
            assertEquals(i + 1, RawMemory.getLong(address));
            assertEquals(i + 1, RawMemory.getLong(address + size - 8));
            session.unpin(pointer);
        }
    }

    private static void stamp(Session session, long pointer, int size, long value) {
        session.enter();
        session.putLong(pointer, 0, value);
        session.putLong(pointer, size - 8, value);
        session.exit();
    }

    /** Freed pointers are used all the time, and each access finds memory or an exception. */
    @Test
    void strayAccessesNeverFault() throws InterruptedException {
        AtomicLong shared = new AtomicLong();
        AtomicBoolean stopped = new AtomicBoolean();
        Thread[] strays = new Thread[2];
        for (int i = 0; i < strays.length; i++) {
            strays[i] = new Thread(() -> {
                try (Session own = heap.openSession()) {
                    while (!stopped.get()) {
                        own.enter();
                        try {
                            for (int n = 0; n < 10; n++) {
                                own.getLong(shared.get(), n * MIB / 2);
                            }
                        } catch (PointerException e) {
                            Thread.onSpinWait();
                        } finally {
                            own.exit();
                        }
                    }
                }
            });
            strays[i].start();
        }
        for (int i = 0; i < 700; i++) {
            shared.set(session.allocate(5 * MIB));
            session.free(shared.get());
        }
        stopped.set(true);
        for (Thread stray : strays) {
            stray.join();
        }
    }
}
