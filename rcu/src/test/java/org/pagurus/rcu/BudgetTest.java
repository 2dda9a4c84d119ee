package org.pagurus.rcu;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.LongConsumer;

import org.agrona.concurrent.AgentInvoker;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.pagurus.rcu.internal.grace.GracePeriods;
import org.pagurus.rcu.internal.readers.ReaderRegistry;
import org.pagurus.rcu.internal.stalls.StallDetector;

/** What happens when more wants to wait than may. */
@Timeout(value = 30, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class BudgetTest {
    private static final int MAX_CALLBACKS = 100;
    private static final int MAX_BYTES = 1_000;

    private final List<Long> ran = new ArrayList<>();

    private static RcuDomain domain(final OverBudget policy) {
        return RcuDomain.builder().name("budget").budget(MAX_CALLBACKS, MAX_BYTES, policy).strict();
    }

    @Test
    void rejectSaysWhatWaitsAndLosesNothing() throws InterruptedException {
        final RcuDomain domain = domain(OverBudget.REJECT);
        try (SectionHolder holder = SectionHolder.enter(domain, "holder")) {
            for (int i = 0; i < MAX_CALLBACKS; i++) {
                domain.defer(10, ran::add, i);
            }
            final RejectedExecutionException e =
                assertThrows(RejectedExecutionException.class, () -> domain.defer(ran::add, -1));
            assertTrue(e.getMessage().contains("waiting callbacks=100 of 100"), e.getMessage());
            assertTrue(e.getMessage().contains("waiting bytes=1000 of 1000"), e.getMessage());
            assertEquals(1, domain.stats().overBudgetRejected());
            assertEquals(MAX_CALLBACKS, domain.stats().deferredWaiting());
            holder.leave();
        }
        domain.barrier();
        assertEquals(MAX_CALLBACKS, ran.size());
        assertFalse(ran.contains(-1L));
        assertEquals(0, domain.stats().deferredWaitingBytes());
        domain.defer(MAX_BYTES, ran::add, 1);
        domain.close();
    }

    @Test
    void bytesAreLimitedToo() throws InterruptedException {
        final RcuDomain domain = domain(OverBudget.REJECT);
        try (SectionHolder holder = SectionHolder.enter(domain, "holder")) {
            domain.defer(10 * MAX_BYTES, ran::add, 0);
            assertThrows(RejectedExecutionException.class, () -> domain.defer(1, ran::add, 1), "one too large waits alone");
            assertThrows(RejectedExecutionException.class, () -> domain.defer(Long.MAX_VALUE, ran::add, 1));
            assertTrue(holder.thread().isAlive());
        }
        domain.barrier();
        domain.defer(MAX_BYTES - 1, ran::add, 2);
        domain.defer(1, ran::add, 3);
        domain.close();
        assertEquals(List.of(0L, 2L, 3L), ran);
    }

    @Test
    void badNumbersAreRefused() {
        final RcuDomain domain = domain(OverBudget.REJECT);
        assertThrows(IllegalArgumentException.class, () -> domain.defer(-1, ran::add, 1));
        assertThrows(IllegalArgumentException.class, () -> RcuDomain.builder().budget(0, 1, OverBudget.BLOCK));
        assertThrows(IllegalArgumentException.class, () -> RcuDomain.builder().budget(1, 0, OverBudget.BLOCK));
        assertThrows(NullPointerException.class, () -> RcuDomain.builder().budget(1, 1, null));
        assertThrows(IllegalArgumentException.class, () -> RcuDomain.builder().stallLimit(999_999));
    }

    /** Whoever defers does the work, as nobody else is there. */
    @ParameterizedTest
    @EnumSource(names = {"BLOCK", "RUN_INLINE"})
    void withoutADriverTheCallerDrives(final OverBudget policy) {
        final RcuDomain domain = domain(policy);
        for (int i = 0; i < 10 * MAX_CALLBACKS; i++) {
            domain.defer(ran::add, i);
            assertTrue(domain.stats().deferredWaiting() <= MAX_CALLBACKS);
        }
        assertTrue(domain.stats().overBudgetWaits() > 0);
        assertTrue(ran.size() >= 9 * MAX_CALLBACKS, "ran=" + ran.size());
        domain.close();
        assertEquals(10 * MAX_CALLBACKS, ran.size());
    }

    @Test
    void blockWaitsForTheDriverAndRunsNothingItself() throws Exception {
        final RcuDomain domain = domain(OverBudget.BLOCK);
        final RcuDriver driver = domain.driver();
        driver.onStart();
        final AtomicReference<Thread> runner = new AtomicReference<>();
        final CountDownLatch full = new CountDownLatch(1);
        final Thread deferring = new Thread(() -> {
            for (int i = 0; i < MAX_CALLBACKS; i++) {
                domain.defer(() -> runner.set(Thread.currentThread()));
            }
            full.countDown();
            domain.defer(() -> runner.set(Thread.currentThread()));
        });
        deferring.start();
        full.await();
        while (domain.stats().overBudgetWaits() == 0) {
            Thread.sleep(1);
        }
        deferring.join(50);
        assertTrue(deferring.isAlive(), "it must wait");
        while (deferring.isAlive()) {
            driver.doWork();
        }
        driver.onClose();
        domain.close();
        assertEquals(Thread.currentThread(), runner.get());
        assertEquals(MAX_CALLBACKS + 1, domain.stats().callbacksRun());
    }

    /** Waiting there could be for oneself. */
    @ParameterizedTest
    @EnumSource(names = {"BLOCK", "RUN_INLINE"})
    void insideSectionsAndCallbacksTheyAreTakenInAndCounted(final OverBudget policy) {
        final RcuDomain domain = domain(policy);
        final Reader reader = domain.register();
        reader.enter();
        for (int i = 0; i < MAX_CALLBACKS + 5; i++) {
            domain.defer(ran::add, i);
        }
        assertEquals(5, domain.stats().overBudgetAdmitted());
        reader.exit();
        domain.barrier();
        try (RcuDomain other = RcuDomain.strict(); Reader foreign = other.register()) {
            foreign.enter();
            for (int i = 0; i < MAX_CALLBACKS + 2; i++) {
                domain.defer(ran::add, i);
            }
            foreign.exit();
        }
        assertEquals(7, domain.stats().overBudgetAdmitted());
        domain.barrier();
        domain.defer(() -> {
            for (int i = 0; i < MAX_CALLBACKS; i++) {
                domain.defer(ran::add, i);
            }
        });
        domain.barrier();
        assertEquals(8, domain.stats().overBudgetAdmitted(), "the running callback counts as well");
        domain.close();
        assertEquals(3 * MAX_CALLBACKS + 7, ran.size());
    }

    @Test
    void abandonDropsWhatWaitsAndMakesRoom() throws InterruptedException {
        final RcuDomain domain = domain(OverBudget.REJECT);
        try (SectionHolder holder = SectionHolder.enter(domain, "holder")) {
            for (int i = 0; i < MAX_CALLBACKS; i++) {
                domain.defer(1, ran::add, i);
            }
            final Thread waiting = new Thread(domain::barrier);
            waiting.start();
            waiting.join(30);
            assertTrue(waiting.isAlive());
            assertEquals(MAX_CALLBACKS, domain.abandon());
            assertEquals(0, domain.abandon());
            waiting.join();
            assertEquals(0, domain.stats().deferredWaiting());
            assertEquals(0, domain.stats().deferredWaitingBytes());
            domain.defer(ran::add, 1_000);
            assertEquals(0, domain.poll());
            assertTrue(holder.thread().isAlive());
        }
        domain.close();
        assertEquals(List.of(1_000L), ran);
        assertEquals(MAX_CALLBACKS, domain.stats().callbacksAbandoned());
        assertEquals(1, domain.stats().callbacksRun());
    }

    /** What the poller has taken still runs, and barrier still waits for it. */
    @Test
    void abandonWhileACallbackRuns() throws InterruptedException {
        final RcuDomain domain = RcuDomain.strict();
        final CountDownLatch running = new CountDownLatch(1);
        final CountDownLatch goOn = new CountDownLatch(1);
        final AtomicLong done = new AtomicLong();
        domain.defer(() -> {
            running.countDown();
            SectionHolder.await(goOn);
            done.incrementAndGet();
        });
        final LongConsumer add = done::addAndGet;
        domain.defer(add, 10);
        final Thread poller = new Thread(domain::poll);
        poller.start();
        running.await();
        domain.defer(add, 100);
        final Thread barrier = new Thread(domain::barrier);
        barrier.start();
        barrier.join(30);
        assertEquals(2, domain.abandon(), "the second, whose grace period is the next one, and the third");
        domain.defer(add, 1_000);
        barrier.join(30);
        assertTrue(barrier.isAlive(), "the first one runs");
        goOn.countDown();
        barrier.join();
        poller.join();
        domain.close();
        assertEquals(1_001, done.get());
    }

    /** As inside an invoker that drives other things as well: nobody else would ever make room. */
    @Test
    void theDriversOwnThreadDrivesWhenItBlocks() {
        final RcuDomain domain = domain(OverBudget.BLOCK);
        final AgentInvoker invoker = new AgentInvoker(e -> ran.add(-1L), null, domain.driver());
        invoker.start();
        for (int i = 0; i < 3 * MAX_CALLBACKS; i++) {
            domain.defer(ran::add, i);
        }
        invoker.close();
        domain.close();
        assertEquals(3 * MAX_CALLBACKS, ran.size());
        assertFalse(ran.contains(-1L));
    }

    @Test
    void runInlineDoesNotWaitForADriver() {
        final RcuDomain domain = domain(OverBudget.RUN_INLINE);
        final RcuDriver driver = domain.driver();
        SectionHolder.run(driver::onStart);
        for (int i = 0; i < 3 * MAX_CALLBACKS; i++) {
            domain.defer(ran::add, i);
        }
        assertTrue(ran.size() >= MAX_CALLBACKS);
        domain.close();
    }

    /** Between the question whether the grace period is over and the answer, the queue is emptied and filled anew. */
    @Test
    void whatIsDeferredAfterAnAbandonHasAGracePeriodOfItsOwn() {
        final AtomicReference<Runnable> between = new AtomicReference<>();
        final RcuDomain domain = new RcuBuilder(new Assembly() {
            @Override
            GracePeriods gracePeriods(final ReaderRegistry registry, final StallDetector stalls, final boolean readersFence) {
                return new GracePeriods(registry, stalls, readersFence) {
                    @Override
                    public boolean isKnownElapsed(final long cookie) {
                        final boolean over = super.isKnownElapsed(cookie);
                        final Runnable action = over ? between.getAndSet(null) : null;
                        if (action != null) {
                            action.run();
                        }
                        return over;
                    }
                };
            }
        }).strict();
        final Reader reader = domain.register();
        domain.defer(ran::add, -1);
        domain.defer(ran::add, -2);
        between.set(() -> {
            domain.abandon();
            reader.enter();
            domain.defer(ran::add, 1);
        });
        domain.poll();
        assertEquals(List.of(), ran);
        reader.exit();
        domain.barrier();
        assertEquals(List.of(1L), ran);
    }

    /** One of them looks for all, as with synchronize: 200 that each looked would scan 100,000 times a second. */
    @ParameterizedTest
    @EnumSource(names = {"BLOCK", "RUN_INLINE"})
    void manyWhoWaitForRoomOrForABarrierLookAsOne(final OverBudget policy) throws InterruptedException {
        final int callers = 200;
        final RcuDomain domain = domain(policy);
        final List<Thread> threads = new ArrayList<>();
        final long scans;
        try (SectionHolder holder = SectionHolder.enter(domain, "holder")) {
            for (int i = 0; i < MAX_CALLBACKS; i++) {
                domain.defer(ran::add, i);
            }
            for (int i = 0; i < callers; i++) {
                final boolean defers = i % 2 == 0;
                final Thread thread = new Thread(() -> {
                    if (defers) {
                        domain.defer(() -> { });
                    } else {
                        domain.barrier();
                    }
                });
                thread.start();
                threads.add(thread);
            }
            while (!threads.stream().allMatch(thread -> thread.getState() == Thread.State.TIMED_WAITING)) {
                Thread.sleep(1);
            }
            final long before = domain.stats().scans();
            Thread.sleep(500);
            scans = domain.stats().scans() - before;
            holder.leave();
            for (final Thread thread : threads) {
                thread.join();
            }
        }
        domain.close();
        assertEquals(MAX_CALLBACKS + callers / 2, domain.stats().callbacksRun());
        assertTrue(scans < 5_000, "scans=" + scans);
    }

    /** Who waits for a driver must not wait for one that has gone. */
    @Test
    void aThreadThatWaitsForTheDriverGoesOnWhenItIsClosed() throws InterruptedException {
        final RcuDomain domain = domain(OverBudget.BLOCK);
        final RcuDriver driver = domain.driver();
        driver.onStart();
        final SectionHolder holder = SectionHolder.enter(domain, "holder");
        for (int i = 0; i < MAX_CALLBACKS; i++) {
            domain.defer(ran::add, i);
        }
        final Thread deferring = new Thread(() -> domain.defer(ran::add, MAX_CALLBACKS));
        deferring.start();
        while (domain.stats().overBudgetWaits() == 0) {
            Thread.sleep(1);
        }
        driver.onClose();
        holder.close();
        deferring.join();
        domain.close();
        assertEquals(MAX_CALLBACKS + 1, ran.size());
    }
}
