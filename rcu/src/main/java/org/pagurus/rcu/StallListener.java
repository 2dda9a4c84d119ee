package org.pagurus.rcu;

/**
 * Learns of grace periods that do not end: {@link RcuDomain#onStall}.
 */
@FunctionalInterface
public interface StallListener {
    /**
     * A grace period has lasted for the limit of the domain; called again when it has lasted twice as long, four times, and so
     * on. Runs on whichever thread waits for grace periods, polls or drives, so it should return soon. What it throws is counted
     * and dropped. It may call the domain, {@link RcuDomain#abandon()} for one, but must not wait for it.
     *
     * @param report who is in the way, and what waits
     */
    void onStall(StallReport report);
}
