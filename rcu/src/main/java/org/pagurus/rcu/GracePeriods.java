package org.pagurus.rcu;

import java.lang.invoke.VarHandle;
import java.util.List;

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
class GracePeriods {
    private final PaddedLong epoch = new PaddedLong(Epochs.FIRST);
    private final PaddedLong completed = new PaddedLong(Epochs.FIRST);
    /** The highest epoch that was loaded before a scan's fence which has ended; {@code fenced <= epoch}. */
    private final PaddedLong fenced = new PaddedLong(Epochs.FIRST);
    private final PaddedLong fences = new PaddedLong(0);
    private final PaddedLong scans = new PaddedLong(0);
    private final ReaderRegistry registry = new ReaderRegistry();
    private final FenceChoice fence;

    GracePeriods() {
        this(FenceChoice.byProperty());
    }

    GracePeriods(final FenceChoice fence) {
        this.fence = fence;
    }

    final FenceChoice fence() {
        return fence;
    }

    final ReaderRegistry registry() {
        return registry;
    }

    /** A seam: tests let a reader come and a grace period start in front of this load. */
    long epoch() {
        return epoch.getVolatile();
    }

    final long completed() {
        return completed.getVolatile();
    }

    final long scans() {
        return scans.getVolatile();
    }

    final long fences() {
        return fences.getVolatile();
    }

    /** A seam: tests give out readers with seeded bugs. */
    Reader newReader(final PaddedLong source, final Thread owner) {
        return new Reader(source, registry, fence.isFull(), owner);
    }

    final Reader register() {
        final Reader reader = newReader(epoch, Thread.currentThread());
        registry.add(reader);
        return reader;
    }

    /** Starts a grace period and returns its cookie. Wait-free. */
    final long start() {
        // Orders everything the caller did before (the unlink) against everything it does later. It is a promise to callers,
        // as with the kernel's start_poll_synchronize_rcu; the guarantee itself rests on the release half of the increment,
        // which pairs with the acquire loads of the epoch in Reader.enter and in scan.
        VarHandle.fullFence();
        return epoch.getAndIncrementVolatile() + 1;
    }

    /** Whether the grace period is over, by at most one scan, or two if the first met a terminated thread. */
    final boolean isElapsed(final long cookie) {
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
    boolean isKnownElapsed(final long cookie) {
        return Epochs.isElapsed(cookie, completed.getAcquire());
    }

    /**
     * Looks at every reader once and raises {@code completed}. Any number of threads may scan at a time. Wait-free but for the
     * loops that raise a maximum, which repeat only if another scan has raised it in between.
     * <p>
     * Let c be a cookie and let e >= c be the epoch that {@link #fencedEpoch} returns. It was loaded before the scan's fence, and
     * the load makes all that happened before c was made, by whichever thread, happen before that fence. So the fence orders the
     * updater's unlink before the loads of the states even if another thread made the cookie (cumulativity). For each section
     * there are three cases; with {@link Fence#ASYMMETRIC}, "the section's fence" is the barrier that the scan's membarrier puts
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
        final long oldest = oldest(registry.readersVolatile(), current);
        // Release: a thread that learns of this scan by the number alone still happens after the sections that the scan saw
        // end. Acquire: if another scan was faster, its sections happen before as well.
        completed.raiseToVolatile(oldest);
        scans.getAndIncrementVolatile();
    }

    /**
     * Returns an epoch, the cookie or higher, that was loaded before a fence which has ended, by this thread or by another. So
     * there is one fence for a grace period, not one for each look or each waiter. To use another thread's fence is right because
     * the acquire load of {@code fenced} makes everything before that fence, and the fence itself, happen before this scan's
     * loads: a state that was announced in front of a reader's barrier was visible when the fence ended, and is now.
     */
    private long fencedEpoch(final long cookie) {
        final long known = fenced.getAcquire();
        if (known >= cookie) {
            return known;
        }
        final long current = epoch();
        fenceAgainstReaders();
        fenced.raiseToVolatile(current);
        fences.getAndIncrementVolatile();
        return current;
    }

    /**
     * A seam: orders what happened before, the updater's unlink above all, before the loads of the array and of the states. The
     * counterpart of the fence in {@link Reader#announce}, or of the barriers that membarrier itself puts into the readers.
     * <p>
     * On x86-64 no test can fail without the full fence: if the updater itself scans, its locked increment of the epoch is one as
     * well, and if another thread does, loads stay in order there. Without membarrier StoreBufferingTest fails.
     */
    void fenceAgainstReaders() {
        VarHandle.fullFence();
        if (!fence.isFull()) {
            Membarrier.onAllThreads();
            // The system call is a barrier for the processor; this one is for the compiler.
            VarHandle.fullFence();
        }
    }

    /** A seam: the highest grace period up to {@code current} that none of these readers holds back. */
    long oldest(final Reader[] readers, final long current) {
        long oldest = current;
        for (final Reader reader : readers) {
            oldest = Epochs.older(oldest, reader.stateAcquire());
        }
        return oldest;
    }

    /**
     * Waits until the grace period is over. Returns false if the time is up first. Waiters share scans: one that finds that
     * any other thread has scanned since it last looked, leaves it at that and pauses again. So the scans for any number of
     * waiters come about as often as for one, no waiter depends on a particular other thread, and none starves: a scan that
     * began after its own first one uses a fence at least as late and settles its grace period too, and where no scan came it
     * does its own.
     */
    final boolean await(final long cookie, final long timeoutNanos) {
        if (isElapsed(cookie)) {
            return true;
        }
        final long beginNanos = System.nanoTime();
        final Backoff backoff = new Backoff();
        try {
            long seen = scans.getAcquire();
            while (true) {
                final long leftNanos = timeoutNanos - (System.nanoTime() - beginNanos);
                if (leftNanos <= 0) {
                    return isElapsed(cookie);
                }
                backoff.pause(leftNanos);
                if (isKnownElapsed(cookie) || isOwnScanDue(seen)) {
                    if (isElapsed(cookie)) {
                        return true;
                    }
                    if (backoff.isParking()) {
                        StallWatch.sight(registry.readersVolatile(), cookie);
                    }
                }
                seen = scans.getAcquire();
            }
        } finally {
            backoff.restoreInterrupt();
        }
    }

    /** A seam: whether nobody has finished a scan since this waiter last looked. */
    boolean isOwnScanDue(final long seenScans) {
        return scans.getAcquire() == seenScans;
    }

    /** How many sections run without a registered reader. */
    long countedSections() {
        return 0;
    }

    /** The readers that hold the grace period back; none once it is known to be over, whatever stale states are left. */
    final List<StallReport> holders(final long cookie) {
        checkCookie(cookie);
        registry.reclaimDead(cookie);
        return isKnownElapsed(cookie) ? List.of() : StallWatch.report(registry.readersVolatile(), cookie, epoch());
    }

    private void checkCookie(final long cookie) {
        final long current = epoch.getAcquire();
        if (!Epochs.isCookie(cookie, current)) {
            throw new IllegalArgumentException("not a cookie of this domain: cookie=" + cookie + ", epoch=" + current);
        }
    }
}
