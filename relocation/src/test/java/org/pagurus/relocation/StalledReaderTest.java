package org.pagurus.relocation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Future;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.pagurus.allocator.OffHeapExhaustedException;
import org.pagurus.rcu.StallReport;

/**
 * I5: a reader that is parked inside a section delays reclamation, and nothing else. It stays parked until the test has done all
 * the rest, so whatever waited for it would never end.
 */
@Timeout(120)
class StalledReaderTest {
    private static final int SIZE = 1_000;
    private final BlockingQueue<StallReport> reports = new LinkedBlockingQueue<>();
    private final CountDownLatch release = new CountDownLatch(1);

    private void parkedInASection(Heap heap, long pointer, boolean sleepable, CountDownLatch entered)
        throws InterruptedException {
        try (Session session = heap.openSession()) {
            if (sleepable) {
                session.enterSleepable();
            } else {
                session.enter();
            }
            assertEquals(7, session.getLong(pointer, 0));
            entered.countDown();
            release.await();
            assertEquals(7, session.getLong(pointer, 0), "freed meanwhile, and still there");
            session.exit();
        }
    }

    @Test
    void strictReader() throws Exception {
        aStalledReaderDelaysReclamationOnly(false);
    }

    @Test
    void sleepableReader() throws Exception {
        aStalledReaderDelaysReclamationOnly(true);
    }

    private void aStalledReaderDelaysReclamationOnly(boolean sleepable) throws Exception {
        try (Heap heap = Heap.builder().capacity(16 << 20).stallLimit(Duration.ofMillis(50)).onStall(reports::add).build();
            OtherThread reader = new OtherThread("stalled reader");
            Session session = heap.openSession()) {
            heap.startCompactor();
            long pointer = session.allocate(SIZE);
            session.enter();
            session.putLong(pointer, 0, 7);
            session.exit();
            CountDownLatch entered = new CountDownLatch(1);
            Future<Object> done = reader.start(() -> {
                parkedInASection(heap, pointer, sleepable, entered);
                return null;
            });
            assertTrue(entered.await(30, TimeUnit.SECONDS));
            session.free(pointer);

            List<Long> kept = writersGoOn(session);
            reclamationWaits(heap);
            anotherHeapGoesOn();
            itIsReported();
            allocationsGoOnWithinTheBudget(session, kept);

            release.countDown();
            OtherThread.await(done);
            kept.forEach(session::free);
            heap.compactor().compactNow(10_000_000_000L);
            // All of it is there again.
            List<Long> again = new ArrayList<>();
            for (int i = 0; i < 12_000; i++) {
                again.add(session.allocate(SIZE));
            }
            again.forEach(session::free);
        }
    }

    private List<Long> writersGoOn(Session session) {
        List<Long> kept = new ArrayList<>();
        for (int i = 0; i < 3_000; i++) {
            long pointer = session.allocate(SIZE);
            session.enter();
            session.putLong(pointer, 0, i);
            session.getAndAddLong(pointer, 0, 1);
            assertEquals(i + 1, session.getLong(pointer, 0));
            session.exit();
            kept.add(pointer);
        }
        for (int i = 0; i < 1_000; i++) {
            session.free(kept.remove(i));
        }
        return kept;
    }

    private static void reclamationWaits(Heap heap) {
        long cookie = heap.space().domain().startGracePeriod();
        heap.space().domain().poll();
        assertTrue(!heap.space().domain().isElapsed(cookie));
    }

    private static void anotherHeapGoesOn() {
        try (Heap other = Heap.builder().capacity(8 << 20).build(); Session session = other.openSession()) {
            for (int i = 0; i < 50_000; i++) {
                session.free(session.allocate(SIZE));
            }
            other.compactor().compactNow(10_000_000_000L);
            assertEquals(0, other.stats().liveBytes());
        }
    }

    private void itIsReported() throws InterruptedException {
        StallReport report = reports.poll(30, TimeUnit.SECONDS);
        assertTrue(report != null, "no report");
        StallReport.Holder holder = report.holders().get(0);
        assertEquals("stalled reader", holder.threadName());
        assertTrue(holder.stack().stream().anyMatch(frame -> frame.getMethodName().equals("parkedInASection")),
            () -> report.text());
        assertTrue(report.stalledNanos() >= 50_000_000L);
    }

    /** What is freed does not come back, but what is free is given. */
    private static void allocationsGoOnWithinTheBudget(Session session, List<Long> kept) {
        int before = kept.size();
        OffHeapExhaustedException e = assertThrows(OffHeapExhaustedException.class, () -> {
            for (;;) {
                kept.add(session.allocate(SIZE));
            }
        });
        assertTrue(kept.size() - before > 8_000, "allocated=" + (kept.size() - before));
        assertTrue(e.getMessage().contains("wait"), e.getMessage());
    }
}
