package org.pagurus.rcu;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.function.Consumer;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.pagurus.rcu.internal.grace.GracePeriods;
import org.pagurus.rcu.internal.grace.Waiting;

/** Many waiters need hardly more scans than one, and far fewer grace periods than they are. */
@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class SharingTest {
    private static final int CALLERS = 1_000;
    private static final int WAITERS = 200;
    private static final long HELD_MILLIS = 300;

    @Test
    void concurrentWaitersShareScans() throws InterruptedException {
        final long shared = scansOfConcurrentWaiters(RcuDomain.builder().strict());
        final long unshared = scansOfConcurrentWaiters(Mutation.waitersDoNotShareScans().strict());

        // About one scan each millisecond, and about one for each waiter.
        assertTrue(shared < unshared / 8, "shared=" + shared + ", unshared=" + unshared);
    }

    /** With a control that shares nothing: expedited callers, each with a grace period of its own. */
    @Test
    void aThousandConcurrentSynchronizeCallsNeedFarFewerGracePeriods() throws InterruptedException {
        final long shared = gracePeriodsOfAThousand(RcuDomain::synchronize, true);
        final long own = gracePeriodsOfAThousand(RcuDomain::expedite, false);

        assertEquals(CALLERS, own);
        assertEquals(2, shared, "the leader's, and one for all that came while it led");
    }

    private static long gracePeriodsOfAThousand(final Consumer<RcuDomain> wait, final boolean parks)
            throws InterruptedException {
        final CountDownLatch concurrent = new CountDownLatch(CALLERS - 1);
        final RcuDomain domain = new RcuBuilder(new Assembly() {
            @Override
            Waiting waiting(final GracePeriods gracePeriods) {
                return new Waiting(gracePeriods) {
                    @Override
                    protected long next() {
                        // All of them are in their call: else a slow machine makes the last ones come when the first have gone.
                        final long next = super.next();
                        concurrent.countDown();
                        SectionHolder.await(concurrent);
                        return next;
                    }
                };
            }
        }).strict();
        final List<Thread> callers = new ArrayList<>();
        try (SectionHolder holder = SectionHolder.enter(domain, "holder")) {
            for (int i = 0; i < CALLERS; i++) {
                final Thread caller = new Thread(() -> wait.accept(domain));
                caller.start();
                callers.add(caller);
                // The first one leads before the second one comes: it parks only as the leader.
                while (i == 0 && (domain.stats().waiters() == 0 || parks && caller.getState() != Thread.State.TIMED_WAITING)) {
                    Thread.sleep(1);
                }
            }
            while (domain.stats().waiters() < CALLERS) {
                Thread.sleep(1);
            }
            holder.leave();
            for (final Thread caller : callers) {
                caller.join();
            }
        }
        assertEquals(0, domain.stats().waiters());
        return domain.stats().gracePeriodsStarted();
    }

    /** How many scans are done while all wait for one section, once they have stopped spinning. */
    private static long scansOfConcurrentWaiters(final RcuDomain domain) throws InterruptedException {
        final List<Thread> waiters = new ArrayList<>();
        long scans;
        try (SectionHolder holder = SectionHolder.enter(domain, "holder")) {
            for (int i = 0; i < WAITERS; i++) {
                final Thread waiter = new Thread(domain::synchronize);
                waiter.start();
                waiters.add(waiter);
            }
            for (final Thread waiter : waiters) {
                while (waiter.getState() != Thread.State.TIMED_WAITING) {
                    Thread.sleep(1);
                }
            }
            scans = -domain.stats().scans();
            Thread.sleep(HELD_MILLIS);
            scans += domain.stats().scans();
            holder.leave();
            for (final Thread waiter : waiters) {
                waiter.join();
            }
        }
        assertEquals(domain.stats().gracePeriodsStarted(), domain.stats().gracePeriodsCompleted());
        // One for the grace period of each waiter, however often it looks, or fewer; the sharing of scans has no part in it.
        assertTrue(domain.stats().scanFences() <= WAITERS, domain.stats().toString());
        return scans;
    }
}
