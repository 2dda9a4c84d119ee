package org.pagurus.rcu.internal.grace;

import java.lang.invoke.VarHandle;

import org.pagurus.rcu.internal.base.PaddedLong;
import org.pagurus.rcu.internal.readers.Epochs;
import org.pagurus.rcu.internal.readers.ReaderRegistry;
import org.pagurus.rcu.internal.stalls.StallDetector;
import org.pagurus.rcu.internal.system.Membarrier;

/**
 * Starts grace periods and finds out which are over.
 * <p>
 * Two numbers only grow: {@code epoch} counts the grace periods started, {@code completed} is the highest one known to be over;
 * {@code completed <= epoch}. There is no lock for grace periods and no thread of their own: whoever asks scans the readers.
 * As the epoch has 64 bits and never wraps, one scan decides; user-level RCU with a one-bit phase needs two flips
 * (Desnoyers et al., "User-Level Implementations of Read-Copy Update", IEEE TPDS 23(2), 2012).
 * <p>
 * Not final: sleepable domains add their counted sections ({@link SleepableGracePeriods}), and tests seed bugs at the methods
 * named "a seam".
 */
public class GracePeriods {
    private final PaddedLong epoch = new PaddedLong(Epochs.FIRST);
    private final PaddedLong completed = new PaddedLong(Epochs.FIRST);
    /** The highest epoch that was loaded before a scan's fence which has ended; {@code fenced <= epoch}. */
    private final PaddedLong fenced = new PaddedLong(Epochs.FIRST);
    private final PaddedLong fences = new PaddedLong(0);
    private final PaddedLong scans = new PaddedLong(0);
    private final ReaderRegistry registry;
    private final StallDetector stalls;
    private final boolean readersFence;

    /**
     * No grace period started.
     *
     * @param registry     whose readers to scan
     * @param stalls       who notices that a grace period lasts too long
     * @param readersFence whether readers run a full fence as they enter; else each new grace period runs a membarrier
     */
    public GracePeriods(final ReaderRegistry registry, final StallDetector stalls, final boolean readersFence) {
        this.registry = registry;
        this.stalls = stalls;
        this.readersFence = readersFence;
    }

    public final ReaderRegistry registry() {
        return registry;
    }

    public final StallDetector stalls() {
        return stalls;
    }

    /** A seam: where new readers load the epoch that they announce. */
    public PaddedLong epochForReaders() {
        return epoch;
    }

    /** A seam: whether new readers run a full fence as they enter. */
    public boolean readersFence() {
        return readersFence;
    }

    /** A seam: tests let a reader come and a grace period start in front of this load. */
    public long epoch() {
        return epoch.getVolatile();
    }

    public final long completed() {
        return completed.getVolatile();
    }

    public final long scans() {
        return scans.getVolatile();
    }

    public final long fences() {
        return fences.getVolatile();
    }

    /** How many sections run without a registered reader. */
    public long countedSections() {
        return 0;
    }

    /** A seam: starts a grace period and returns its cookie. Wait-free. */
    public long start() {
        // Orders everything the caller did before (the unlink) against everything it does later. It is a promise to callers,
        // as with the kernel's start_poll_synchronize_rcu; the guarantee itself rests on the release half of the increment,
        // which pairs with the acquire loads of the epoch in ReaderSlot.open and in scan.
        VarHandle.fullFence();
        return epoch.getAndIncrementVolatile() + 1;
    }

    /**
     * The cookie of the grace period that starts next, by whichever thread. The read is a read-modify-write that changes
     * nothing: so it stands in front of that thread's increment in the order of all changes of the epoch, and what the caller did
     * before is visible to whoever loads the cookie with acquire, as if the caller had made it. A plain load would not give that.
     */
    final long next() {
        return epoch.getVolatileInOrder() + 1;
    }

    /** Starts the grace period of this cookie, which {@link #next} returned, unless it was started already. */
    final void startUnlessStarted(final long cookie) {
        if (epoch.getAcquire() < cookie) {
            // Fails only if another thread has started it meanwhile: the epoch was one below the cookie when next returned it.
            epoch.compareAndSetVolatile(cookie - 1, cookie);
        }
    }

    /** Whether the grace period is over, by at most one scan, or two if the first met a terminated thread. */
    public final boolean isElapsed(final long cookie) {
        checkCookie(cookie);
        if (!isKnownElapsed(cookie)) {
            scan(cookie);
            if (!isKnownElapsed(cookie)) {
                if (!registry.reclaimDead(cookie)) {
                    return false;
                }
                scan(cookie);
                if (!isKnownElapsed(cookie)) {
                    return false;
                }
            }
        }
        // Orders the loads of the ended sections, which happen before the acquire load of completed, against everything the
        // caller does next (freeing). As above a promise to callers: the acquire load alone would carry the guarantee.
        VarHandle.fullFence();
        return true;
    }

    /** A seam: whether an earlier scan has settled this grace period. Acquire: the sections it ended happen before. */
    public boolean isKnownElapsed(final long cookie) {
        return Epochs.isElapsed(cookie, completed.getAcquire());
    }

    /** Refuses a number that is no cookie of this domain. */
    public final void checkCookie(final long cookie) {
        final long current = epoch.getAcquire();
        if (!Epochs.isCookie(cookie, current)) {
            throw new IllegalArgumentException("not a cookie of this domain: cookie=" + cookie + ", epoch=" + current);
        }
    }

    /**
     * Lets the detector look, after a scan that did not settle what the caller waits for. It may report, and so run the
     * listener: only for callers that wait, poll or drive.
     */
    public final void lookForStalls() {
        if (stalls.look(completed(), epoch.getVolatile())) {
            fence();
        }
    }

    /** As above, for somebody who waits for nothing himself: scans for the grace period that was started last. */
    public final void lookAtAll() {
        final long last = epoch.getVolatile();
        if (last != Epochs.FIRST && !isElapsed(last)) {
            lookForStalls();
        }
    }

    /** Notes that the readers in the way of the oldest grace period were seen to be. */
    public final void sightOldest() {
        registry.sight(completed() + 1);
    }

    /**
     * Looks at every reader once and raises {@code completed}. Any number of threads may scan at a time. Wait-free but for the
     * loops that raise a maximum, which repeat only if another scan has raised it in between.
     * <p>
     * Let c be a cookie and let e >= c be the epoch that {@link #fencedEpoch} returns. It was loaded before the scan's fence, and
     * the load makes all that happened before c was made, by whichever thread, happen before that fence. So the fence orders the
     * updater's unlink before the loads of the states even if another thread made the cookie (cumulativity). For each section
     * there are three cases; without fences in the readers, "the section's fence" is the barrier that the scan's membarrier puts
     * into the reader's thread, and "after" means that the section's announcement comes behind it:
     * <ol>
     * <li>The scan reads a state from after the section: the section happens before, by the exit's release store.
     * <li>The scan reads the section's own state s. If s >= c, the section loaded the epoch after c was made and sees the unlink.
     *     If s < c, the minimum stays below c.
     * <li>The scan reads a state from before the section, or does not find the reader at all. Then the section's fence comes
     *     after this one, and the section sees the unlink (for late readers see {@link ReaderRegistry#add}).
     * </ol>
     * So when the minimum reaches c, every section has ended or sees the unlink. ScanTest fails if the epoch is
     * loaded after the states or after the array of readers.
     */
    private void scan(final long cookie) {
        final long current = fencedEpoch(cookie);
        final long oldest = oldest(current);
        // Release: a thread that learns of this scan by the number alone still happens after the sections that the scan saw
        // end. Acquire: if another scan was faster, its sections happen before as well.
        completed.raiseToVolatile(oldest);
        scans.getAndIncrementVolatile();
        // Perhaps this scan has ended a stall: then what was escalated is taken back.
        stalls.settleUpTo(oldest);
    }

    /**
     * Returns an epoch, the cookie or higher, that was loaded before a fence which has ended, by this thread or by another. So
     * there is one fence for a grace period, not one for each look or each waiter. To use another thread's fence is right because
     * the acquire load of {@code fenced} makes everything before that fence, and the fence itself, happen before this scan's
     * loads: a state that was announced in front of a reader's barrier was visible when the fence ended, and is now.
     */
    private long fencedEpoch(final long cookie) {
        final long known = fenced.getAcquire();
        return known >= cookie ? known : fence();
    }

    /** Runs a fence of its own, which serves every grace period started so far; returns the last of them. */
    private long fence() {
        final long current = epoch();
        fenceAgainstReaders();
        fenced.raiseToVolatile(current);
        fences.getAndIncrementVolatile();
        return current;
    }

    /**
     * A seam: orders what happened before, the updater's unlink above all, before the loads of the array and of the states. The
     * counterpart of the fence in {@code ReaderSlot.announce}, or of the barriers that membarrier itself puts into the readers.
     * <p>
     * On x86-64 no test can fail without the full fence: if the updater itself scans, its locked increment of the epoch is one as
     * well, and if another thread does, loads stay in order there. Without membarrier StoreBufferingTest fails.
     */
    protected void fenceAgainstReaders() {
        VarHandle.fullFence();
        if (!readersFence) {
            Membarrier.onAllThreads();
            // The system call is a barrier for the processor; this one is for the compiler.
            VarHandle.fullFence();
        }
    }

    /** A seam: the highest grace period up to {@code current} that nobody holds back. */
    protected long oldest(final long current) {
        return registry.oldest(current);
    }
}
