package org.pagurus.relocation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.Future;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.pagurus.allocator.OffHeapExhaustedException;

/** A heap is closed while others use it: nobody reads unmapped memory, which would end the JVM. */
class HeapCloseTest {
    private static final long SHORT_NANOS = 50_000_000L;
    private static final long MARK = 4711;

    @Test
    void closeNamesTheThreadItWaitedForAndUnmapsNothing() throws Exception {
        Heap heap = Heap.builder().capacity(16 << 20).build();
        try (OtherThread reader = new OtherThread("slow-reader")) {
            Session session = reader.call(heap::openSession);
            long pointer = reader.call(() -> enterAndWrite(session));
            for (int i = 0; i < 2; i++) {
                IllegalStateException e = assertThrows(IllegalStateException.class, () -> heap.close(SHORT_NANOS));
                assertTrue(e.getMessage().contains("50 ms"), e.getMessage());
                assertTrue(e.getMessage().contains("slow-reader"), e.getMessage());
                assertEquals(MARK, reader.call(() -> session.getLong(pointer, 0)));
            }
            reader.run(() -> session.putLong(pointer, 0, 1));
            assertRefused("heap is closed", () -> reader.call(heap::openSession));
            // A nested section is a new one too, and leaves the running one as it was.
            assertRefused("heap is closed", () -> reader.call(() -> {
                session.enter();
                return null;
            }));
            assertRefused("heap is closed", () -> reader.call(() -> session.allocate(8)));
            assertEquals(1, reader.call(() -> session.getLong(pointer, 0)));
            reader.run(session::exit);
            assertRefused("heap is closed", () -> reader.call(() -> {
                session.enter();
                return null;
            }));
            heap.close(SHORT_NANOS);
            heap.close(SHORT_NANOS);
            heap.close();
            reader.run(session::close);
        }
    }

    private static long enterAndWrite(Session session) {
        long pointer = session.allocate(100);
        session.enter();
        session.putLong(pointer, 0, MARK);
        return pointer;
    }

    private static void assertRefused(String reason, Callable<?> call) {
        IllegalStateException e = assertThrows(IllegalStateException.class, call::call);
        assertTrue(e.getMessage().contains(reason), e.getMessage());
    }

    @Test
    void closeWaitsForTheOpenSection() throws Exception {
        Heap heap = Heap.builder().capacity(16 << 20).build();
        try (OtherThread reader = new OtherThread("reader"); OtherThread closer = new OtherThread("closer")) {
            Session session = reader.call(heap::openSession);
            long pointer = reader.call(() -> enterAndWrite(session));
            Future<?> close = closer.start(() -> {
                heap.close();
                return null;
            });
            while (!heap.space().isClosed()) {
                Thread.onSpinWait();
            }
            Thread.sleep(20);
            assertFalse(close.isDone());
            assertEquals(MARK, reader.call(() -> session.getLong(pointer, 0)));
            reader.run(session::exit);
            OtherThread.await(close);
        }
    }

    @Test
    void closeDoesNotWaitForAThreadThatEndedInsideASection() throws Exception {
        Heap heap = Heap.builder().capacity(16 << 20).build();
        try (OtherThread reader = new OtherThread("reader")) {
            Session session = reader.call(heap::openSession);
            reader.run(() -> enterAndWrite(session));
        }
        heap.close(SHORT_NANOS * 20);
    }

    /** It was asked while the heap was open, and gets its turn when the memory is gone. */
    @Test
    void compactionThatWaitedForTheCloserIsRefused() throws Exception {
        Heap heap = Heap.builder().capacity(16 << 20).build();
        Place.PLAIN.objects(heap, 100, 2_000);
        try (OtherThread compactor = new OtherThread("compactor")) {
            heap.compactor().lock().lock();
            Future<?> compaction = compactor.start(() -> heap.compactor().compactNow(1_000_000_000L));
            while (!heap.compactor().lock().hasQueuedThreads()) {
                Thread.onSpinWait();
            }
            heap.close();
            heap.compactor().lock().unlock();
            assertRefused("heap is closed", () -> OtherThread.await(compaction));
        }
    }

    /** What a thread does until the heap is closed. */
    private interface Life {
        void step(Heap heap, Session session);
    }

    private static void closeWhile(int capacity, boolean compacting, Life life) throws Exception {
        Heap heap = Heap.builder().capacity(capacity).ratios(1.01, 1.0).maxCpu(1).build();
        if (compacting) {
            heap.startCompactor();
        }
        try (OtherThread one = new OtherThread("one"); OtherThread two = new OtherThread("two")) {
            List<Future<Long>> lives = new ArrayList<>();
            for (OtherThread thread : List.of(one, two)) {
                lives.add(thread.start(() -> live(heap, life)));
            }
            Thread.sleep(2);
            heap.close();
            for (Future<Long> each : lives) {
                OtherThread.await(each);
            }
        }
    }

    /** Ends with the refusal that the documentation names; anything else is thrown. */
    private static long live(Heap heap, Life life) {
        Session session;
        try {
            session = heap.openSession();
        } catch (IllegalStateException e) {
            assertEquals("the heap is closed", e.getMessage());
            return 0;
        }
        try (session) {
            for (long steps = 0;; steps++) {
                try {
                    life.step(heap, session);
                } catch (IllegalStateException e) {
                    assertTrue(e.getMessage().startsWith("the heap is closed"), e.getMessage());
                    return steps;
                }
            }
        }
    }

    @RepeatedTest(50)
    void threadsInTheirSectionsSurviveTheClose() throws Exception {
        closeWhile(16 << 20, true, (heap, session) -> {
            long pointer = session.allocate(1_000);
            session.enter();
            try {
                session.putLong(pointer, 0, MARK);
                assertEquals(MARK, session.getLong(pointer, 0));
            } finally {
                session.exit();
            }
            session.free(pointer);
        });
    }

    /** Reclaiming before an exhausted heap gives up unmaps pages, outside the caller's sections. */
    @RepeatedTest(50)
    void threadsThatExhaustTheHeapSurviveTheClose() throws Exception {
        closeWhile(8 << 20, false, (heap, session) -> {
            long[] pointers = new long[60];
            try {
                for (int i = 0; i < pointers.length; i++) {
                    pointers[i] = session.allocate(100_000);
                }
            } catch (OffHeapExhaustedException e) {
                assertEquals(100_000, e.requestedBytes());
            }
            for (long pointer : pointers) {
                if (pointer != 0) {
                    session.free(pointer);
                }
            }
        });
    }

    /** The heap is closed between a session's look at it and the section in which the session hands over its pages. */
    @RepeatedTest(50)
    void sessionsThatCloseSurviveTheClose() throws Exception {
        closeWhile(16 << 20, false, (heap, session) -> {
            Session another = heap.openSession();
            try {
                another.close();
            } catch (IllegalStateException e) {
                throw new AssertionError("a session may be closed after its heap", e);
            }
        });
    }
}
