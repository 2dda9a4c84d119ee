package org.pagurus.rcu;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class GracePeriodTest {
    private static final long LONG_NANOS = TimeUnit.SECONDS.toNanos(30);

    private final RcuDomain domain = RcuDomain.strict();

    @Test
    void withoutReadersEveryGracePeriodIsOverAtOnce() {
        final long cookie = domain.startGracePeriod();
        assertTrue(domain.isElapsed(cookie));
        assertTrue(domain.synchronize(0));
        domain.synchronize();
    }

    @Test
    void cookiesGrow() {
        final long first = domain.startGracePeriod();
        assertEquals(2, first);
        assertEquals(3, domain.startGracePeriod());
        assertTrue(domain.isElapsed(first));
    }

    @Test
    void sectionRunningAtTheStartHoldsTheGracePeriodBackUntilItsExit() {
        final Reader reader = domain.register();
        reader.enter();
        final long cookie = domain.startGracePeriod();
        assertFalse(domain.isElapsed(cookie));
        assertFalse(domain.isElapsed(cookie));
        reader.exit();
        assertTrue(domain.isElapsed(cookie));
        reader.enter();
        assertTrue(domain.isElapsed(cookie), "once over, over forever");
    }

    @Test
    void laterSectionDoesNotHoldTheGracePeriodBack() {
        final Reader early = domain.register();
        final Reader late = domain.register();
        early.enter();
        final long cookie = domain.startGracePeriod();
        late.enter();
        assertFalse(domain.isElapsed(cookie));
        early.exit();
        assertTrue(domain.isElapsed(cookie));
        final long next = domain.startGracePeriod();
        assertFalse(domain.isElapsed(next), "but it holds back the next one");
        late.exit();
        assertTrue(domain.isElapsed(next));
    }

    @Test
    void eachCookieWaitsForItsOwnSectionsOnly() {
        final List<Reader> readers = new ArrayList<>();
        final List<Long> cookies = new ArrayList<>();
        for (int i = 0; i < 8; i++) {
            final Reader reader = domain.register();
            reader.enter();
            readers.add(reader);
            cookies.add(domain.startGracePeriod());
        }
        for (int ended = 0; ended < 8; ended++) {
            for (int i = 0; i < 8; i++) {
                assertEquals(i < ended, domain.isElapsed(cookies.get(i)), "ended=" + ended + ", i=" + i);
            }
            readers.get(ended).exit();
        }
        assertTrue(domain.isElapsed(cookies.get(7)));
    }

    @Test
    void readerRegisteredAfterTheCookieDoesNotHoldItBack() {
        final long cookie = domain.startGracePeriod();
        final Reader reader = domain.register();
        reader.enter();
        assertTrue(domain.isElapsed(cookie));
    }

    /** A reader that was descheduled between loading the epoch and storing it. */
    @Test
    void staleEpochDelaysGracePeriodsAndBreaksNone() {
        final long[] stale = {0};
        final RcuDomain slow = new RcuDomain("stale", new GracePeriods() {
            @Override
            Reader newReader(final PaddedLong source, final Thread owner) {
                return new Reader(source, registry(), owner) {
                    @Override
                    void announce(final long loadedEpoch) {
                        super.announce(stale[0]);
                    }
                };
            }
        });
        final Reader reader = slow.register();
        stale[0] = 1;
        final long before = slow.startGracePeriod();
        assertTrue(slow.isElapsed(before));
        reader.enter();
        assertTrue(slow.isElapsed(before), "completed never falls");
        assertEquals(List.of(), slow.holders(before), "nobody holds back what is over");
        final long later = slow.startGracePeriod();
        assertFalse(slow.isElapsed(later));
        reader.exit();
        assertTrue(slow.isElapsed(later));
        assertEquals(later - 1, slow.stats().gracePeriodsCompleted());
    }

    @Test
    void endlessOverlappingReadersDoNotStarveAnUpdater() throws InterruptedException {
        final AtomicBoolean stop = new AtomicBoolean();
        final CountDownLatch running = new CountDownLatch(1);
        final Thread thread = new Thread(() -> overlap(stop, running));
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

    @Test
    void invalidCookiesAreRefused() {
        domain.startGracePeriod();
        for (final long cookie : new long[] {Long.MIN_VALUE, -1, 0, 1, 3, Long.MAX_VALUE}) {
            assertThrows(IllegalArgumentException.class, () -> domain.isElapsed(cookie), "cookie=" + cookie);
            assertThrows(IllegalArgumentException.class, () -> domain.holders(cookie), "cookie=" + cookie);
        }
    }

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
    void cookiesMayBeMadeAndAskedForInsideASection() {
        final Reader reader = domain.register();
        reader.enter();
        assertFalse(domain.isElapsed(domain.startGracePeriod()));
        reader.exit();
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
    void domainsAreIndependent() {
        final RcuDomain other = RcuDomain.strict("other");
        final Reader reader = other.register();
        reader.enter();
        domain.synchronize();
        assertTrue(domain.isElapsed(domain.startGracePeriod()));
        assertFalse(other.isElapsed(other.startGracePeriod()));
        reader.exit();
    }

    private static void sleep(final long millis) {
        try {
            Thread.sleep(millis);
        } catch (final InterruptedException e) {
            throw new AssertionError(e);
        }
    }
}
