package org.pagurus.rcu;

import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.lang.management.ManagementFactory;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongConsumer;

import com.sun.management.ThreadMXBean;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What must not allocate does not: less than one byte in a hundred calls. */
class AllocationTest {
    private static final int CALLS = 1_000_000;
    private static final long ALLOWED_BYTES = CALLS / 100;

    private final ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    private final RcuDomain domain = RcuDomain.strict();
    private final Reader reader = domain.register();
    private final AtomicLong sum = new AtomicLong();

    @BeforeEach
    void needsTheJvmToCount() {
        assumeTrue(threads.isThreadAllocatedMemorySupported() && threads.isThreadAllocatedMemoryEnabled());
    }

    /** While updaters do all they can: it neither fails nor waits, whatever they do. */
    @Test
    void enterAndExitAreAllocationFreeAndUnconditional() throws InterruptedException {
        final AtomicBoolean stop = new AtomicBoolean();
        final Thread updater = new Thread(() -> {
            while (!stop.get()) {
                domain.defer(sum::addAndGet, 1);
                domain.isElapsed(domain.startGracePeriod());
                domain.poll();
                domain.expedite(0);
            }
        });
        updater.start();
        assertAllocatesNothing(() -> {
            reader.enter();
            reader.enter();
            reader.exit();
            reader.exit();
        });
        stop.set(true);
        updater.join();
    }

    @Test
    void ticketsAllocateNothing() {
        final SleepableDomain sleepable = RcuDomain.sleepable();
        assertAllocatesNothing(() -> {
            sleepable.exitSleepable(sleepable.enterSleepable());
            sleepable.isElapsed(sleepable.startGracePeriod());
        });
    }

    @Test
    void gracePeriodsWithoutWaitingAllocateNothing() {
        assertAllocatesNothing(() -> domain.isElapsed(domain.startGracePeriod()));
    }

    @Test
    void deferAndPollAllocateNothing() {
        final LongConsumer action = sum::addAndGet;
        final Runnable task = sum::incrementAndGet;
        assertAllocatesNothing(() -> {
            domain.defer(action, 3);
            domain.defer(task);
            domain.poll();
        });
    }

    @Test
    void theCounterCounts() {
        final long[][] sink = new long[1][];
        final long bytes = allocatedBy(() -> sink[0] = new long[1 + (sink[0] == null ? 0 : sink[0].length & 1)]);
        assertTrue(bytes > ALLOWED_BYTES, "bytes=" + bytes);
    }

    private void assertAllocatesNothing(final Runnable call) {
        allocatedBy(call);
        final long bytes = allocatedBy(call);
        assertTrue(bytes <= ALLOWED_BYTES, "bytes=" + bytes + " in calls=" + CALLS);
    }

    private long allocatedBy(final Runnable call) {
        final long id = Thread.currentThread().getId();
        final long before = threads.getThreadAllocatedBytes(id);
        for (int i = 0; i < CALLS; i++) {
            call.run();
        }
        return threads.getThreadAllocatedBytes(id) - before;
    }
}
