package org.pagurus.rcu.internal.callbacks;

import java.util.Arrays;

/**
 * The waiting callbacks in order of deferral: a ring of parallel arrays that doubles when it is full and shrinks when little of
 * it is used for long, so adding and removing allocate nothing, amortised. Not thread-safe: {@link CallbackQueue} locks.
 * <pre>
 *              head           tail
 *               |               |
 *   callbacks | r | a | r | a | ...       a Runnable or a LongConsumer
 *   arguments | - | x | - | x | ...       what the LongConsumer gets
 *   weights   | b |~b | b |~b | ...       the bytes that wait with a Runnable; with a LongConsumer their complement
 * </pre>
 * {@code head} and {@code tail} only grow: {@code size = tail - head}, and the place of number n is {@code n & mask}.
 * <p>
 * <b>Kinds.</b> Which of the two a callback is stands in its weight, and is not asked of its class. Before JDK 23 HotSpot needs
 * 10 to 20 nanoseconds to find that a class does <em>not</em> implement an interface: as much as all else that a callback costs.
 * <p>
 * <b>References.</b> An action serves many callbacks, so it is left in its place, and not stored again where it stands already: a
 * store of a reference into an old array has a barrier with a fence, with G1 5 to 10 nanoseconds. So the last actions stay
 * reachable, one for each place; a {@code Runnable} does not.
 * <p>
 * <b>Shrinking.</b> It is decided over a window of as many additions as a quarter of the ring has places. If at no time in it
 * more than an eighth of the places were taken, the ring shrinks. So one that is filled and emptied again and again keeps its
 * length, and copying costs each addition a few steps at most.
 */
final class CallbackRing {
    static final int MIN_CAPACITY = 64;
    private static final int MAX_CAPACITY = 1 << 30;
    /** The ring shrinks when less than one place in this many was taken. */
    private static final int SPARSE = 8;
    /** A window is one addition for each of so many places. */
    private static final int WINDOW = 4;

    private Object[] callbacks = new Object[MIN_CAPACITY];
    private long[] arguments = new long[MIN_CAPACITY];
    private long[] weights = new long[MIN_CAPACITY];
    private long head;
    private long tail;
    /** The largest size since the window began, as far as it was noted. */
    private int fullest;
    private long windowEnd = MIN_CAPACITY / WINDOW;
    /** Up to this number there is room, and the window is not over: {@code tail <= checked <= head + capacity}. */
    private long checked = windowEnd;

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
        if (tail == checked) {
            check();
        }
    }

    private void check() {
        fullest = Math.max(fullest, size());
        if (size() == capacity()) {
            if (capacity() == MAX_CAPACITY) {
                throw new IllegalStateException("too many callbacks wait: size=" + size());
            }
            resize(2 * capacity());
            beginWindow();
        } else if (tail == windowEnd) {
            if (fullest < capacity() / SPARSE) {
                shrink();
            }
            beginWindow();
        }
        checked = Math.min(windowEnd, head + capacity());
    }

    /** To two to four times what was used, so that it is not full again at once; a quarter of now at most. */
    private void shrink() {
        try {
            resize(Math.max(MIN_CAPACITY, SPARSE / 2 * Integer.highestOneBit(fullest)));
        } catch (final OutOfMemoryError e) {
            // There is room without it: just then callbacks must be taken in, as they free memory. Tried again a window later.
            fullest = 0;
        }
    }

    private void beginWindow() {
        fullest = size();
        windowEnd = tail + capacity() / WINDOW;
    }

    /** Adds a callback at the tail, after {@link #reserve()}. */
    void add(final Object callback, final boolean isAction, final long argument, final long bytes) {
        final int index = index(tail);
        if (callbacks[index] != callback) {
            callbacks[index] = callback;
        }
        arguments[index] = argument;
        weights[index] = isAction ? ~bytes : bytes;
        tail++;
    }

    /** Whether a callback of this weight is a {@code LongConsumer}. */
    static boolean isAction(final long weight) {
        return weight < 0;
    }

    /** The bytes that wait with a callback of this weight. */
    static long bytes(final long weight) {
        return isAction(weight) ? ~weight : weight;
    }

    /** Moves callbacks from the head into an empty batch: as many as it takes, and none from number {@code end} on. */
    void move(final CallbackBatch batch, final long end) {
        // Between two removals the size only grows, so its peaks are here and where a window ends.
        fullest = Math.max(fullest, size());
        while (head < end && !batch.isFull()) {
            final int index = index(head);
            final long weight = weights[index];
            batch.add(callbacks[index], arguments[index], weight);
            if (!isAction(weight)) {
                callbacks[index] = null;
            }
            head++;
        }
    }

    /** Drops all; returns the sum of their bytes. */
    long clear() {
        long dropped = 0;
        for (long number = head; number < tail; number++) {
            dropped += bytes(weights[index(number)]);
        }
        Arrays.fill(callbacks, null);
        head = tail;
        return dropped;
    }

    private int index(final long number) {
        return (int) number & (callbacks.length - 1);
    }

    private void resize(final int capacity) {
        if (capacity == capacity()) {
            return;
        }
        final Object[] newCallbacks = new Object[capacity];
        final long[] newArguments = new long[capacity];
        final long[] newWeights = new long[capacity];
        for (long number = head; number < tail; number++) {
            final int from = index(number);
            final int to = (int) number & (capacity - 1);
            newCallbacks[to] = callbacks[from];
            newArguments[to] = arguments[from];
            newWeights[to] = weights[from];
        }
        callbacks = newCallbacks;
        arguments = newArguments;
        weights = newWeights;
    }
}
