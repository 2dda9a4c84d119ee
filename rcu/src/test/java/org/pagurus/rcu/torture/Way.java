package org.pagurus.rcu.torture;

/** How an updater waits for a grace period. */
public enum Way {
    /** {@code synchronize()}: may share its grace period with other callers. */
    SYNCHRONIZE("synchronize()"),
    /** {@code synchronize(timeout)}, again and again until it succeeds. */
    SYNCHRONIZE_TIMED("synchronize(timeout)"),
    /** {@code expedite()}. */
    EXPEDITE("expedite()"),
    /** {@code startGracePeriod()}, then {@code isElapsed(cookie)} until it is true. */
    POLL("start, isElapsed"),
    /** {@code defer(Runnable)}. */
    DEFER_TASK("defer(task)"),
    /** {@code defer(LongConsumer, long)}. */
    DEFER_ACTION("defer(action, number)"),
    /** {@code defer}, then {@code barrier()}. */
    BARRIER("defer, barrier()");

    private final String title;

    Way(final String title) {
        this.title = title;
    }

    /** The name for people. */
    public String title() {
        return title;
    }
}
