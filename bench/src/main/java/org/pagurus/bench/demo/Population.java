package org.pagurus.bench.demo;

import java.util.concurrent.atomic.AtomicIntegerArray;
import java.util.random.RandomGenerator;

/**
 * Which keys the writer has in the cache, so that readers seldom ask for others. A hint only: the cache may have evicted one, and
 * a look is never newer than the look itself; so opaque order is enough.
 */
final class Population {
    private static final int TRIES = 64;

    private final AtomicIntegerArray present;

    Population(int keys) {
        present = new AtomicIntegerArray(keys);
    }

    void set(int key, boolean isPresent) {
        present.setOpaque(key, isPresent ? 1 : 0);
    }

    boolean contains(int key) {
        return present.getOpaque(key) == 1;
    }

    /** A random key, almost always one that is present. */
    int pick(RandomGenerator random) {
        int key = random.nextInt(present.length());
        for (int i = 0; i < TRIES && !contains(key); i++) {
            key = random.nextInt(present.length());
        }
        return key;
    }
}
