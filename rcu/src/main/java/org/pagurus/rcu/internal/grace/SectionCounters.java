package org.pagurus.rcu.internal.grace;

import java.lang.invoke.VarHandle;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLongArray;

import org.pagurus.rcu.internal.base.PaddedLong;
import org.pagurus.rcu.internal.readers.Epochs;

/**
 * Counts sections that have no registered reader, and finds out when all that ran at some moment have ended: the counters of the
 * Linux kernel's SRCU (McKenney, "Sleepable Read-Copy Update"; kernel/rcu/srcutree.c).
 * <p>
 * There are two indexes, and for each a pair of counters that only grow, {@code locks} and {@code unlocks}, in several stripes. A
 * section counts itself in by the active index, and out by the same index and stripe, which its ticket names. An index is
 * <em>drained</em> when as many were counted out as in.
 * <pre>
 *     index      0 active              1 active                        0 active
 *     settle   --[drain 1]--flip--[drain 0]--          --[drain 0]--flip--[drain 1]--
 *                 stragglers       the old active one
 * </pre>
 * <b>Safety.</b> {@link #drained} is an exact statement about one index: if it returns true, then each section that used this
 * index has ended, and happens before, or sees everything that happened before the call. A grace period finds both indexes
 * drained, each once since its start. So all sections, of either index, have ended or see the updater's unlink. The order of the
 * two and the flip between them play no part in this.
 * <p>
 * <b>Progress.</b> The active index may never drain, as sections keep coming. Hence the flip: after it newcomers count by the
 * other index, and the old one loses its sections one by one. Only a section that loaded the index before the flip and counts
 * itself after it still comes to the old one: a straggler, of which each thread can make one. Stragglers that came too late for
 * the drain of their index have seen that grace period's unlink; the next grace period waits for them in its first drain.
 */
public class SectionCounters {
    private static final AtomicInteger DOMAINS = new AtomicInteger();
    private static final int MAX_STRIPES = 128;

    /** A stripe takes 16 longs, two cache lines of 64 bytes: locks 0, unlocks 0, locks 1, unlocks 1, and padding. */
    private static final int STRIPE_LENGTH = 16;
    private static final int INDEX_LENGTH = 2;
    private static final int UNLOCKS_OFFSET = 1;

    private enum Phase { IDLE, STRAGGLERS, OLD_INDEX }

    private final int domain = DOMAINS.incrementAndGet();
    private final int stripes;
    /** The first stripe is left free, as padding behind the header of the array. */
    private final AtomicLongArray counts;
    /** Its lowest bit is the active index. Written under the lock. */
    private final PaddedLong flips = new PaddedLong(0);

    private final Object lock = new Object();
    /** The rest is guarded by the lock. Every counted section that ran when the epoch rose to this has ended. */
    private long settled = Epochs.FIRST;
    private Phase phase = Phase.IDLE;
    /** What {@code settled} becomes when the phases are through. */
    private long target;

    /** With as many stripes as suit the processors. */
    public SectionCounters() {
        this(Math.min(MAX_STRIPES, 2 * Integer.highestOneBit(2 * Runtime.getRuntime().availableProcessors() - 1)));
    }

    /** With so many stripes, a power of two. */
    public SectionCounters(final int stripes) {
        this.stripes = stripes;
        this.counts = new AtomicLongArray((stripes + 1) * STRIPE_LENGTH);
    }

    /** Counts a section in; returns its ticket. Wait-free where the processor can add atomically. */
    public final long enter() {
        final int index = activeIndex();
        final int stripe = (int) Thread.currentThread().getId() & stripes - 1;
        counts.getAndAdd(locks(stripe, index), 1);
        // Fence B: orders the count before every load of the section. Its counterpart is fence A in drained, between the
        // updater's unlink and the loads of the locks: either that scan counts this section, or this section finds the unlink
        // done. A full fence whatever the domain uses for its registered readers: beside the atomic add it costs little.
        VarHandle.fullFence();
        return Tickets.of(domain, stripe, index);
    }

    /** Counts a section out. Throws if that ticket cannot be open. */
    public final void exit(final long ticket) {
        final int stripe = Tickets.stripe(ticket);
        final int index = Tickets.index(ticket);
        if (Tickets.domain(ticket) != domain || stripe >= stripes) {
            throw new IllegalArgumentException("not a ticket of this domain: ticket=" + ticket);
        }
        final int unlocks = unlocks(stripe, index);
        // Unlocks first: with an open ticket, fewer than all that are counted in then or later have been counted out.
        final long out = counts.getAcquire(unlocks);
        if (out >= counts.getAcquire(locks(stripe, index))) {
            throw new IllegalStateException("exit without enter: ticket=" + ticket);
        }
        // The release half of the add orders the section before the count (the kernel's barrier C); pairs with the acquire loads
        // in drained. A scan that counts this unlock therefore happens after the whole section.
        counts.getAndAdd(unlocks, 1);
    }

    /**
     * Goes on with waiting for the counted sections, as far as it gets without waiting. Takes a short lock.
     *
     * @param fencedEpoch what was loaded as the epoch before this call
     * @return an epoch: every counted section that ran when it was made has ended. It is {@code fencedEpoch} or higher if no
     *         section is in the way
     */
    final long settle(final long fencedEpoch) {
        synchronized (lock) {
            while (settled < fencedEpoch && advanceLocked(fencedEpoch)) {
                // On to the next phase; at most six: the rest of an older target, and all of this one.
            }
            return settled;
        }
    }

    /** How many counted sections are open. */
    public final long open() {
        final long out = unlocks(0) + unlocks(1);
        return locks(0) + locks(1) - out;
    }

    /** A seam: tests flip between this load and the count. Acquire would be too much: a stale index is harmless. */
    int activeIndex() {
        return (int) flips.getOpaque() & 1;
    }

    /** A seam: whether the index that the grace period found inactive at its start is drained. */
    boolean areStragglersGone(final int inactive) {
        return drained(inactive);
    }

    /** A seam: whether the index that the grace period made inactive is drained. */
    protected boolean isOldIndexDrained(final int inactive) {
        return drained(inactive);
    }

    /**
     * Whether as many sections were counted out of an index as in. Unlocks first, then locks:
     * <ol>
     * <li>In each stripe every unlock follows its own lock, and both counts only grow. So what is loaded here of unlocks is never
     *     more than what is loaded later of locks, and the sums are equal only if the counts of each stripe are.
     * <li>Then every section whose lock is counted here has its unlock counted: it has ended, and happens before (see exit). In
     *     the other order a section that comes and goes between the two sums could stand in for one that is still open.
     * <li>A section whose lock is not counted here counted itself in after these loads. Its fence B then comes after fence A,
     *     and the section sees everything that happened before this call.
     * </ol>
     * The kernel needs more care in step 1, as a section there may be counted out on another processor than in. Counters of 64
     * bits do not wrap. SectionCountersTest fails in the other order; two of the seeded bugs of SeededBugsTest leave out a stripe
     * or one of the two indexes.
     */
    final boolean drained(final int index) {
        final long out = unlocks(index);
        // Fence A: orders the updater's unlink, which happens before this call, before the loads of the locks; pairs with B.
        VarHandle.fullFence();
        return locks(index) == out;
    }

    /** A seam: how many sections of this index have been counted in. */
    long locks(final int index) {
        long sum = 0;
        for (int stripe = firstStripe(); stripe < stripes; stripe++) {
            sum += counts.getAcquire(locks(stripe, index));
        }
        return sum;
    }

    /** A seam: how many sections of this index have been counted out. */
    long unlocks(final int index) {
        long sum = 0;
        for (int stripe = firstStripe(); stripe < stripes; stripe++) {
            sum += counts.getAcquire(unlocks(stripe, index));
        }
        return sum;
    }

    /** A seam: where the sums begin. */
    protected int firstStripe() {
        return 0;
    }

    /** One step of the grace period; returns false if sections are in the way. */
    private boolean advanceLocked(final long fencedEpoch) {
        // Only this thread flips, as it holds the lock.
        final int inactive = (int) flips.getOpaque() & 1 ^ 1;
        switch (phase) {
            case IDLE -> {
                target = fencedEpoch;
                phase = Phase.STRAGGLERS;
            }
            case STRAGGLERS -> {
                if (!areStragglersGone(inactive)) {
                    return false;
                }
                flips.getAndIncrementVolatile();
                phase = Phase.OLD_INDEX;
            }
            case OLD_INDEX -> {
                if (!isOldIndexDrained(inactive)) {
                    return false;
                }
                settled = target;
                phase = Phase.IDLE;
            }
            default -> throw new AssertionError("phase=" + phase);
        }
        return true;
    }

    private static int locks(final int stripe, final int index) {
        return (stripe + 1) * STRIPE_LENGTH + index * INDEX_LENGTH;
    }

    private static int unlocks(final int stripe, final int index) {
        return locks(stripe, index) + UNLOCKS_OFFSET;
    }
}
