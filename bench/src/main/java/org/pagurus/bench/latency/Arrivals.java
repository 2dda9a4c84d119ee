package org.pagurus.bench.latency;

import java.util.function.LongSupplier;
import org.HdrHistogram.Histogram;

/**
 * Operations that are due at a fixed rate, whatever became of those before. A latency begins when its operation was due: one that
 * has to wait for a late one before it is late as well, and none is left out (Tene, "How NOT to measure latency", 2013). Between
 * two operations the thread spins: to be woken takes longer than an access.
 */
public class Arrivals {
    private static final long MAX_NANOS = 60_000_000_000L;
    private static final int DIGITS = 3;
    /** With less time left to the next operation, processor time is not noted. */
    private static final long ROOM_NANOS = 2_000;
    /** Unless the last note is so old: a bound on what is wrong with it. */
    private static final long NOTE_NANOS = 10_000;

    private final Operation operation;
    private final LongSupplier clock;
    private final ProcessorTime time;
    private final long periodNanos;
    private final Histogram latencies = new Histogram(MAX_NANOS, DIGITS);
    private final Histogram met = new Histogram(MAX_NANOS, DIGITS);
    private final Longest longest = new Longest();
    private final Longest longestMet = new Longest();

    /**
     * For the calling thread.
     *
     * @param operation     what is due
     * @param clock         nanoseconds
     * @param processorTime of the calling thread, in nanoseconds
     * @param periodNanos   from one operation to the next
     */
    public Arrivals(Operation operation, LongSupplier clock, LongSupplier processorTime, long periodNanos) {
        this.operation = operation;
        this.clock = clock;
        this.time = new ProcessorTime(clock, processorTime);
        this.periodNanos = periodNanos;
    }

    /**
     * Does all operations that are due in a time, however long they take.
     *
     * @param startNanos when the first is due
     * @param endNanos   none is due from here on
     */
    public final void run(long startNanos, long endNanos) {
        time.note();
        long due = startNanos;
        while (due - endNanos < 0) {
            long start = clock.getAsLong();
            while (start - due < 0) {
                Thread.onSpinWait();
                start = clock.getAsLong();
            }
            long before = operation.meetings();
            operation.run();
            long done = clock.getAsLong();
            latencies.recordValue(Math.min(MAX_NANOS, done - due));
            longest.add(start, done, time);
            if (operation.meetings() != before) {
                met.recordValue(Math.min(MAX_NANOS, done - start));
                longestMet.add(start, done, time);
            }
            due = nextDue(due, done);
            if (due - done > ROOM_NANOS || time.age(done) > NOTE_NANOS) {
                time.note();
            }
        }
    }

    /** When the operation after one that was due at a moment and done at another is due. */
    long nextDue(long due, long done) {
        return due + periodNanos;
    }

    /**
     * From due to done, of all operations.
     *
     * @return nanoseconds
     */
    public final Histogram latencies() {
        return latencies;
    }

    /** From begin to end, of those that met a page in the middle of its copy. */
    final Histogram met() {
        return met;
    }

    /** Of all accesses. */
    final Longest longest() {
        return longest;
    }

    /** Of those that met a page in the middle of its copy. */
    final Longest longestMet() {
        return longestMet;
    }
}
