package org.pagurus.rcu.internal.grace;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

/** What happens to the counters at chosen moments. */
class SectionCountersTest {
    private static final int STRIPES = 4;

    /** A section that comes and goes between the two sums must not stand in for one that stays. */
    @Test
    void unlocksAreSummedBeforeLocks() {
        final int[] sums = {0};
        final SectionCounters counters = new SectionCounters(STRIPES) {
            @Override
            long locks(final int index) {
                return afterFirstSum(super.locks(index));
            }

            @Override
            long unlocks(final int index) {
                return afterFirstSum(super.unlocks(index));
            }

            private long afterFirstSum(final long sum) {
                if (sums[0]++ == 0) {
                    exit(enter());
                }
                return sum;
            }
        };
        final long open = counters.enter();
        assertFalse(counters.drained(0));
        assertEquals(2, sums[0]);
        counters.exit(open);
        assertTrue(counters.drained(0));
    }

    /** A reader that loads the index, and counts itself in when the flip is over. */
    @Test
    void stragglerOfTheOldIndexHoldsTheNextGracePeriodBack() {
        assertFalse(settlesOverAStraggler(false));
        assertTrue(settlesOverAStraggler(true), "seeded bug: the first drain is left out");
    }

    private static boolean settlesOverAStraggler(final boolean broken) {
        final boolean[] armed = {false};
        final SectionCounters counters = new SectionCounters(STRIPES) {
            @Override
            int activeIndex() {
                final int index = super.activeIndex();
                if (armed[0]) {
                    armed[0] = false;
                    assertEquals(2, settle(2), "a grace period comes and goes");
                }
                return index;
            }

            @Override
            boolean areStragglersGone(final int inactive) {
                return broken || super.areStragglersGone(inactive);
            }
        };
        armed[0] = true;
        final long straggler = counters.enter();
        assertEquals(0, Tickets.index(straggler));
        assertEquals(1, counters.activeIndex());
        final boolean settled = counters.settle(3) >= 3;
        counters.exit(straggler);
        assertTrue(counters.settle(3) >= 3);
        return settled;
    }

    /** Sections that begin after the flip do not delay the grace period, those that began before do. */
    @Test
    void onlySectionsFromBeforeTheFlipAreWaitedFor() {
        final SectionCounters counters = new SectionCounters(STRIPES);
        final long early = counters.enter();
        assertEquals(1, counters.settle(2));
        final long late = counters.enter();
        assertEquals(1, counters.settle(2));
        assertEquals(2, counters.open());
        counters.exit(early);
        assertEquals(2, counters.settle(2));
        assertEquals(2, counters.settle(3), "the next one does wait for it");
        counters.exit(late);
        assertEquals(3, counters.settle(3));
        assertEquals(0, counters.open());
    }

    /** What was asked for while a grace period was under way needs one of its own. */
    @Test
    void youngerTargetIsNotSettledByTheOlderGracePeriod() {
        final SectionCounters counters = new SectionCounters(STRIPES);
        final long early = counters.enter();
        assertEquals(1, counters.settle(2));
        final long late = counters.enter();
        assertEquals(1, counters.settle(5));
        counters.exit(early);
        assertEquals(2, counters.settle(5));
        counters.exit(late);
        assertEquals(5, counters.settle(5));
        assertEquals(5, counters.settle(4), "never falls");
    }
}
