package org.pagurus.bench.mix;

import java.util.concurrent.locks.ReentrantLock;

/** A lock for each key, shared with some others: who reads, modifies and writes a value is alone with it. */
class KeyLocks {
    private static final int COUNT = 1024;

    private final ReentrantLock[] locks = new ReentrantLock[COUNT];

    KeyLocks() {
        for (int i = 0; i < COUNT; i++) {
            locks[i] = new ReentrantLock();
        }
    }

    void lock(int key) {
        locks[key & COUNT - 1].lock();
    }

    void unlock(int key) {
        locks[key & COUNT - 1].unlock();
    }
}
