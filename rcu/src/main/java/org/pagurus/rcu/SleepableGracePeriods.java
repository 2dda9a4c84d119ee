package org.pagurus.rcu;

/**
 * Grace periods that wait for counted sections as well as for registered readers.
 */
final class SleepableGracePeriods extends GracePeriods {
    private final SectionCounters counters;

    SleepableGracePeriods(final FenceChoice fence, final SectionCounters counters) {
        super(fence);
        this.counters = counters;
    }

    SectionCounters counters() {
        return counters;
    }

    /** A grace period is over when the registered readers and the counted sections both let it be. */
    @Override
    long oldest(final Reader[] readers, final long current) {
        return Math.min(super.oldest(readers, current), counters.settle(current));
    }

    @Override
    long countedSections() {
        return counters.open();
    }
}
