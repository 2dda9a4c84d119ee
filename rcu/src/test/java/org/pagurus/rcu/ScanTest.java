package org.pagurus.rcu;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.pagurus.rcu.internal.base.PaddedLong;
import org.pagurus.rcu.internal.grace.GracePeriods;
import org.pagurus.rcu.internal.readers.ReaderRegistry;
import org.pagurus.rcu.internal.stalls.StallDetector;

/** What happens while a scan runs, at chosen moments. */
@Timeout(value = 30, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class ScanTest {
    /** A reader that was descheduled between loading the epoch and storing it. */
    @Test
    void staleEpochDelaysGracePeriodsAndBreaksNone() {
        final RcuDomain slow = Mutation.readersLoad(new PaddedLong(1)).strict();
        final Reader reader = slow.register();
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
        final Interleaving late = new Interleaving();
        late.beforeEpochIsLoaded = () -> {
            late.reader = late.domain.register();
            late.enterAndStart();
        };
        assertTrue(late.domain.isElapsed(late.domain.startGracePeriod()));
        assertFalse(late.domain.isElapsed(late.cookie));
        late.reader.exit();
        assertTrue(late.domain.isElapsed(late.cookie));
    }

    /** The scan must load the epoch before the states. */
    @Test
    void scanDoesNotMissASectionThatBeginsAfterItLoadedTheState() {
        final Interleaving late = new Interleaving();
        late.reader = late.domain.register();
        late.afterStatesAreLoaded = late::enterAndStart;
        assertTrue(late.domain.isElapsed(late.domain.startGracePeriod()));
        assertFalse(late.domain.isElapsed(late.cookie));
        late.reader.exit();
        assertTrue(late.domain.isElapsed(late.cookie));
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

    /** A domain in which something happens in the middle of its first scan. */
    private static final class Interleaving extends Assembly {
        private final RcuDomain domain = new RcuBuilder(this).strict();
        private Runnable beforeEpochIsLoaded = () -> { };
        private Runnable afterStatesAreLoaded = () -> { };
        private Reader reader;
        private long cookie;

        private void enterAndStart() {
            reader.enter();
            cookie = domain.startGracePeriod();
        }

        @Override
        GracePeriods gracePeriods(final ReaderRegistry registry, final StallDetector stalls, final boolean readersFence) {
            return new GracePeriods(registry, stalls, readersFence) {
                private boolean loaded;
                private boolean scanned;

                @Override
                public long epoch() {
                    if (!loaded) {
                        loaded = true;
                        beforeEpochIsLoaded.run();
                    }
                    return super.epoch();
                }

                @Override
                protected long oldest(final long current) {
                    final long oldest = super.oldest(current);
                    if (!scanned) {
                        scanned = true;
                        afterStatesAreLoaded.run();
                    }
                    return oldest;
                }
            };
        }
    }

    /** Its fence must be one that began after it: the epoch is loaded before the fence, not after. */
    @Test
    void aFenceDoesNotServeWhatStartsWhileItRuns() {
        final long[] during = new long[1];
        final RcuDomain domain = new RcuBuilder(new Assembly() {
            @Override
            GracePeriods gracePeriods(final ReaderRegistry registry, final StallDetector stalls, final boolean readersFence) {
                return new GracePeriods(registry, stalls, readersFence) {
                    @Override
                    protected void fenceAgainstReaders() {
                        super.fenceAgainstReaders();
                        if (during[0] == 0) {
                            during[0] = start();
                        }
                    }
                };
            }
        }).strict();
        final Reader reader = domain.register();
        reader.enter();
        assertFalse(domain.isElapsed(domain.startGracePeriod()));
        assertFalse(domain.isElapsed(during[0]));
        assertEquals(2, domain.stats().scanFences());
        reader.exit();
    }
}
