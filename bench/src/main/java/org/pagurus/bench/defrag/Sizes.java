package org.pagurus.bench.defrag;

import java.util.random.RandomGenerator;

/**
 * Sizes of objects, each from {@code min} to {@code max} as likely as any other.
 *
 * @param min the least, in bytes
 * @param max the most, in bytes
 */
record Sizes(int min, int max) {
    static Sizes of(int size) {
        return new Sizes(size, size);
    }

    int next(RandomGenerator random) {
        return min == max ? min : random.nextInt(min, max + 1);
    }
}
