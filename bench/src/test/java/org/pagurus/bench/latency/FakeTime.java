package org.pagurus.bench.latency;

/** A clock that runs because it is read, and the processor time of a thread that reads it. */
final class FakeTime {
    /** What reading the clock takes. */
    static final long READ_NANOS = 20;

    private long nanos = 1_000_000_000;
    private long offNanos;

    /** The clock. */
    long nanos() {
        nanos += READ_NANOS;
        return nanos;
    }

    /** Time in which the thread was running. */
    long processorNanos() {
        return nanos - offNanos;
    }

    /** The thread works. */
    void work(long workNanos) {
        nanos += workNanos;
    }

    /** The thread is not running. */
    void pause(long pauseNanos) {
        nanos += pauseNanos;
        offNanos += pauseNanos;
    }
}
