package org.pagurus.rcu.internal.base;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Who leads, and who is woken, with a number that the test moves. */
@Timeout(value = 30, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class SharedWaitTest {
    private static final long LONG_NANOS = TimeUnit.SECONDS.toNanos(20);

    /** Followers never look for themselves: only being woken, or leading, gets them on. */
    private static final class Number extends SharedWait {
        private final AtomicLong value = new AtomicLong();
        private final AtomicLong looks = new AtomicLong();
        private volatile Thread lookedLast;

        private boolean await(final long mark, final boolean mayLead, final long timeoutNanos) {
            return waitFor(mark, mayLead, timeoutNanos);
        }

        private void moveTo(final long newValue) {
            value.set(newValue);
            wakeReached();
        }

        @Override
        protected void look(final long mark, final long leftNanos) {
            lookedLast = Thread.currentThread();
            looks.incrementAndGet();
        }

        @Override
        protected long looks() {
            return looks.get();
        }

        @Override
        protected long reached() {
            return value.get();
        }

        @Override
        protected boolean isReached(final long mark) {
            return value.get() >= mark;
        }

        @Override
        protected long followNanos() {
            return Long.MAX_VALUE;
        }
    }

    private final Number number = new Number();

    private Thread start(final long mark, final boolean mayLead, final long timeoutNanos) throws InterruptedException {
        final Thread thread = new Thread(() -> number.await(mark, mayLead, timeoutNanos));
        thread.setDaemon(true);
        thread.start();
        while (thread.getState() != Thread.State.TIMED_WAITING) {
            Thread.sleep(1);
        }
        return thread;
    }

    @Test
    void theLeadGoesToTheFirstThatMayLead() throws InterruptedException {
        final Thread leader = start(10, true, TimeUnit.MILLISECONDS.toNanos(300));
        final Thread other = start(10, false, Long.MAX_VALUE);
        final Thread heir = start(10, true, Long.MAX_VALUE);
        leader.join();
        while (number.lookedLast != heir) {
            Thread.sleep(1);
        }
        assertTrue(other.isAlive());
        number.moveTo(10);
        other.join();
        heir.join();
        assertFalse(number.isLed());
    }

    @Test
    void onlyThoseWhoseMarkIsReachedAreWoken() throws InterruptedException {
        final Thread five = start(5, false, Long.MAX_VALUE);
        final Thread nine = start(9, false, Long.MAX_VALUE);
        final Thread seven = start(7, false, Long.MAX_VALUE);
        number.moveTo(4);
        number.moveTo(7);
        five.join();
        seven.join();
        assertTrue(nine.isAlive());
        number.moveTo(9);
        nine.join();
        assertEquals(0, number.looks.get(), "none of them may look");
    }

    @Test
    void timeIsKept() {
        assertFalse(number.await(1, true, 1_000_000));
        assertFalse(number.await(1, false, 1_000_000));
        assertFalse(number.await(1, true, 0));
        number.moveTo(1);
        assertTrue(number.await(1, true, LONG_NANOS));
        assertTrue(number.await(1, false, 0));
    }
}
