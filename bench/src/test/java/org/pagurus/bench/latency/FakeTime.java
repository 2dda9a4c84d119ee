package org.pagurus.bench.latency;

/** A clock that runs because it is read, and the processor time of a thread that reads it. */
public final class FakeTime {
    /** What reading the clock takes. */
    public static final long READ_NANOS = 20;

    private long nanos = 1_000_000_000;
    private long offNanos;

    /** The clock. */
    public long nanos() {
        nanos += READ_NANOS;
        return nanos;
    }

    /** Time in which the thread was running. */
    public long processorNanos() {
        return nanos - offNanos;
    }

    /** The thread works. */
    public void work(long workNanos) {
        nanos += workNanos;
    }

    /** The thread is not running. */
    public void pause(long pauseNanos) {
        nanos += pauseNanos;
        offNanos += pauseNanos;
    }
}
