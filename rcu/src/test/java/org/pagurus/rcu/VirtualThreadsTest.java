package org.pagurus.rcu;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** JDK 21 and later: very many virtual threads, each inside a section while it sleeps. */
@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class VirtualThreadsTest {
    private static final int THREADS = 10_000;
    private static final long LONG_NANOS = TimeUnit.SECONDS.toNanos(40);

    @Test
    void gracePeriodWaitsForTenThousandSleepersAndForNoneThatComesLater() throws Exception {
        assumeTrue(Runtime.version().feature() >= 21, "no virtual threads");
        // By reflection, as the tests are compiled for Java 17.
        final Method start = Thread.class.getMethod("startVirtualThread", Runnable.class);
        try (SleepableDomain domain = RcuDomain.sleepable()) {
            final CountDownLatch inside = new CountDownLatch(THREADS);
            final CountDownLatch leave = new CountDownLatch(1);
            final AtomicInteger left = new AtomicInteger();
            final List<Thread> threads = new ArrayList<>();
            for (int i = 0; i < THREADS; i++) {
                final boolean sleeps = i % 2 == 0;
                threads.add((Thread) start.invoke(null, (Runnable) () -> {
                    final long ticket = domain.enterSleepable();
                    inside.countDown();
                    if (sleeps) {
                        SleepableDomainTest.sleep(20);
                    }
                    SectionHolder.await(leave);
                    left.incrementAndGet();
                    domain.exitSleepable(ticket);
                }));
            }
            inside.await();
            assertEquals(THREADS, domain.stats().countedSections());
            final long cookie = domain.startGracePeriod();
            assertFalse(domain.isElapsed(cookie));
            final long late = domain.enterSleepable();
            leave.countDown();
            while (!domain.isElapsed(cookie)) {
                Thread.sleep(1);
            }
            assertEquals(THREADS, left.get());
            domain.exitSleepable(late);
            assertTrue(domain.synchronize(LONG_NANOS));
            assertEquals(0, domain.stats().countedSections());
            for (final Thread thread : threads) {
                thread.join();
            }
        }
    }
}
