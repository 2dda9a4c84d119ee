package org.pagurus.rcu.internal.callbacks;

import org.pagurus.rcu.internal.base.SharedWait;

/**
 * Threads that wait for callbacks to end: one of them polls, the others park.
 */
final class Draining extends SharedWait {
    private final CallbackQueue callbacks;

    Draining(final CallbackQueue callbacks) {
        this.callbacks = callbacks;
    }

    /** Waits until all callbacks below this number have ended. */
    boolean await(final long number, final boolean mayPoll, final long timeoutNanos) {
        return waitFor(number, mayPoll, timeoutNanos);
    }

    void wakeEnded() {
        wakeReached();
    }

    @Override
    protected void look(final long number, final long leftNanos) {
        callbacks.poll(Math.max(0, leftNanos));
    }

    @Override
    protected long looks() {
        return callbacks.polls();
    }

    @Override
    protected long reached() {
        return callbacks.ended();
    }

    @Override
    protected boolean isReached(final long number) {
        return callbacks.hasEnded(number);
    }

    @Override
    protected void lookedInVain(final long number) {
        callbacks.gracePeriods().sightOldest();
    }
}
