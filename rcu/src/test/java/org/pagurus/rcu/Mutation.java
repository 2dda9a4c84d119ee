package org.pagurus.rcu;

import java.lang.invoke.VarHandle;
import java.util.Locale;
import java.util.function.Supplier;

import org.pagurus.rcu.internal.base.PaddedLong;
import org.pagurus.rcu.internal.callbacks.Budget;
import org.pagurus.rcu.internal.callbacks.CallbackQueue;
import org.pagurus.rcu.internal.grace.GracePeriods;
import org.pagurus.rcu.internal.grace.SectionCounters;
import org.pagurus.rcu.internal.grace.Waiting;
import org.pagurus.rcu.internal.readers.ReaderRegistry;
import org.pagurus.rcu.internal.readers.ReaderSlot;
import org.pagurus.rcu.internal.stalls.StallDetector;

/**
 * The shipped classes with one bug each, put in at their seams. A test that cannot catch those that concern it proves nothing.
 */
public enum Mutation {
    /** Enter stores the state, and nothing orders the store before the loads of the section. */
    DROP_ENTER_FENCE(Fence.FULL, DropEnterFence::new),
    /** The scan of a domain whose readers have no fence orders its own thread only. */
    DROP_MEMBARRIER(Fence.ASYMMETRIC, DropMembarrier::new),
    /** The scan leaves out the reader that was registered first. */
    SKIP_SLOT(Fence.AUTO, SkipSlot::new),
    /** Readers register, and no scan ever sees them. */
    LOSE_REGISTRATION(Fence.AUTO, LoseRegistration::new),
    /** A grace period counts as over when the one before it is. */
    RECLAIM_ONE_EPOCH_EARLY(Fence.AUTO, ReclaimOneEpochEarly::new),
    /** What is retired is stamped with the epoch that is current, not with the one that begins. */
    STALE_RETIREMENT_STAMP(Fence.AUTO, StaleRetirementStamp::new),
    /** A caller of synchronize uses a grace period that began before it came. */
    JOIN_RUNNING_GRACE_PERIOD(Fence.AUTO, JoinRunningGracePeriod::new),
    /** Callbacks that were deferred while a grace period was under way run at its end. */
    CALLBACKS_JOIN_RUNNING_BATCH(Fence.AUTO, CallbacksJoinRunningBatch::new),
    /** A thread that waits while another one looks is never told, and never asks. */
    LOST_WAKE_UP(Fence.AUTO, LostWakeUp::new),
    /** The sums of the section counters leave out the first stripe. Sleepable domains only. */
    SUMS_SKIP_STRIPE(Fence.AUTO, SumsSkipStripe::new),
    /** After the flip nobody waits for the old index. Sleepable domains only. */
    ONE_FLIP_SCAN(Fence.AUTO, OneFlipScan::new);

    private final Fence fence;
    private final Supplier<Assembly> assembly;

    Mutation(final Fence fence, final Supplier<Assembly> assembly) {
        this.fence = fence;
        this.assembly = assembly;
    }

    /** The name for the command line: {@code drop-enter-fence}. */
    public String id() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** The fence with which the bug is one, or {@link Fence#AUTO} if it is one with each. */
    public Fence fence() {
        return fence;
    }

    /** Whether only sleepable domains have the part that is broken. */
    public boolean needsTickets() {
        return this == SUMS_SKIP_STRIPE || this == ONE_FLIP_SCAN;
    }

    /** Whether strict domains can have this bug. */
    public boolean isInStrict() {
        return !needsTickets();
    }

    /** Whether sleepable domains can. Those that are put in at a seam of {@code GracePeriods} cannot: theirs is a final class. */
    public boolean isInSleepable() {
        return switch (this) {
            case DROP_ENTER_FENCE, DROP_MEMBARRIER, RECLAIM_ONE_EPOCH_EARLY, STALE_RETIREMENT_STAMP -> false;
            default -> true;
        };
    }

    /** A builder of domains with this bug. */
    public RcuBuilder builder() {
        return new RcuBuilder(assembly.get());
    }

    private static final class DropEnterFence extends Assembly {
        @Override
        GracePeriods gracePeriods(final ReaderRegistry registry, final StallDetector stalls, final boolean readersFence) {
            return new GracePeriods(registry, stalls, readersFence) {
                @Override
                public boolean readersFence() {
                    return false;
                }
            };
        }
    }

    private static final class DropMembarrier extends Assembly {
        @Override
        GracePeriods gracePeriods(final ReaderRegistry registry, final StallDetector stalls, final boolean readersFence) {
            return new GracePeriods(registry, stalls, readersFence) {
                @Override
                protected void fenceAgainstReaders() {
                    VarHandle.fullFence();
                }
            };
        }
    }

    private static final class SkipSlot extends Assembly {
        @Override
        ReaderRegistry registry(final String name, final boolean strict, final boolean tids) {
            return new ReaderRegistry(name, strict, tids) {
                @Override
                protected int firstScanned() {
                    return 1;
                }
            };
        }
    }

    private static final class LoseRegistration extends Assembly {
        @Override
        ReaderRegistry registry(final String name, final boolean strict, final boolean tids) {
            return new ReaderRegistry(name, strict, tids) {
                @Override
                public void add(final ReaderSlot slot) {
                    // The bug: nothing.
                }
            };
        }
    }

    private static final class ReclaimOneEpochEarly extends Assembly {
        @Override
        GracePeriods gracePeriods(final ReaderRegistry registry, final StallDetector stalls, final boolean readersFence) {
            return new GracePeriods(registry, stalls, readersFence) {
                @Override
                public boolean isKnownElapsed(final long cookie) {
                    return super.isKnownElapsed(cookie - 1);
                }
            };
        }
    }

    private static final class StaleRetirementStamp extends Assembly {
        @Override
        GracePeriods gracePeriods(final ReaderRegistry registry, final StallDetector stalls, final boolean readersFence) {
            return new GracePeriods(registry, stalls, readersFence) {
                @Override
                public long start() {
                    // Not below the first cookie, which would be found out as none.
                    return Math.max(2, super.start() - 1);
                }
            };
        }
    }

    private static final class JoinRunningGracePeriod extends Assembly {
        @Override
        Waiting waiting(final GracePeriods gracePeriods) {
            return new Waiting(gracePeriods) {
                @Override
                protected long next() {
                    return super.next() - 1;
                }
            };
        }
    }

    private static final class CallbacksJoinRunningBatch extends Assembly {
        @Override
        CallbackQueue callbacks(final GracePeriods gracePeriods, final Budget budget) {
            return new CallbackQueue(gracePeriods, budget) {
                @Override
                protected long readyEnd(final long end, final long tail) {
                    return tail;
                }
            };
        }
    }

    private static final class LostWakeUp extends Assembly {
        @Override
        Waiting waiting(final GracePeriods gracePeriods) {
            return new Waiting(gracePeriods) {
                @Override
                protected void wake(final Thread thread) {
                    // The bug: nothing.
                }

                @Override
                protected long followNanos() {
                    return Long.MAX_VALUE;
                }
            };
        }
    }

    private static final class SumsSkipStripe extends Assembly {
        @Override
        SectionCounters counters() {
            return new SectionCounters(2) {
                @Override
                protected int firstStripe() {
                    return 1;
                }
            };
        }
    }

    private static final class OneFlipScan extends Assembly {
        @Override
        SectionCounters counters() {
            return new SectionCounters() {
                @Override
                protected boolean isOldIndexDrained(final int inactive) {
                    return true;
                }
            };
        }
    }

    /** Not a bug, but a waste: every waiter looks for itself. */
    static RcuBuilder waitersDoNotShareScans() {
        return new RcuBuilder(new Assembly() {
            @Override
            Waiting waiting(final GracePeriods gracePeriods) {
                return new Waiting(gracePeriods) {
                    @Override
                    protected boolean takeLead() {
                        return true;
                    }
                };
            }
        });
    }

    /** Readers that load a stale epoch, as if they were descheduled between the load and the store. */
    static RcuBuilder readersLoad(final PaddedLong staleEpoch) {
        return new RcuBuilder(new Assembly() {
            @Override
            GracePeriods gracePeriods(final ReaderRegistry registry, final StallDetector stalls, final boolean readersFence) {
                return new GracePeriods(registry, stalls, readersFence) {
                    @Override
                    public PaddedLong epochForReaders() {
                        return staleEpoch;
                    }
                };
            }
        });
    }
}
