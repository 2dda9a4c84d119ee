package org.pagurus.rcu;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(value = 30, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class SleepableDomainTest {
    private static final long LONG_NANOS = TimeUnit.SECONDS.toNanos(20);

    private final SleepableDomain domain = RcuDomain.sleepable();
    private final List<Long> ran = new ArrayList<>();

    @Test
    void updaterWaitsForASectionThatSleeps() throws InterruptedException {
        final CountDownLatch inside = new CountDownLatch(1);
        final AtomicBoolean left = new AtomicBoolean();
        final Thread sleeper = new Thread(() -> {
            final long ticket = domain.enterSleepable();
            inside.countDown();
            sleep(50);
            left.set(true);
            domain.exitSleepable(ticket);
        });
        sleeper.start();
        inside.await();
        domain.synchronize();
        assertTrue(left.get());
        sleeper.join();
    }

    @Test
    void sectionEndsInAnotherThread() throws Exception {
        final long ticket = CompletableFuture.supplyAsync(domain::enterSleepable).get();
        final long cookie = domain.startGracePeriod();
        assertFalse(domain.isElapsed(cookie));
        final Thread other = new Thread(() -> domain.exitSleepable(ticket));
        other.start();
        other.join();
        assertTrue(domain.isElapsed(cookie));
    }

    @Test
    void gracePeriodWaitsForTicketsAndForRegisteredReaders() {
        final Reader reader = domain.register();
        reader.enter();
        final long ticket = domain.enterSleepable();
        final long cookie = domain.startGracePeriod();
        assertFalse(domain.isElapsed(cookie));
        domain.exitSleepable(ticket);
        assertFalse(domain.isElapsed(cookie));
        assertThrows(IllegalStateException.class, domain::synchronize);
        reader.exit();
        assertTrue(domain.isElapsed(cookie));
        final long again = domain.enterSleepable();
        assertTrue(domain.isElapsed(cookie), "once over, over forever");
        domain.exitSleepable(again);
        reader.close();
    }

    @Test
    void sectionsNestAndOverlapFreely() {
        final long first = domain.enterSleepable();
        final long second = domain.enterSleepable();
        final long cookie = domain.startGracePeriod();
        domain.exitSleepable(first);
        assertFalse(domain.isElapsed(cookie));
        domain.exitSleepable(second);
        assertTrue(domain.isElapsed(cookie));
    }

    @Test
    void endlessOverlappingSectionsDoNotStarveAnUpdater() throws InterruptedException {
        final AtomicBoolean stop = new AtomicBoolean();
        final CountDownLatch running = new CountDownLatch(1);
        final Thread thread = new Thread(() -> {
            long open = domain.enterSleepable();
            while (!stop.get()) {
                final long next = domain.enterSleepable();
                running.countDown();
                domain.exitSleepable(open);
                open = next;
            }
            domain.exitSleepable(open);
        });
        thread.setDaemon(true);
        thread.start();
        running.await();
        for (int i = 0; i < 200; i++) {
            assertTrue(domain.synchronize(LONG_NANOS), "i=" + i);
        }
        stop.set(true);
        thread.join();
    }

    @Test
    void wrongTicketsAreRefusedAndChangeNothing() {
        final SleepableDomain other = RcuDomain.sleepable("other");
        final long ticket = domain.enterSleepable();
        for (final long wrong : new long[] {0, -1, Long.MIN_VALUE, Long.MAX_VALUE, ticket | 1L << 20, other.enterSleepable()}) {
            assertThrows(IllegalArgumentException.class, () -> domain.exitSleepable(wrong), "ticket=" + wrong);
        }
        assertThrows(IllegalStateException.class, () -> domain.exitSleepable(ticket ^ 1), "the other index");
        assertFalse(domain.isElapsed(domain.startGracePeriod()));
        domain.exitSleepable(ticket);
        assertThrows(IllegalStateException.class, () -> domain.exitSleepable(ticket));
        domain.synchronize();
    }

    @Test
    void domainsAreIndependent() {
        final SleepableDomain other = RcuDomain.builder().name("other").fence(Fence.FULL).sleepable();
        final RcuDomain strict = RcuDomain.strict();
        final long ticket = other.enterSleepable();
        domain.synchronize();
        strict.synchronize();
        assertFalse(other.isElapsed(other.startGracePeriod()));
        other.exitSleepable(ticket);
        other.synchronize();
        assertEquals(Fence.FULL, other.stats().fence());
    }

    @Test
    void callbacksWaitForTickets() {
        final long ticket = domain.enterSleepable();
        domain.defer(ran::add, 1);
        assertEquals(0, domain.poll());
        assertEquals(1, domain.stats().countedSections());
        assertEquals(0, domain.stats().readersInSection());
        domain.exitSleepable(ticket);
        domain.defer(ran::add, 2);
        domain.barrier();
        assertEquals(List.of(1L, 2L), ran);
        assertEquals(0, domain.stats().countedSections());
    }

    @Test
    void closeReportsOpenTicketsAndMayBeRepeated() {
        final long ticket = domain.enterSleepable();
        domain.defer(ran::add, 1);
        final IllegalStateException e =
            assertThrows(IllegalStateException.class, () -> domain.close(TimeUnit.MILLISECONDS.toNanos(30)));
        assertTrue(e.getMessage().contains("unregistered sections=1"), e.getMessage());
        domain.exitSleepable(ticket);
        domain.close();
        assertEquals(List.of(1L), ran);
    }

    static void sleep(final long millis) {
        try {
            Thread.sleep(millis);
        } catch (final InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    /** Sections that begin after close are nobody's concern: also for callbacks whose grace period had not started. */
    @Test
    void closeDoesNotWaitForASectionThatBeginsAfterIt() throws InterruptedException {
        final long first = domain.enterSleepable();
        domain.defer(ran::add, 1);
        domain.defer(ran::add, 2);
        final Thread closer = new Thread(() -> domain.close(LONG_NANOS));
        closer.start();
        while (domain.stats().waiters() == 0) {
            Thread.sleep(1);
        }
        Thread.sleep(20);
        final long late = domain.enterSleepable();
        domain.exitSleepable(first);
        closer.join();
        assertEquals(List.of(1L, 2L), ran);
        domain.exitSleepable(late);
    }
}
