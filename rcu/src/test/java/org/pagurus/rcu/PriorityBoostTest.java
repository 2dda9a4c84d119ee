package org.pagurus.rcu;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

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
    private final CountDownLatch inside = new CountDownLatch(1);
    private final CountDownLatch leave = new CountDownLatch(1);
    private final CountDownLatch left = new CountDownLatch(1);
    private final CountDownLatch end = new CountDownLatch(1);
    private final AtomicLong tid = new AtomicLong();

    @Test
    void aReaderInTheWayIsRaisedUntilTheGracePeriodIsOver() throws InterruptedException {
        assumeTrue(ThreadPriority.currentTid() != ThreadPriority.NO_TID, "no system calls here");
        final Thread thread = new Thread(this::read, "reader");
        thread.setDaemon(true);
        thread.start();
        inside.await();
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

    private void read() {
        tid.set(ThreadPriority.currentTid());
        try (Reader reader = domain.register()) {
            reader.enter();
            inside.countDown();
            SectionHolder.await(leave);
            reader.exit();
            left.countDown();
            SectionHolder.await(end);
        }
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
