package org.pagurus.rcu.internal.grace;

import org.pagurus.rcu.internal.readers.ReaderRegistry;
import org.pagurus.rcu.internal.stalls.StallDetector;

/**
 * Grace periods that wait for counted sections as well as for registered readers.
 */
public final class SleepableGracePeriods extends GracePeriods {
    private final SectionCounters counters;

    /** As {@link GracePeriods}, with counters of its own. */
    public SleepableGracePeriods(final ReaderRegistry registry, final StallDetector stalls, final boolean readersFence,
            final SectionCounters counters) {
        super(registry, stalls, readersFence);
        this.counters = counters;
    }

    /** What sections opened by ticket are counted in. */
    public SectionCounters counters() {
        return counters;
    }

    /** A grace period is over when the registered readers and the counted sections both let it be. */
    @Override
    protected long oldest(final long current) {
        return Math.min(super.oldest(current), counters.settle(current));
    }

    @Override
    public long countedSections() {
        return counters.open();
    }
}
