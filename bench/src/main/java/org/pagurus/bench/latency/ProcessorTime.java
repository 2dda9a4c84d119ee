package org.pagurus.bench.latency;

import java.util.function.LongSupplier;

/**
 * How much of an access its thread was running. Between two accesses the thread notes the clock and its processor time; what
 * has passed on the clock and not in processor time since then, it was not running, before the access or in it. As much of that
 * as fits is taken for before, so that what is left of the access is an upper bound, by no more than the age of the note.
 * What a hypervisor takes of the processor is not seen.
 */
final class ProcessorTime {
    private final LongSupplier clock;
    private final LongSupplier processorTime;
    private long notedNanos;
    private long notedProcessorNanos;

    /**
     * For the calling thread.
     *
     * @param processorTime of the calling thread, in nanoseconds
     */
    ProcessorTime(LongSupplier clock, LongSupplier processorTime) {
        this.clock = clock;
        this.processorTime = processorTime;
        note();
    }

    /** Before an access. */
    void note() {
        // In this order, as in ownNanos: the call's own time is never taken for time off the processor.
        notedProcessorNanos = processorTime.getAsLong();
        notedNanos = clock.getAsLong();
    }

    /** How long ago that was. */
    long age(long nowNanos) {
        return nowNanos - notedNanos;
    }

    /** At once after an access. @return its time less the time that its thread was not running */
    long ownNanos(long startNanos, long doneNanos) {
        long running = processorTime.getAsLong() - notedProcessorNanos;
        long off = doneNanos - notedNanos - running;
        long before = startNanos - notedNanos;
        return doneNanos - startNanos - Math.max(0, off - before);
    }
}
