package org.pagurus.rcu.torture;

import java.util.SplittableRandom;
import java.util.concurrent.locks.LockSupport;

/** Random delays, most of them none at all. */
final class Delays {
    private static final int CHOICES = 4096;
    private static final int YIELDS = CHOICES / 16;
    private static final int SPINS = CHOICES / 2;
    private static final int SPIN_BITS = 9;
    private static final long LONG_NANOS = 1_000_000;
    private static final int LONGEST = 5;

    private Delays() {
    }

    /** Inside a section. A yield lets an updater run inside it even on one core. */
    static void inSection(final SplittableRandom random) {
        final int choice = random.nextInt(CHOICES);
        if (choice == 0) {
            LockSupport.parkNanos(LONG_NANOS * (1 + random.nextInt(LONGEST)));
        } else if (choice < YIELDS) {
            Thread.yield();
        } else if (choice < SPINS) {
            spin(random);
        }
    }

    /** Between two looks at one thing. */
    static void betweenLooks(final SplittableRandom random) {
        switch (random.nextInt(3)) {
            case 0 -> spin(random);
            case 1 -> Thread.yield();
            default -> LockSupport.parkNanos(1 + random.nextInt((int) LONG_NANOS / 10));
        }
    }

    /** In front of an update: mostly none, so that updates come close together. */
    static void beforeUpdate(final SplittableRandom random) {
        if (random.nextInt(4) == 0) {
            betweenLooks(random);
        }
    }

    private static void spin(final SplittableRandom random) {
        for (int i = random.nextInt(1 << random.nextInt(SPIN_BITS + 1)); i >= 0; i--) {
            Thread.onSpinWait();
        }
    }
}
