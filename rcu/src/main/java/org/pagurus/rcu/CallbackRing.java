package org.pagurus.rcu;

import java.util.function.LongConsumer;

/**
 * The waiting callbacks in order of deferral: a ring of parallel arrays that doubles when it is full and halves when it is
 * nearly empty, so adding and removing allocate nothing, amortised. Not thread-safe: {@link CallbackQueue} locks.
 * <pre>
 *              head                 tail
 *               |                    |
 *   cookies   | c | c | c' | c'' | ...      grow from head to tail
 *   tasks     | r | - | r  | -   | ...      exactly one of task
 *   actions   | - | a | -  | a   | ...      and action is set
 *   arguments | - | x | -  | x   | ...
 * </pre>
 * {@code head} and {@code tail} only grow: {@code size = tail - head}, and the place of number n is {@code n & mask}.
 */
final class CallbackRing {
    static final int MIN_CAPACITY = 64;
    private static final int MAX_CAPACITY = 1 << 30;
    /** The ring halves when less than one place in this many is taken. */
    private static final int SPARSE = 8;

    private long[] cookies = new long[MIN_CAPACITY];
    private Runnable[] tasks = new Runnable[MIN_CAPACITY];
    private LongConsumer[] actions = new LongConsumer[MIN_CAPACITY];
    private long[] arguments = new long[MIN_CAPACITY];
    private long head;
    private long tail;

    int capacity() {
        return cookies.length;
    }

    int size() {
        return (int) (tail - head);
    }

    /** How many callbacks were ever added. */
    long added() {
        return tail;
    }

    /**
     * Makes room for one more callback, or throws and leaves the ring as it is. Only this method resizes, so that nothing can
     * fail between removing a callback and running it.
     */
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

    /** Adds a callback at the tail, after {@link #reserve()}. One of task and action is null. */
    void add(final long cookie, final Runnable task, final LongConsumer action, final long argument) {
        final int index = index(tail);
        cookies[index] = cookie;
        tasks[index] = task;
        actions[index] = action;
        arguments[index] = argument;
        tail++;
    }

    long headCookie() {
        return cookies[index(head)];
    }

    Runnable headTask() {
        return tasks[index(head)];
    }

    LongConsumer headAction() {
        return actions[index(head)];
    }

    long headArgument() {
        return arguments[index(head)];
    }

    /** Removes the callback at the head. */
    void removeHead() {
        final int index = index(head);
        tasks[index] = null;
        actions[index] = null;
        head++;
    }

    private int index(final long number) {
        return (int) number & (cookies.length - 1);
    }

    private void resize(final int capacity) {
        final long[] newCookies = new long[capacity];
        final Runnable[] newTasks = new Runnable[capacity];
        final LongConsumer[] newActions = new LongConsumer[capacity];
        final long[] newArguments = new long[capacity];
        for (long number = head; number < tail; number++) {
            final int from = index(number);
            final int to = (int) number & (capacity - 1);
            newCookies[to] = cookies[from];
            newTasks[to] = tasks[from];
            newActions[to] = actions[from];
            newArguments[to] = arguments[from];
        }
        cookies = newCookies;
        tasks = newTasks;
        actions = newActions;
        arguments = newArguments;
    }
}
