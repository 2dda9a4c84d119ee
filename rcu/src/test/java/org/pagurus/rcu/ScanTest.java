package org.pagurus.rcu;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What happens while a scan runs, at chosen moments. */
@Timeout(value = 30, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class ScanTest {
    /** A reader that was descheduled between loading the epoch and storing it. */
    @Test
    void staleEpochDelaysGracePeriodsAndBreaksNone() {
        final long[] stale = {0};
        final RcuDomain slow = new RcuDomain("stale", new GracePeriods() {
            @Override
            Reader newReader(final PaddedLong source, final Thread owner) {
                return new Reader(source, registry(), fence().isFull(), owner) {
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
        assertTrue(slow.isElapsed(before));
        assertEquals(List.of(), slow.holders(before), "nobody holds back what is over");
        final long later = slow.startGracePeriod();
        assertFalse(slow.isElapsed(later));
        assertTrue(slow.isElapsed(before), "completed never falls, though a scan met a state below it");
        reader.exit();
        assertTrue(slow.isElapsed(later));
        assertEquals(later - 1, slow.stats().gracePeriodsCompleted());
    }

    /** The scan must load the epoch before the array of readers. */
    @Test
    void scanDoesNotMissAReaderThatComesBeforeItLoadsTheEpoch() {
        final Reader[] late = new Reader[1];
        final long[] cookie = new long[1];
        final RcuDomain interleaved = new RcuDomain("interleaved", new GracePeriods() {
            @Override
            long epoch() {
                if (late[0] == null) {
                    late[0] = register();
                    late[0].enter();
                    cookie[0] = start();
                }
                return super.epoch();
            }
        });
        assertTrue(interleaved.isElapsed(interleaved.startGracePeriod()));
        assertFalse(interleaved.isElapsed(cookie[0]));
        late[0].exit();
        assertTrue(interleaved.isElapsed(cookie[0]));
    }

    /** The scan must load the epoch before the states. */
    @Test
    void scanDoesNotMissASectionThatBeginsAfterItLoadedTheState() {
        final Reader[] late = new Reader[1];
        final long[] cookie = new long[1];
        final RcuDomain interleaved = new RcuDomain("interleaved", new GracePeriods() {
            @Override
            long oldest(final Reader[] readers, final long current) {
                final long oldest = super.oldest(readers, current);
                if (cookie[0] == 0) {
                    late[0].enter();
                    cookie[0] = start();
                }
                return oldest;
            }
        });
        late[0] = interleaved.register();
        assertTrue(interleaved.isElapsed(interleaved.startGracePeriod()));
        assertFalse(interleaved.isElapsed(cookie[0]));
        late[0].exit();
        assertTrue(interleaved.isElapsed(cookie[0]));
    }

    /** Looking again needs no fence, a younger grace period needs one of its own. */
    @Test
    void oneFenceServesEveryLookAtOneGracePeriod() {
        final RcuDomain domain = RcuDomain.strict();
        final Reader reader = domain.register();
        reader.enter();
        final long first = domain.startGracePeriod();
        final long second = domain.startGracePeriod();
        for (int i = 0; i < 10; i++) {
            assertFalse(domain.isElapsed(second));
            assertFalse(domain.isElapsed(first));
        }
        assertEquals(1, domain.stats().scanFences());
        assertEquals(20, domain.stats().scans());
        assertFalse(domain.isElapsed(domain.startGracePeriod()));
        assertEquals(2, domain.stats().scanFences());
        reader.exit();
        assertTrue(domain.isElapsed(first));
        assertEquals(2, domain.stats().scanFences());
    }
}
