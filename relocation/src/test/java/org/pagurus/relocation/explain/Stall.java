package org.pagurus.relocation.explain;

import java.util.Arrays;
import java.util.List;
import org.pagurus.rcu.StallReport;

/**
 * A stall as the heap's listener was told of it. It is told by the thread that waits, so that one is known too.
 *
 * @param text         the report for people
 * @param gracePeriod  its cookie
 * @param stalledNanos how long it had lasted
 * @param waiter       the thread that waits for it
 * @param page         the page that the waiter keeps in MIGRATING; 0 if none
 * @param holders      the threads that hold it back
 */
public record Stall(String text, long gracePeriod, long stalledNanos, Sight waiter, int page, List<Sight> holders) {
    /**
     * A thread, seen at one moment.
     *
     * @param thread its name
     * @param state  what it was doing
     * @param stack  innermost frame first
     */
    public record Sight(String thread, String state, List<String> stack) {
        static Sight of(String thread, Thread.State state, List<StackTraceElement> stack) {
            return new Sight(thread, state.name(), stack.stream().map(StackTraceElement::toString).toList());
        }

        /** Whether a method stands in the stack: {@code "Protocol.begin"}. */
        public boolean isIn(String classAndMethod) {
            return stack.stream().anyMatch(frame -> frame.contains("." + classAndMethod + "("));
        }
    }

    /** Called by the listener, so on the thread that waits. */
    static Stall of(StallReport report, int page) {
        Thread waiter = Thread.currentThread();
        // Without what the wait does about the stall: from where it was asked to wait.
        List<StackTraceElement> stack = Arrays.stream(waiter.getStackTrace())
            .dropWhile(frame -> !frame.getMethodName().equals("synchronize")).toList();
        List<Sight> holders = report.holders().stream()
            .map(holder -> Sight.of(holder.threadName(), holder.threadState(), holder.stack())).toList();
        return new Stall(report.text(), report.cookie(), report.stalledNanos(),
            Sight.of(waiter.getName(), waiter.getState(), stack), page, holders);
    }
}
