package org.pagurus.relocation.torture;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.pagurus.relocation.internal.protocol.MoveWaiters;

/**
 * Notices that a thread waits for the end of a copy for much longer than any copy takes, while it does nothing else. The library
 * itself gives up after a second. Its clock is the time between two looks, and no more than {@link #MAX_GAP_NANOS} of each: when
 * it did not get to run, nor perhaps did those that it watches.
 */
final class WaitWatch {
    private static final long LIMIT_NANOS = TimeUnit.MILLISECONDS.toNanos(600);
    private static final long MAX_GAP_NANOS = TimeUnit.MILLISECONDS.toNanos(20);

    private final Player player;
    private final Thread thread;
    private long lastNanos = System.nanoTime();
    private long lastOperations = -1;
    private long waitedNanos;

    WaitWatch(Player player, Thread thread) {
        this.player = player;
        this.thread = thread;
    }

    /** Looks, every few milliseconds; returns true if it was too long. */
    boolean isStuck() {
        long now = System.nanoTime();
        long operations = player.operations();
        if (LockSupport.getBlocker(thread) instanceof MoveWaiters && operations == lastOperations) {
            waitedNanos += Math.min(now - lastNanos, MAX_GAP_NANOS);
        } else {
            waitedNanos = 0;
        }
        lastOperations = operations;
        lastNanos = now;
        return waitedNanos >= LIMIT_NANOS;
    }

    @Override
    public String toString() {
        return thread.getName() + " has waited for the end of a copy for " + TimeUnit.NANOSECONDS.toMillis(waitedNanos) + " ms";
    }
}
