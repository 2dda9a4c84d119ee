package org.pagurus.rcu;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

import org.pagurus.rcu.internal.callbacks.CallbackQueue;
import org.pagurus.rcu.internal.grace.GracePeriods;
import org.pagurus.rcu.internal.readers.Epochs;
import org.pagurus.rcu.internal.readers.ReaderSlot;

/**
 * A grace period that lasts too long, as an observer saw it at one moment.
 * <p>
 * The values come from different instants a few microseconds apart: readers run on while they are observed. A reader that left
 * its section during the observation is not reported.
 *
 * @param domain           the name of the domain
 * @param cookie           the oldest grace period that is not over
 * @param stalledNanos     how long it was seen to last, in nanoseconds, at least. Time when the JVM was stopped is not counted:
 *                         of the time between two looks at most 100 ms are
 * @param callbacksWaiting how many callbacks wait, for this grace period or a later one
 * @param bytesWaiting     what {@code defer} was told that they will free, in bytes
 * @param ticketSections   how many sections are open by ticket; only in a {@link SleepableDomain}, and some may be younger
 * @param holders          the registered readers that hold the grace period back, in order of registration; unmodifiable
 */
public record StallReport(String domain, long cookie, long stalledNanos, long callbacksWaiting, long bytesWaiting,
        long ticketSections, List<Holder> holders) {
    /** Copies the holders. */
    public StallReport {
        holders = List.copyOf(holders);
    }

    /**
     * A reader that holds a grace period back.
     *
     * @param threadName         the name of the reader's thread
     * @param threadId           the identifier of the reader's thread, as {@link Thread#getId()} gives it
     * @param threadState        what the thread was doing
     * @param nesting            how many sections were open, one inside the other; 0 if the reader was just entering or leaving
     * @param gracePeriodsBehind how many grace periods were started since the section began; 1 or more
     * @param heldNanos          for how many nanoseconds, at least, the section has been open: the time since an observer first
     *                           saw it hold a grace period back, so that entering costs nothing for it. Observers are
     *                           {@link RcuDomain#holders}, long waits and escalations; the first sighting gives 0. A reader that
     *                           was descheduled inside {@code enter} may be charged with the time of the section before
     * @param stack              the stack of the thread, innermost frame first; unmodifiable; empty if the JVM gives none
     */
    public record Holder(String threadName, long threadId, Thread.State threadState, int nesting, long gracePeriodsBehind,
            long heldNanos, List<StackTraceElement> stack) {
        /** Copies the stack. */
        public Holder {
            stack = List.copyOf(stack);
        }
    }

    /**
     * The report for people, in the manner of the kernel's stall warnings.
     *
     * @return several lines, each with its end
     */
    public String text() {
        final StringBuilder text = new StringBuilder(String.format("rcu: domain %s: grace period %d stalled for %d ms: "
            + "callbacks waiting=%d, bytes waiting=%d, sections by ticket=%d%n", domain, cookie,
            TimeUnit.NANOSECONDS.toMillis(stalledNanos), callbacksWaiting, bytesWaiting, ticketSections));
        for (final Holder holder : holders) {
            text.append(String.format("  thread \"%s\" id=%d %s: nesting=%d, behind=%d grace periods, held>=%d ms%n",
                holder.threadName, holder.threadId, holder.threadState, holder.nesting, holder.gracePeriodsBehind,
                TimeUnit.NANOSECONDS.toMillis(holder.heldNanos)));
            holder.stack.forEach(frame -> text.append(String.format("    at %s%n", frame)));
        }
        return text.toString();
    }

    static StallReport of(final GracePeriods gracePeriods, final CallbackQueue callbacks, final long cookie,
            final long stalledNanos) {
        return new StallReport(gracePeriods.registry().domain(), cookie, stalledNanos, callbacks.waiting(),
            callbacks.waitingBytes(), gracePeriods.countedSections(), holders(gracePeriods, cookie));
    }

    /** The readers that hold the grace period back; none once it is known to be over, whatever stale states are left. */
    static List<Holder> holders(final GracePeriods gracePeriods, final long cookie) {
        final List<Holder> holders = new ArrayList<>();
        gracePeriods.registry().reclaimDead(cookie);
        if (gracePeriods.isKnownElapsed(cookie)) {
            return holders;
        }
        for (final ReaderSlot slot : gracePeriods.registry().slotsVolatile()) {
            final long state = slot.stateAcquire();
            final Thread owner = slot.owner();
            if (owner == null || !Epochs.holds(state, cookie)) {
                continue;
            }
            final long nowNanos = System.nanoTime();
            final long heldNanos = nowNanos - slot.firstSightedNanos(state, nowNanos);
            final Holder holder = new Holder(owner.getName(), owner.getId(), owner.getState(), slot.nestingOpaque(),
                Epochs.behind(state, gracePeriods.epoch()), Math.max(0, heldNanos), List.of(owner.getStackTrace()));
            // A section of a later epoch cannot hold this cookie back, so an unchanged state means that it is the same section.
            if (slot.stateAcquire() == state) {
                holders.add(holder);
            }
        }
        return holders;
    }
}
