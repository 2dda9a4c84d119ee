package org.pagurus.examples.cache;

import java.util.random.RandomGenerator;

/** Values that say whose they are: a value holds its key in every byte's place, so that bytes of another key do not pass. */
final class Values {
    private Values() {
    }

    static byte[] of(int key, int version, int length) {
        byte[] bytes = new byte[length];
        for (int i = 0; i < length; i++) {
            bytes[i] = (byte) (key * 31 + version * 7 + i * 13 + (i >>> 8));
        }
        return bytes;
    }

    /** Mostly small, sometimes large, now and then empty. */
    static int randomLength(RandomGenerator random) {
        int kind = random.nextInt(100);
        if (kind == 0) {
            return 0;
        }
        return kind < 3 ? random.nextInt(200_000) : 1 + random.nextInt(kind < 80 ? 600 : 12_000);
    }
}
