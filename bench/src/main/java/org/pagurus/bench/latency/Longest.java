package org.pagurus.bench.latency;

/** The longest of some accesses, by the clock, and the longest on the processor, which need not be the same one. */
final class Longest {
    private long nanos;
    private long ownNanos;

    /** An access has just ended. */
    void add(long startNanos, long doneNanos, ProcessorTime time) {
        long taken = doneNanos - startNanos;
        nanos = Math.max(nanos, taken);
        // Asking costs as much as an access: only for what may be longer.
        if (taken > ownNanos) {
            ownNanos = Math.max(ownNanos, time.ownNanos(startNanos, doneNanos));
        }
    }

    /** By the clock. */
    long nanos() {
        return nanos;
    }

    /** On the processor. */
    long ownNanos() {
        return ownNanos;
    }
}
