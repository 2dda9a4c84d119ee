package org.pagurus.bench.defrag.workload;

import java.util.random.RandomGenerator;

/**
 * Sizes of objects, each from {@code min} to {@code max} as likely as any other.
 *
 * @param min the least, in bytes
 * @param max the most, in bytes
 */
public record Sizes(int min, int max) {
    /** One size. */
    public static Sizes of(int size) {
        return new Sizes(size, size);
    }

    /** The next size. */
    public int next(RandomGenerator random) {
        return min == max ? min : random.nextInt(min, max + 1);
    }
}
