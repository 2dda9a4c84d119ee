package org.pagurus.rcu;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.pagurus.rcu.internal.system.ThreadPriority;

/** The nice value of a reader in the way, before, during and after the stall, as the kernel tells it. */
@Timeout(value = 30, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class PriorityBoostTest {
    private static final long LIMIT_NANOS = TimeUnit.MILLISECONDS.toNanos(40);

    private final RcuDomain domain = RcuDomain.builder().stallLimit(LIMIT_NANOS).raisePriority(true).strict();
    private final RcuDomain other = RcuDomain.builder().stallLimit(LIMIT_NANOS).raisePriority(true).strict();
    private final CountDownLatch inside = new CountDownLatch(1);
    private final CountDownLatch leave = new CountDownLatch(1);
    private final CountDownLatch left = new CountDownLatch(1);
    private final CountDownLatch end = new CountDownLatch(1);
    private final AtomicLong tid = new AtomicLong();

    @Test
    void aReaderInTheWayIsRaisedUntilTheGracePeriodIsOver() throws InterruptedException {
        final Thread thread = startReader();
        final int before = ThreadPriority.nice(tid.get());
        assertTrue(before != ThreadPriority.UNKNOWN);
        while (domain.stats().stallsEscalated() == 0) {
            domain.synchronize(LIMIT_NANOS);
        }
        final RcuStats stats = domain.stats();
        assertEquals(1, stats.prioritiesRaised() + stats.prioritiesRefused(), stats.toString());
        final boolean raised = stats.prioritiesRaised() == 1;
        assertEquals(raised ? Math.max(ThreadPriority.MIN_NICE, before - 10) : before, ThreadPriority.nice(tid.get()));
        leave.countDown();
        left.await();
        assertTrue(domain.synchronize(TimeUnit.SECONDS.toNanos(20)));
        // The next look takes it back; it may be that of another grace period.
        assertEquals(before, ThreadPriority.nice(tid.get()), "taken back");
        end.countDown();
        thread.join();
    }

    /** Enters a section of both domains, leaves it when told to, and then stays alive. */
    private void read() {
        tid.set(ThreadPriority.currentTid());
        try (Reader reader = domain.register(); Reader second = other.register()) {
            reader.enter();
            second.enter();
            inside.countDown();
            SectionHolder.await(leave);
            reader.exit();
            second.exit();
            left.countDown();
            SectionHolder.await(end);
        }
    }

    private Thread startReader() throws InterruptedException {
        assumeTrue(ThreadPriority.currentTid() != ThreadPriority.NO_TID, "no system calls here");
        final Thread thread = new Thread(this::read, "reader");
        thread.setDaemon(true);
        thread.start();
        inside.await();
        return thread;
    }

    /** The stall ends while the listener runs, on the only thread that looks; and nobody looks afterwards. */
    @Test
    void itIsTakenBackWhenTheStallEndsDuringAReport() throws InterruptedException {
        final Thread thread = startReader();
        final int before = ThreadPriority.nice(tid.get());
        domain.onStall(report -> {
            leave.countDown();
            SectionHolder.await(left);
            SectionHolder.run(() -> domain.isElapsed(report.cookie()));
        });
        domain.synchronize();
        assertEquals(1, domain.stats().stalls());
        assertEquals(before, ThreadPriority.nice(tid.get()));
        end.countDown();
        thread.join();
    }

    @Test
    void twoDomainsThatRaiseTheSameThreadTakeBackWhatEachGave() throws InterruptedException {
        final Thread thread = startReader();
        final int before = ThreadPriority.nice(tid.get());
        for (final RcuDomain each : List.of(domain, other)) {
            while (each.stats().stallsEscalated() == 0) {
                each.synchronize(LIMIT_NANOS);
            }
        }
        leave.countDown();
        left.await();
        domain.synchronize();
        other.synchronize();
        assertEquals(before, ThreadPriority.nice(tid.get()));
        end.countDown();
        thread.join();
    }

    @Test
    void withoutTheOptionNobodyIsTouched() throws InterruptedException {
        final RcuDomain plain = RcuDomain.builder().stallLimit(LIMIT_NANOS).strict();
        try (SectionHolder holder = SectionHolder.enter(plain, "holder")) {
            while (plain.stats().stalls() == 0) {
                plain.synchronize(LIMIT_NANOS);
            }
            assertTrue(holder.thread().isAlive());
        }
        assertEquals(0, plain.stats().prioritiesRaised() + plain.stats().prioritiesRefused());
    }
}
