package org.pagurus.rcu.internal.callbacks;

import java.util.function.LongConsumer;

/**
 * Callbacks whose grace period is over, on their way from the ring to the poller: so that the lock is taken once for many of
 * them. It outlives a poll that is cut short by an error. For the poller alone.
 */
final class CallbackBatch {
    static final int CAPACITY = 64;

    private final Object[] callbacks = new Object[CAPACITY];
    private final long[] arguments = new long[CAPACITY];
    /** See {@link CallbackRing}. */
    private final long[] weights = new long[CAPACITY];
    private int next;
    private int end;

    boolean isFull() {
        return end == CAPACITY;
    }

    boolean isEmpty() {
        return next == end;
    }

    /** Adds one behind the last, unless the batch is full. */
    void add(final Object callback, final long argument, final long weight) {
        if (callbacks[end] != callback) {
            callbacks[end] = callback;
        }
        arguments[end] = argument;
        weights[end] = weight;
        end++;
    }

    /** Takes the next callback, runs it, and passes on what it throws; afterwards it is no longer in the batch either way. */
    void runNext() {
        final int index = next++;
        final Object callback = callbacks[index];
        final long argument = arguments[index];
        final long weight = weights[index];
        if (!CallbackRing.isAction(weight)) {
            callbacks[index] = null;
        }
        if (next == end) {
            next = 0;
            end = 0;
        }
        if (CallbackRing.isAction(weight)) {
            ((LongConsumer) callback).accept(argument);
        } else {
            ((Runnable) callback).run();
        }
    }

    /** What waits with the next callback. */
    long nextBytes() {
        return CallbackRing.bytes(weights[next]);
    }
}
