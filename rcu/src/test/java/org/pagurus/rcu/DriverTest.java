package org.pagurus.rcu;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;

import org.agrona.concurrent.AgentInvoker;
import org.agrona.concurrent.AgentRunner;
import org.agrona.concurrent.SleepingMillisIdleStrategy;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(value = 30, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class DriverTest {
    private final RcuDomain domain = RcuDomain.builder().name("driven").stallLimit(TimeUnit.MILLISECONDS.toNanos(40)).strict();
    private final AtomicReference<Throwable> error = new AtomicReference<>();

    @Test
    void runsCallbacksOnItsThread() throws InterruptedException {
        final AtomicLong sum = new AtomicLong();
        final AtomicReference<Thread> thread = new AtomicReference<>();
        final AgentRunner runner = new AgentRunner(new SleepingMillisIdleStrategy(1), error::set, null, domain.driver());
        final Thread driving = AgentRunner.startOnThread(runner);
        for (int i = 1; i <= 1_000; i++) {
            domain.defer(sum::addAndGet, i);
        }
        domain.defer(() -> thread.set(Thread.currentThread()));
        while (thread.get() == null) {
            Thread.sleep(1);
        }
        assertEquals(driving, thread.get());
        assertEquals(500_500, sum.get());
        runner.close();
        assertEquals(null, error.get());
        assertTrue(runner.agent().roleName().contains("driven"));
        domain.close();
    }

    @Test
    void runsInsideAnInvokerAndOnlyOneAtATime() {
        final AtomicLong sum = new AtomicLong();
        final AgentInvoker invoker = new AgentInvoker(error::set, null, domain.driver());
        invoker.start();
        assertThrows(IllegalStateException.class, domain.driver()::onStart);
        domain.defer(sum::addAndGet, 5);
        assertEquals(1, invoker.invoke());
        assertEquals(0, invoker.invoke());
        domain.defer(sum::addAndGet, 6);
        invoker.close();
        assertEquals(11, sum.get(), "closing polls once more");
        final RcuDriver next = domain.driver();
        next.onStart();
        next.onClose();
        next.onClose();
        assertEquals(null, error.get());
    }

    /** A driver that was refused must not take the place of the one that runs when it is closed. */
    @Test
    void aRefusedDriverChangesNothingWhenItIsClosed() {
        final RcuDriver first = domain.driver();
        first.onStart();
        final RcuDriver second = domain.driver();
        assertThrows(IllegalStateException.class, second::onStart);
        second.onClose();
        assertThrows(IllegalStateException.class, second::onStart);
        first.onClose();
        second.onStart();
        second.onClose();
    }

    @Test
    void noticesAStallThatNobodyWaitsFor() throws InterruptedException {
        final AtomicReference<StallReport> report = new AtomicReference<>();
        domain.onStall(report::set);
        final RcuDriver driver = domain.driver();
        driver.onStart();
        try (SectionHolder holder = SectionHolder.enter(domain, "silent")) {
            final long cookie = domain.startGracePeriod();
            while (report.get() == null) {
                driver.doWork();
                Thread.sleep(1);
            }
            assertEquals(cookie, report.get().cookie());
            assertEquals("silent", report.get().holders().get(0).threadName());
            assertTrue(holder.thread().isAlive());
        }
        driver.onClose();
        assertEquals(1, domain.stats().stalls());
    }

    /** Closing twice must not end the reign of the one that runs now. */
    @Test
    void aClosedDriverChangesNothingWhenItIsClosedAgain() {
        final RcuDriver first = domain.driver();
        first.onStart();
        first.onClose();
        final RcuDriver second = domain.driver();
        second.onStart();
        first.onClose();
        assertThrows(IllegalStateException.class, domain.driver()::onStart);
        second.onClose();
    }
}
