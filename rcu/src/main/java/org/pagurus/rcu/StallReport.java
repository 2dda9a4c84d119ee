package org.pagurus.rcu;

import java.util.List;

/**
 * One reader that holds a grace period back, as an observer saw it at one moment.
 * <p>
 * The values come from different instants a few microseconds apart: the reader runs on while it is observed. A reader that left
 * its section during the observation is not reported.
 *
 * @param threadName         the name of the reader's thread
 * @param threadId           the identifier of the reader's thread, as {@link Thread#getId()} gives it
 * @param threadState        what the thread was doing
 * @param nesting            how many sections were open, one inside the other; 0 if the reader was just entering or leaving
 * @param gracePeriodsBehind how many grace periods were started since the section began; 1 or more
 * @param heldNanos          for how many nanoseconds, at least, the section has been open: the time since an observer first saw
 *                           it hold a grace period back, so that entering costs nothing for it. Observers are
 *                           {@link RcuDomain#holders} and long waits; the first sighting gives 0. A reader that was descheduled
 *                           inside {@code enter} may be charged with the time of the section before
 * @param stack              the stack of the thread, innermost frame first; unmodifiable; empty if the JVM gives none
 */
public record StallReport(String threadName, long threadId, Thread.State threadState, int nesting, long gracePeriodsBehind,
        long heldNanos, List<StackTraceElement> stack) {
    /** Copies the stack. */
    public StallReport {
        stack = List.copyOf(stack);
    }
}
