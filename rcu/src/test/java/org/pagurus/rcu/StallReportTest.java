package org.pagurus.rcu;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.concurrent.TimeUnit;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(value = 30, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class StallReportTest {
    private final RcuDomain domain = RcuDomain.strict();

    @Test
    void holdersNamesExactlyTheReadersThatHoldTheCookieBack() throws InterruptedException {
        try (SectionHolder early = SectionHolder.enter(domain, "early")) {
            final long cookie = domain.startGracePeriod();
            try (SectionHolder late = SectionHolder.enter(domain, "late")) {
                final long next = domain.startGracePeriod();
                assertEquals(List.of("early"), names(domain.holders(cookie)));
                assertEquals(List.of("early", "late"), names(domain.holders(next)));
                assertEquals(1, domain.holders(next).get(1).gracePeriodsBehind());
                assertTrue(late.thread().isAlive());
            }

            final StallReport.Holder report = domain.holders(cookie).get(0);
            assertEquals(early.thread().getId(), report.threadId());
            assertEquals(1, report.nesting());
            assertEquals(2, report.gracePeriodsBehind());
            assertTrue(report.stack().stream().anyMatch(frame -> frame.getMethodName().equals("hold")), report.toString());
            assertThrows(UnsupportedOperationException.class, () -> report.stack().clear());
        }
    }

    @Test
    void heldTimeCountsFromTheFirstSighting() throws InterruptedException {
        try (SectionHolder holder = SectionHolder.enter(domain, "holder")) {
            final long cookie = domain.startGracePeriod();
            assertTrue(domain.holders(cookie).get(0).heldNanos() < TimeUnit.SECONDS.toNanos(10));
            Thread.sleep(30);
            assertTrue(domain.holders(cookie).get(0).heldNanos() >= TimeUnit.MILLISECONDS.toNanos(30));
            assertTrue(holder.thread().isAlive());
        }
    }

    @Test
    void longWaitCountsAsASighting() throws InterruptedException {
        // A busy machine may not let the waiter come to its first park in a short time.
        long heldNanos = 0;
        for (long waitMillis = 50; heldNanos == 0 && waitMillis < 10_000; waitMillis *= 4) {
            final RcuDomain fresh = RcuDomain.strict();
            try (SectionHolder holder = SectionHolder.enter(fresh, "holder")) {
                assertFalse(fresh.synchronize(TimeUnit.MILLISECONDS.toNanos(waitMillis)));
                heldNanos = fresh.holders(fresh.startGracePeriod()).get(0).heldNanos();
                assertTrue(holder.thread().isAlive());
            }
        }
        assertTrue(heldNanos > 0);
    }

    @Test
    void nextSectionStartsItsOwnHeldTime() throws InterruptedException {
        final Reader reader = domain.register();
        reader.enter();
        final long first = domain.startGracePeriod();
        domain.holders(first);
        Thread.sleep(30);
        final long heldNanos = domain.holders(first).get(0).heldNanos();
        reader.exit();
        reader.enter();
        assertEquals(List.of(), domain.holders(first));
        final long second = domain.startGracePeriod();
        assertEquals(0, domain.holders(second).get(0).heldNanos(), "first section: heldNanos=" + heldNanos);
        reader.exit();
    }

    @Test
    void deadThreadIsReclaimedAndNotReported() throws InterruptedException {
        final Thread thread = new Thread(() -> domain.register().enter());
        thread.start();
        thread.join();
        assertEquals(List.of(), domain.holders(domain.startGracePeriod()));
        assertEquals(1, domain.stats().readersReclaimed());
    }

    private static List<String> names(final List<StallReport.Holder> holders) {
        return holders.stream().map(StallReport.Holder::threadName).toList();
    }
}
