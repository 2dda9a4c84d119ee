package org.pagurus.bench.latency;

import java.util.concurrent.locks.LockSupport;
import org.pagurus.bench.demo.Threads;

/**
 * The thread beside the accessors: a burst at a time. At intervals it parks between them, and one that comes late is not caught
 * up with. With a pace it yields between them, as a mover does for grace periods, and catches up with what it has lost, as one
 * does that never pauses: so both make as many bursts.
 */
public final class Mover implements AutoCloseable {
    private final Runnable burst;
    private final long intervalNanos;
    private final boolean parks;
    private final Thread thread;
    private final long startNanos = System.nanoTime();
    private volatile boolean stopped;
    private volatile Throwable error;
    private long bursts;
    private long endNanos;

    /**
     * Starts the thread; the first burst is after half an interval.
     *
     * @param burst         done again and again
     * @param intervalNanos 0 for no pause between bursts
     * @param parks         whether this is an interval, or else a pace
     */
    public Mover(Runnable burst, long intervalNanos, boolean parks) {
        this.burst = burst;
        this.intervalNanos = intervalNanos;
        this.parks = parks;
        this.thread = new Thread(this::run, "mover");
        thread.setDaemon(true);
        thread.start();
    }

    private void run() {
        try {
            long due = System.nanoTime() + intervalNanos / 2;
            while (awaits(due)) {
                burst.run();
                bursts++;
                due += intervalNanos;
                due = parks ? due + Math.max(0, System.nanoTime() - due) : due;
            }
        } catch (Throwable e) {
            error = e;
        }
        endNanos = System.nanoTime();
    }

    private boolean awaits(long due) {
        for (long left = due - System.nanoTime(); !stopped && left > 0; left = due - System.nanoTime()) {
            if (parks) {
                LockSupport.parkNanos(left);
            } else {
                Thread.yield();
            }
        }
        return !stopped;
    }

    /** After close: how often. */
    long bursts() {
        return bursts;
    }

    /** After close: from one burst to the next; all the time if there was none. */
    long nanosOfOne() {
        return nanos() / Math.max(1, bursts);
    }

    /** After close: its time. */
    long nanos() {
        return endNanos - startNanos;
    }

    /** Ends the thread after its burst. */
    @Override
    public void close() {
        stopped = true;
        LockSupport.unpark(thread);
        Threads.join(thread);
        if (error != null) {
            throw new IllegalStateException("the mover failed", error);
        }
    }
}
