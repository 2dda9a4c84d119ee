package org.pagurus.rcu;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(value = 30, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class SynchronizeTest {
    private static final long LONG_NANOS = TimeUnit.SECONDS.toNanos(20);

    private final RcuDomain domain = RcuDomain.strict();

    @Test
    void synchronizeInsideASectionIsRefusedAtOnce() {
        final Reader outer = domain.register();
        final Reader other = domain.register();
        other.enter();
        assertThrows(IllegalStateException.class, domain::synchronize);
        assertThrows(IllegalStateException.class, () -> domain.synchronize(0));
        other.exit();
        domain.synchronize();
        outer.close();
    }

    @Test
    void synchronizeWaitsForTheSectionOfAnotherThread() throws InterruptedException {
        final AtomicBoolean left = new AtomicBoolean();
        try (SectionHolder holder = SectionHolder.enter(domain, "holder")) {
            final Thread releaser = new Thread(() -> {
                sleep(50);
                left.set(true);
                holder.leave();
            });
            releaser.start();
            domain.synchronize();
            assertTrue(left.get());
            releaser.join();
        }
    }

    @Test
    void synchronizeGivesUpWhenTheTimeIsOver() throws InterruptedException {
        try (SectionHolder holder = SectionHolder.enter(domain, "holder")) {
            assertFalse(domain.synchronize(-1));
            assertFalse(domain.synchronize(0));
            final long begin = System.nanoTime();
            assertFalse(domain.synchronize(TimeUnit.MILLISECONDS.toNanos(30)));
            assertTrue(System.nanoTime() - begin >= TimeUnit.MILLISECONDS.toNanos(30));
            assertTrue(holder.thread().isAlive());
        }
        assertTrue(domain.synchronize(0));
    }

    @Test
    void interruptDoesNotEndTheWaitAndIsKept() throws InterruptedException {
        try (SectionHolder holder = SectionHolder.enter(domain, "holder")) {
            Thread.currentThread().interrupt();
            assertFalse(domain.synchronize(TimeUnit.MILLISECONDS.toNanos(50)));
            assertTrue(Thread.interrupted(), "kept after a timeout");
            final Thread releaser = new Thread(() -> {
                sleep(50);
                holder.leave();
            });
            Thread.currentThread().interrupt();
            releaser.start();
            domain.synchronize();
            assertTrue(Thread.interrupted(), "kept after the grace period");
            releaser.join();
        }
    }

    @Test
    void laterReadersAreNotWaitedFor() throws InterruptedException {
        final AtomicBoolean stop = new AtomicBoolean();
        final CountDownLatch running = new CountDownLatch(1);
        final Thread thread = new Thread(() -> overlap(stop, running));
        thread.setDaemon(true);
        thread.start();
        running.await();
        for (int i = 0; i < 200; i++) {
            assertTrue(domain.synchronize(LONG_NANOS), "i=" + i);
        }
        stop.set(true);
        thread.join();
    }

    /** At every moment one of the two readers is inside a section. */
    private void overlap(final AtomicBoolean stop, final CountDownLatch running) {
        try (Reader one = domain.register(); Reader two = domain.register()) {
            one.enter();
            while (!stop.get()) {
                two.enter();
                running.countDown();
                one.exit();
                one.enter();
                two.exit();
            }
            one.exit();
        }
    }

    private static void sleep(final long millis) {
        try {
            Thread.sleep(millis);
        } catch (final InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void anyTimeoutIsAllowed() throws InterruptedException {
        try (SectionHolder holder = SectionHolder.enter(domain, "holder")) {
            domain.defer(() -> { });
            for (final long timeoutNanos : new long[] {Long.MIN_VALUE, -1, 0, 1}) {
                assertFalse(domain.synchronize(timeoutNanos));
                assertFalse(domain.expedite(timeoutNanos));
                assertFalse(domain.barrier(timeoutNanos));
            }
            final RcuDomain closing = RcuDomain.strict();
            try (SectionHolder other = SectionHolder.enter(closing, "other")) {
                assertThrows(IllegalStateException.class, () -> closing.close(Long.MIN_VALUE));
                assertTrue(other.thread().isAlive() && holder.thread().isAlive());
            }
            closing.close(Long.MAX_VALUE);
        }
        assertTrue(domain.barrier(Long.MAX_VALUE));
        assertTrue(domain.synchronize(Long.MAX_VALUE) && domain.expedite(Long.MAX_VALUE));
    }
}
