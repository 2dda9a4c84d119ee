package org.pagurus.rcu;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A stalled grace period is reported by whoever waits for it. */
@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class StallListenerTest {
    private static final long LIMIT_NANOS = TimeUnit.MILLISECONDS.toNanos(100);
    private static final long LONG_NANOS = TimeUnit.SECONDS.toNanos(20);

    private final RcuDomain domain = RcuDomain.builder().name("slow").stallLimit(LIMIT_NANOS).strict();
    private final List<StallReport> reports = new CopyOnWriteArrayList<>();

    @Test
    void aWaitingThreadReportsWhoWhereHowLongAndWhatWaits() throws InterruptedException {
        domain.onStall(reports::add);
        try (SectionHolder holder = SectionHolder.enter(domain, "stuck")) {
            domain.defer(4_096, () -> { });
            domain.defer(100, () -> { });
            final Thread waiter = new Thread(domain::synchronize);
            waiter.start();
            while (reports.isEmpty()) {
                Thread.sleep(1);
            }
            holder.leave();
            waiter.join();
        }
        final StallReport report = reports.get(0);
        assertEquals("slow", report.domain());
        // Within its limit: the clock of the detector adds at most a quarter of it at a look.
        assertTrue(report.stalledNanos() >= LIMIT_NANOS && report.stalledNanos() <= LIMIT_NANOS * 5 / 4, report.toString());
        assertEquals(2, report.callbacksWaiting());
        assertEquals(4_196, report.bytesWaiting());
        assertEquals(0, report.ticketSections());
        final StallReport.Holder stuck = report.holders().get(0);
        assertEquals("stuck", stuck.threadName());
        assertEquals(1, stuck.nesting());
        assertTrue(stuck.gracePeriodsBehind() >= 2, report.toString());
        assertTrue(stuck.heldNanos() > 0, "seen when it was escalated: " + report);
        assertTrue(stuck.stack().stream().anyMatch(frame -> frame.getMethodName().equals("hold")), report.toString());
        for (final String part : List.of("domain slow: grace period 2 stalled", "bytes waiting=4196", "\"stuck\"",
            "org.pagurus.rcu.SectionHolder.hold")) {
            assertTrue(report.text().contains(part), report.text());
        }
        assertEquals(1, domain.stats().stallsEscalated());
        assertEquals(1, domain.stats().stalls());
    }

    @Test
    void sectionsByTicketAreCountedInTheReport() {
        final SleepableDomain sleepable = RcuDomain.builder().stallLimit(LIMIT_NANOS).sleepable();
        sleepable.onStall(reports::add);
        final long ticket = sleepable.enterSleepable();
        while (reports.isEmpty()) {
            assertFalse(sleepable.synchronize(LIMIT_NANOS));
        }
        assertEquals(1, reports.get(0).ticketSections());
        assertEquals(List.of(), reports.get(0).holders());
        sleepable.exitSleepable(ticket);
        sleepable.close();
    }

    @Test
    void aListenerThatThrowsHarmsNobodyAndNoneIsAllowed() throws InterruptedException {
        domain.onStall(report -> {
            reports.add(report);
            throw new IllegalStateException("seeded");
        });
        try (SectionHolder holder = SectionHolder.enter(domain, "stuck")) {
            while (reports.isEmpty()) {
                assertFalse(domain.synchronize(LIMIT_NANOS));
            }
            domain.onStall(null);
            assertFalse(domain.synchronize(2 * LIMIT_NANOS));
            assertTrue(holder.thread().isAlive());
        }
        assertTrue(domain.synchronize(LONG_NANOS));
        assertTrue(domain.stats().stallListenerFailures() >= 1);
    }

    /** The way out of a reader that never leaves: the listener gives up what waits. */
    @Test
    void theListenerMayAbandonWhatWaits() throws InterruptedException {
        domain.onStall(report -> {
            if (report.bytesWaiting() > 0) {
                domain.abandon();
            }
        });
        try (SectionHolder holder = SectionHolder.enter(domain, "stuck")) {
            domain.defer(1 << 20, () -> {
                throw new AssertionError("runs");
            });
            assertTrue(domain.barrier(LONG_NANOS), "given up, so nothing is left to wait for");
            assertTrue(holder.thread().isAlive());
        }
        assertEquals(1, domain.stats().callbacksAbandoned());
        assertEquals(0, domain.stats().callbacksThrown());
    }

    /** The new fence at half of the limit serves the grace periods that were started since. */
    @Test
    void escalationRunsAFenceForAllThatWait() throws InterruptedException {
        try (SectionHolder holder = SectionHolder.enter(domain, "stuck")) {
            final long cookie = domain.startGracePeriod();
            assertFalse(domain.isElapsed(cookie));
            final long fences = domain.stats().scanFences();
            final long younger = domain.startGracePeriod();
            while (domain.stats().stallsEscalated() == 0) {
                domain.defer(() -> { });
                domain.poll();
                Thread.sleep(1);
            }
            assertTrue(domain.stats().scanFences() > fences, "fences=" + fences);
            final long escalated = domain.stats().scanFences();
            assertFalse(domain.isElapsed(younger));
            assertEquals(escalated, domain.stats().scanFences());
            assertTrue(holder.thread().isAlive());
        }
        domain.close();
    }

    /** isElapsed is allowed in sections and never waits: it must not run the user's listener there. */
    @Test
    void aThreadThatOnlyAsksDoesNotRunTheListener() throws InterruptedException {
        final AtomicReference<Thread> listening = new AtomicReference<>();
        domain.onStall(report -> listening.set(Thread.currentThread()));
        try (SectionHolder holder = SectionHolder.enter(domain, "stuck"); Reader reader = domain.register()) {
            final long cookie = domain.startGracePeriod();
            while (domain.stats().stallsEscalated() == 0) {
                assertFalse(domain.synchronize(1_000_000));
            }
            listening.set(null);
            reader.enter();
            for (int i = 0; i < 200; i++) {
                assertFalse(domain.isElapsed(cookie));
                Thread.sleep(1);
            }
            reader.exit();
            assertTrue(holder.thread().isAlive());
        }
        assertEquals(null, listening.get());
    }
}
