package org.pagurus.bench.demo;

import org.pagurus.relocation.Heap;
import org.pagurus.relocation.Session;

/**
 * A counter of 8 bytes off-heap for each key that is present, updated in place: values are immutable, so these are the writes
 * that meet pages on the move. Each is compared with a plain Java counter before it is freed. One thread at a time.
 */
final class Counters {
    static final int COUNTER_BYTES = 8;

    private final Heap heap;
    private final long[] pointers;
    private final long[] expected;
    private long updates;
    private long lost;
    private int count;

    Counters(Heap heap, int keys) {
        this.heap = heap;
        this.pointers = new long[keys];
        this.expected = new long[keys];
    }

    /** A key has come; it starts at 0, unless it was there. */
    void create(int key) {
        if (pointers[key] == 0) {
            Session session = heap.session();
            long pointer = session.allocate(COUNTER_BYTES);
            session.enter();
            try {
                session.putLong(pointer, 0, 0);
            } finally {
                session.exit();
            }
            pointers[key] = pointer;
            expected[key] = 0;
            count++;
        }
    }

    /** Adds 1, if the key is there. */
    void increment(int key) {
        if (pointers[key] != 0) {
            Session session = heap.session();
            session.enter();
            try {
                session.getAndAddLong(pointers[key], 0, 1);
            } finally {
                session.exit();
            }
            expected[key]++;
            updates++;
        }
    }

    /** A key has gone: checks its counter and frees it. */
    void remove(int key) {
        if (pointers[key] != 0) {
            check(key);
            heap.session().free(pointers[key]);
            pointers[key] = 0;
            count--;
        }
    }

    /** Checks all counters that are there. */
    void checkAll() {
        for (int key = 0; key < pointers.length; key++) {
            if (pointers[key] != 0) {
                check(key);
            }
        }
    }

    private void check(int key) {
        Session session = heap.session();
        session.enter();
        try {
            lost += Math.abs(expected[key] - session.getLong(pointers[key], 0));
        } finally {
            session.exit();
        }
    }

    /** Updates made. */
    long updates() {
        return updates;
    }

    /** Difference between what counters held and what they should have held, over all checks. */
    long lost() {
        return lost;
    }

    /** What the counters take of the heap's live bytes. */
    long liveBytes() {
        return (long) count * COUNTER_BYTES;
    }
}
