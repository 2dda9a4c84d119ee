package org.pagurus.rcu;

/**
 * Counters of one {@link RcuDomain}, read one after the other while the domain runs: each is exact at its own moment, their sums
 * and differences are not.
 *
 * @param gracePeriodsStarted   how many grace periods were started: one for each {@code startGracePeriod}, {@code synchronize}
 *                              and {@code defer}, and one by {@code close}
 * @param gracePeriodsCompleted how many of them are known to be over. It lags behind while nobody asks: only a scan raises it
 * @param scans                 how often all readers were looked at
 * @param scanFences            how many of the scans ran a fence, with {@link Fence#ASYMMETRIC} a membarrier. The others looked
 *                              again at readers that an earlier fence had ordered
 * @param readersRegistered     how many readers are registered, with those of terminated threads that were not met yet
 * @param readersInSection      how many of them are inside a section
 * @param countedSections       how many sections of a {@link SleepableDomain} are open by ticket, without a registered reader
 * @param deferredWaiting       how many callbacks wait for their grace period or for somebody to poll
 * @param callbacksRun          how many callbacks have ended, with those that threw
 * @param callbacksThrown       how many callbacks have ended by throwing
 * @param readersReclaimed      how many readers were dropped because their thread had terminated without closing them
 * @param fence                 {@link Fence#FULL} or {@link Fence#ASYMMETRIC}
 * @param fenceReason           who asked for the fence, and why it is this one
 */
public record RcuStats(long gracePeriodsStarted, long gracePeriodsCompleted, long scans, long scanFences, int readersRegistered,
        int readersInSection, long countedSections, long deferredWaiting, long callbacksRun, long callbacksThrown,
        long readersReclaimed, Fence fence, String fenceReason) {
    static RcuStats of(final GracePeriods gracePeriods, final CallbackQueue callbacks) {
        final Reader[] readers = gracePeriods.registry().readersVolatile();
        int inSection = 0;
        for (final Reader reader : readers) {
            if (reader.stateAcquire() != Epochs.IDLE) {
                inSection++;
            }
        }
        // Completed before started, so that it is never the higher one.
        final long completed = gracePeriods.completed() - Epochs.FIRST;
        final long started = gracePeriods.epoch() - Epochs.FIRST;
        final FenceChoice fence = gracePeriods.fence();
        return new RcuStats(started, completed, gracePeriods.scans(), gracePeriods.fences(), readers.length, inSection,
            gracePeriods.countedSections(), callbacks.waiting(), callbacks.finished(), callbacks.thrown(),
            gracePeriods.registry().reclaimed(), fence.fence(), fence.reason());
    }
}
