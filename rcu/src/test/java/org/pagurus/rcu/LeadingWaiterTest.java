package org.pagurus.rcu;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.pagurus.rcu.internal.grace.GracePeriods;
import org.pagurus.rcu.internal.grace.Waiting;

/** One waiter looks for all. What happens when it leaves, or gets stuck. */
@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class LeadingWaiterTest {
    private static final long LIMIT_NANOS = TimeUnit.MILLISECONDS.toNanos(60);

    /** Followers that never look for themselves: only being woken can end their wait. */
    private static RcuBuilder trustfulFollowers() {
        return new RcuBuilder(new Assembly() {
            @Override
            Waiting waiting(final GracePeriods gracePeriods) {
                return new Waiting(gracePeriods) {
                    @Override
                    protected long followNanos() {
                        return Long.MAX_VALUE;
                    }
                };
            }
        });
    }

    private static Thread start(final RcuDomain domain, final Runnable body) throws InterruptedException {
        final long before = domain.stats().waiters();
        final Thread thread = new Thread(body);
        thread.setDaemon(true);
        thread.start();
        while (domain.stats().waiters() == before || thread.getState() != Thread.State.TIMED_WAITING) {
            Thread.sleep(1);
        }
        return thread;
    }

    @Test
    void aLeaderWhoseTimeIsUpLetsAnotherOneLead() throws InterruptedException {
        final RcuDomain domain = trustfulFollowers().strict();
        final AtomicBoolean inTime = new AtomicBoolean(true);
        final List<Thread> followers = new ArrayList<>();
        try (SectionHolder holder = SectionHolder.enter(domain, "holder")) {
            final Thread leader = start(domain, () -> inTime.set(domain.synchronize(TimeUnit.MILLISECONDS.toNanos(500))));
            for (int i = 0; i < 3; i++) {
                // The first of them leaves before it can lead, and has to pass it on.
                final long timeoutNanos = i == 0 ? TimeUnit.MILLISECONDS.toNanos(500) : Long.MAX_VALUE;
                followers.add(start(domain, () -> domain.synchronize(timeoutNanos)));
            }
            leader.join();
            assertFalse(inTime.get());
            followers.get(0).join();
            Thread.sleep(20);
            assertTrue(followers.get(1).isAlive() && followers.get(2).isAlive());
            holder.leave();
            followers.get(1).join();
            followers.get(2).join();
        }
        assertEquals(0, domain.stats().waiters());
        domain.close();
    }

    @Test
    void whoComesWhileAnotherLeadsGetsAGracePeriodOfItsOwnTime() throws InterruptedException {
        final RcuDomain domain = trustfulFollowers().strict();
        try (SectionHolder first = SectionHolder.enter(domain, "first")) {
            final Thread leader = start(domain, domain::synchronize);
            try (SectionHolder second = SectionHolder.enter(domain, "second")) {
                final Thread follower = start(domain, domain::synchronize);
                while (domain.stats().gracePeriodsStarted() < 2) {
                    assertTrue(leader.isAlive(), "the leader starts it, at its next look");
                    Thread.sleep(1);
                }
                first.leave();
                leader.join();
                follower.join(100);
                assertTrue(follower.isAlive(), "the second section began before it called");
                second.leave();
                follower.join();
            }
        }
        assertEquals(2, domain.stats().gracePeriodsStarted());
    }

    /** The listener runs on the leader's thread. */
    @Test
    void aLeaderInASlowListenerHoldsNobodyUp() throws InterruptedException {
        assertTrue(followerEndsWhileTheListenerRuns(RcuDomain.builder(), 10_000));
        assertFalse(followerEndsWhileTheListenerRuns(trustfulFollowers(), 300), "else the test could not fail");
    }

    private static boolean followerEndsWhileTheListenerRuns(final RcuBuilder builder, final long millis)
            throws InterruptedException {
        final RcuDomain domain = builder.stallLimit(LIMIT_NANOS).strict();
        final CountDownLatch listening = new CountDownLatch(1);
        final CountDownLatch goOn = new CountDownLatch(1);
        final AtomicInteger reports = new AtomicInteger();
        domain.onStall(report -> {
            reports.incrementAndGet();
            listening.countDown();
            SectionHolder.await(goOn);
        });
        final boolean ended;
        try (SectionHolder holder = SectionHolder.enter(domain, "holder")) {
            final Thread leader = start(domain, domain::synchronize);
            final Thread follower = start(domain, domain::synchronize);
            listening.await();
            holder.leave();
            follower.join(millis);
            ended = !follower.isAlive();
            goOn.countDown();
            leader.join();
            follower.join();
        }
        assertEquals(1, reports.get());
        return ended;
    }

    /** The leader leaves between a follower's look at its place and the follower's enlisting: nobody is left to wake it. */
    @Test
    void aFollowerThatEnlistsAfterTheLeaderLeftLeadsItself() throws InterruptedException {
        final AtomicReference<Runnable> afterFirstTry = new AtomicReference<>();
        final RcuDomain domain = new RcuBuilder(new Assembly() {
            @Override
            Waiting waiting(final GracePeriods gracePeriods) {
                return new Waiting(gracePeriods) {
                    @Override
                    protected long followNanos() {
                        return Long.MAX_VALUE;
                    }

                    @Override
                    protected boolean takeLead() {
                        final boolean leads = super.takeLead();
                        final Runnable action = leads ? null : afterFirstTry.getAndSet(null);
                        if (action != null) {
                            action.run();
                        }
                        return leads;
                    }
                };
            }
        }).strict();
        try (SectionHolder first = SectionHolder.enter(domain, "first")) {
            final Thread leader = start(domain, domain::synchronize);
            try (SectionHolder second = SectionHolder.enter(domain, "second")) {
                afterFirstTry.set(() -> {
                    first.leave();
                    join(leader);
                });
                final Thread follower = new Thread(domain::synchronize);
                follower.start();
                join(leader);
                follower.join(50);
                second.leave();
                follower.join(20_000);
                assertFalse(follower.isAlive(), "it must look for itself");
            }
        }
    }

    private static void join(final Thread thread) {
        try {
            thread.join();
        } catch (final InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    /** The driver scans, but starts nothing that a follower needs: that is no look. */
    @Test
    void scansOfADriverDoNotKeepAFollowerFromLooking() throws InterruptedException {
        final RcuDomain domain = RcuDomain.builder().stallLimit(LIMIT_NANOS).strict();
        final CountDownLatch listening = new CountDownLatch(1);
        final CountDownLatch goOn = new CountDownLatch(1);
        domain.onStall(report -> {
            listening.countDown();
            SectionHolder.await(goOn);
        });
        try (SectionHolder holder = SectionHolder.enter(domain, "holder")) {
            final Thread leader = start(domain, domain::synchronize);
            listening.await();
            final Thread follower = start(domain, domain::synchronize);
            final RcuDriver driver = domain.driver();
            driver.onStart();
            final long beginNanos = System.nanoTime();
            while (domain.stats().gracePeriodsStarted() < 2) {
                driver.doWork();
                Thread.sleep(1);
                assertTrue(System.nanoTime() - beginNanos < TimeUnit.SECONDS.toNanos(20), "nobody starts the follower's");
            }
            driver.onClose();
            holder.leave();
            follower.join();
            goOn.countDown();
            leader.join();
        }
    }
}
