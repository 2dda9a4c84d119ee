package org.pagurus.relocation.internal.protocol;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.pagurus.allocator.internal.pages.Entry;
import org.pagurus.allocator.internal.pages.PageTable;

/** A wake-up that is lost makes a waiter wait until its limit, which is far here. */
@Timeout(60)
class MoveWaitersTest {
    private static final int PAGES = 2;
    private static final int WAITERS = 3;
    private static final long RUN_NANOS = 1_500_000_000L;
    private static final long LIMIT_NANOS = 10_000_000_000L;
    private static final long PRESENT = Entry.present(1, 1L << 16);

    /** Waits for one page after the other; the longest wait. */
    private static long longestWait(MoveWaiters waiters, AtomicInteger end, int first) {
        MoveWaiters.Waiter waiter = new MoveWaiters.Waiter();
        long longest = 0;
        for (int i = first; end.get() == 0; i++) {
            long begin = System.nanoTime();
            assertTrue(waiters.await(waiter, 1 + i % PAGES, LIMIT_NANOS), "waited for nothing");
            longest = Math.max(longest, System.nanoTime() - begin);
        }
        return longest;
    }

    /** Copies end about when the waiters, having spun, go to sleep; each waiter's place in the stack is used again and again. */
    @Test
    void noWakeUpIsLost() throws Exception {
        ExecutorService threads = Executors.newCachedThreadPool();
        AtomicInteger end = new AtomicInteger();
        List<Future<Long>> longest = new ArrayList<>();
        try (PageTable table = new PageTable(16)) {
            MoveWaiters waiters = new MoveWaiters(table);
            for (int page = 1; page <= PAGES; page++) {
                table.publish(page, PRESENT);
            }
            for (int i = 0; i < WAITERS; i++) {
                int first = i;
                longest.add(threads.submit((Callable<Long>) () -> longestWait(waiters, end, first)));
            }
            try {
                move(table, waiters);
            } finally {
                // Before the table is unmapped.
                end.set(1);
                threads.shutdown();
                assertTrue(threads.awaitTermination(2 * LIMIT_NANOS, TimeUnit.NANOSECONDS));
            }
        }
        for (Future<Long> one : longest) {
            assertTrue(one.get() < LIMIT_NANOS / 2, "a wake-up was lost: waited " + one.get() + " ns");
        }
    }

    private static void move(PageTable table, MoveWaiters waiters) {
        long migrating = Entry.begin(Entry.isolate(PRESENT));
        long begin = System.nanoTime();
        for (int move = 0; System.nanoTime() - begin < RUN_NANOS; move++) {
            int pageId = 1 + move % PAGES;
            assertTrue(table.compareAndSet(pageId, PRESENT, migrating));
            LockSupport.parkNanos(move % 64 * 1_000L);
            assertTrue(table.compareAndSet(pageId, migrating, PRESENT));
            waiters.wakeAll();
        }
    }

    @Test
    void theEndOfACopyByAnErrorWakes() {
        AtomicInteger wakes = new AtomicInteger();
        try (PageTable table = new PageTable(16)) {
            Protocol protocol = new Protocol(table) {
                @Override
                public void wakeWaiters() {
                    wakes.incrementAndGet();
                    super.wakeWaiters();
                }
            };
            table.publish(1, PRESENT);
            assertTrue(protocol.isolate(1));
            protocol.abort(1, protocol.begin(1));
            assertEquals(Entry.isolate(PRESENT), protocol.entry(1));
            assertEquals(1, wakes.get());
        }
    }
}
