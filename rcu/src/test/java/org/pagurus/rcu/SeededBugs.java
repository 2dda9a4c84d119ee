package org.pagurus.rcu;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;

/** Shipped classes with one bug each, put in at the seams of {@link GracePeriods} and {@link Reader}. */
final class SeededBugs {
    private static final VarHandle STATE;

    static {
        try {
            STATE = MethodHandles.lookup().findVarHandle(ReaderState.class, "state", long.class);
        } catch (final ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    private SeededBugs() {
    }

    /** Enter stores no state: no scan sees the section. */
    static GracePeriods enterDoesNotAnnounce(final FenceChoice choice) {
        return new GracePeriods(choice) {
            @Override
            Reader newReader(final PaddedLong source, final Thread owner) {
                return new Reader(source, registry(), fence().isFull(), owner) {
                    @Override
                    void announce(final long loadedEpoch) {
                        // The bug: nothing.
                    }
                };
            }
        };
    }

    /** Enter stores the state, and does not order the store before the loads of the section. */
    static GracePeriods enterWithoutFence(final FenceChoice choice) {
        return new GracePeriods(choice) {
            @Override
            Reader newReader(final PaddedLong source, final Thread owner) {
                return new Reader(source, registry(), fence().isFull(), owner) {
                    @Override
                    void announce(final long loadedEpoch) {
                        STATE.setRelease(this, loadedEpoch);
                    }
                };
            }
        };
    }

    /** The scan of a domain whose readers have no fence orders its own thread only. */
    static GracePeriods scanWithoutMembarrier(final FenceChoice choice) {
        return new GracePeriods(choice) {
            @Override
            void fenceAgainstReaders() {
                VarHandle.fullFence();
            }
        };
    }

    /** The scan leaves out the reader that was registered first. */
    static GracePeriods scanSkipsOneReader(final FenceChoice choice) {
        return new GracePeriods(choice) {
            @Override
            long oldest(final Reader[] readers, final long current) {
                long oldest = current;
                for (int i = 1; i < readers.length; i++) {
                    oldest = Epochs.older(oldest, readers[i].stateAcquire());
                }
                return oldest;
            }
        };
    }

    /** A grace period counts as over when the one before it is. */
    static GracePeriods elapsedOneEarly(final FenceChoice choice) {
        return new GracePeriods(choice) {
            @Override
            boolean isKnownElapsed(final long cookie) {
                return super.isKnownElapsed(cookie - 1);
            }
        };
    }

    /** Every waiter scans each time it looks, whatever others have done. */
    static GracePeriods waitersDoNotShareScans(final FenceChoice choice) {
        return new GracePeriods(choice) {
            @Override
            boolean isOwnScanDue(final long seenScans) {
                return true;
            }
        };
    }

    /** The sums of the section counters leave out the first of two stripes. */
    static SectionCounters sumsSkipOneStripe() {
        return new SectionCounters(2) {
            @Override
            int firstStripe() {
                return 1;
            }
        };
    }

    /** After the flip nobody waits for the old index: only one of the two scans is left. */
    static SectionCounters onlyOneFlipScan() {
        return new SectionCounters() {
            @Override
            boolean isOldIndexDrained(final int inactive) {
                return true;
            }
        };
    }
}
