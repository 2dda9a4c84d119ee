package org.pagurus.rcu.internal.callbacks;

import java.util.Arrays;

/**
 * The waiting callbacks in order of deferral: a ring of parallel arrays that doubles when it is full and halves when it is
 * nearly empty, so adding and removing allocate nothing, amortised. Not thread-safe: {@link CallbackQueue} locks.
 * <pre>
 *              head           tail
 *               |               |
 *   callbacks | r | a | r | a | ...       a Runnable or a LongConsumer
 *   arguments | - | x | - | x | ...       what the LongConsumer gets
 *   bytes     | b | b | b | b | ...       what waits with the callback
 * </pre>
 * {@code head} and {@code tail} only grow: {@code size = tail - head}, and the place of number n is {@code n & mask}.
 */
final class CallbackRing {
    static final int MIN_CAPACITY = 64;
    private static final int MAX_CAPACITY = 1 << 30;
    /** The ring halves when less than one place in this many is taken. */
    private static final int SPARSE = 8;

    private Object[] callbacks = new Object[MIN_CAPACITY];
    private long[] arguments = new long[MIN_CAPACITY];
    private long[] bytes = new long[MIN_CAPACITY];
    private long head;
    private long tail;

    int capacity() {
        return callbacks.length;
    }

    int size() {
        return (int) (tail - head);
    }

    /** The number of the callback at the head: how many were ever removed. */
    long head() {
        return head;
    }

    /** The number of the callback that is added next: how many were ever added. */
    long tail() {
        return tail;
    }

    /** Makes room for one more callback, or throws and leaves the ring as it is. Only this method resizes. */
    void reserve() {
        if (size() == capacity()) {
            if (capacity() == MAX_CAPACITY) {
                throw new IllegalStateException("too many callbacks wait: size=" + size());
            }
            resize(2 * capacity());
        } else if (capacity() > MIN_CAPACITY && size() < capacity() / SPARSE) {
            resize(capacity() / 2);
        }
    }

    /** Adds a callback at the tail, after {@link #reserve()}. */
    void add(final Object callback, final long argument, final long waitingBytes) {
        final int index = index(tail);
        callbacks[index] = callback;
        arguments[index] = argument;
        bytes[index] = waitingBytes;
        tail++;
    }

    /** Moves callbacks from the head into an empty batch: as many as it takes, and none from number {@code end} on. */
    void move(final CallbackBatch batch, final long end) {
        while (head < end && !batch.isFull()) {
            final int index = index(head);
            batch.add(callbacks[index], arguments[index], bytes[index]);
            callbacks[index] = null;
            head++;
        }
    }

    /** Drops all; returns the sum of their bytes. */
    long clear() {
        long dropped = 0;
        for (long number = head; number < tail; number++) {
            dropped += bytes[index(number)];
        }
        Arrays.fill(callbacks, null);
        head = tail;
        return dropped;
    }

    private int index(final long number) {
        return (int) number & (callbacks.length - 1);
    }

    private void resize(final int capacity) {
        final Object[] newCallbacks = new Object[capacity];
        final long[] newArguments = new long[capacity];
        final long[] newBytes = new long[capacity];
        for (long number = head; number < tail; number++) {
            final int from = index(number);
            final int to = (int) number & (capacity - 1);
            newCallbacks[to] = callbacks[from];
            newArguments[to] = arguments[from];
            newBytes[to] = bytes[from];
        }
        callbacks = newCallbacks;
        arguments = newArguments;
        bytes = newBytes;
    }
}
