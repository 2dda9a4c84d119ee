package org.pagurus.rcu;

import org.pagurus.rcu.internal.callbacks.CallbackQueue;
import org.pagurus.rcu.internal.grace.GracePeriods;
import org.pagurus.rcu.internal.readers.Epochs;
import org.pagurus.rcu.internal.stalls.StallDetector;

/**
 * Counters of one {@link RcuDomain}, read one after the other while the domain runs: each is exact at its own moment, their sums
 * and differences are not.
 *
 * @param gracePeriodsStarted   how many grace periods were started, by {@code startGracePeriod}, by waiting threads, which share
 *                              them, and for callbacks, which share them as well
 * @param gracePeriodsCompleted how many of them are known to be over. It lags behind while nobody asks: only a scan raises it
 * @param scans                 how often all readers were looked at
 * @param scanFences            how many of the scans ran a fence, with {@link Fence#ASYMMETRIC} a membarrier. The others looked
 *                              again at readers that an earlier fence had ordered
 * @param waiters               how many threads wait for a grace period
 * @param readersRegistered     how many readers are registered, with those of terminated threads that were not met yet
 * @param readersInSection      how many of them are inside a section
 * @param readersReclaimed      how many readers were dropped because their thread had terminated without closing them
 * @param countedSections       how many sections of a {@link SleepableDomain} are open by ticket, without a registered reader
 * @param deferredWaiting       how many callbacks wait for their grace period or for somebody to poll, or run
 * @param deferredWaitingBytes  what they will free, in bytes, as {@code defer} was told
 * @param callbacksRun          how many callbacks have ended, with those that threw
 * @param callbacksThrown       how many callbacks have ended by throwing
 * @param callbacksAbandoned    how many callbacks were dropped by {@code abandon}
 * @param overBudgetWaits       how many {@code defer} had to wait because the budget was used up
 * @param overBudgetRejected    how many were rejected for it
 * @param overBudgetAdmitted    how many were taken in all the same, as they could not wait where they were called
 * @param stallsEscalated       how many grace periods have lasted for half of the limit
 * @param stalls                how many have lasted for the limit, and so were reported
 * @param stallListenerFailures how many reports ended in an exception of the listener
 * @param prioritiesRaised      how many readers got a higher priority from the operating system
 * @param prioritiesRefused     how many did not, because it was not permitted
 * @param fence                 {@link Fence#FULL} or {@link Fence#ASYMMETRIC}
 * @param fenceReason           who asked for the fence, and why it is this one
 */
public record RcuStats(long gracePeriodsStarted, long gracePeriodsCompleted, long scans, long scanFences, long waiters,
        int readersRegistered, int readersInSection, long readersReclaimed, long countedSections, long deferredWaiting,
        long deferredWaitingBytes, long callbacksRun, long callbacksThrown, long callbacksAbandoned, long overBudgetWaits,
        long overBudgetRejected, long overBudgetAdmitted, long stallsEscalated, long stalls, long stallListenerFailures,
        long prioritiesRaised, long prioritiesRefused, Fence fence, String fenceReason) {
    static RcuStats of(final DomainParts parts, final BackPressure backPressure) {
        final GracePeriods gracePeriods = parts.gracePeriods();
        final CallbackQueue callbacks = parts.callbacks();
        final StallDetector stalls = gracePeriods.stalls();
        // Completed before started, so that it is never the higher one.
        final long completed = gracePeriods.completed() - Epochs.FIRST;
        final long started = gracePeriods.epoch() - Epochs.FIRST;
        return new RcuStats(started, completed, gracePeriods.scans(), gracePeriods.fences(), parts.waiting().waiters(),
            gracePeriods.registry().slotsVolatile().length, gracePeriods.registry().inSection(),
            gracePeriods.registry().reclaimed(), gracePeriods.countedSections(), callbacks.waiting(), callbacks.waitingBytes(),
            callbacks.finished(), callbacks.thrown(), callbacks.abandoned(), backPressure.waits(), backPressure.rejected(),
            backPressure.admitted(), stalls.escalations(), stalls.stalls(), stalls.failures(), stalls.boosted(),
            stalls.boostsRefused(), parts.fence().fence(), parts.fence().reason());
    }
}
