package org.pagurus.allocator;

import java.util.Random;

/** The seed of the random tests of this module, from {@code -Dpagurus.seed}, and the words that repeat a failure. */
public final class Seed {
    public static final long VALUE = Long.getLong("pagurus.seed", 42);

    private Seed() {
    }

    /** A source that depends on the seed and on the place that asks, so that tests do not walk the same path. */
    public static Random random(long salt) {
        return new Random(VALUE * 0x9E37_79B9_7F4A_7C15L + salt);
    }

    /** What stands at the end of a failure message. */
    public static String repeat() {
        return "; repeat with -Dpagurus.test.flags=-Dpagurus.seed=" + VALUE;
    }
}
