package org.pagurus.relocation.torture;

import java.util.SplittableRandom;
import java.util.concurrent.locks.LockSupport;

/** Random delays, most of them none at all. */
final class Delays {
    private static final int CHOICES = 1 << 12;
    private static final int SPIN_BITS = 9;
    private static final int MICRO_NANOS = 1_000;
    private static final int MILLI_NANOS = 1_000_000;

    private Delays() {
    }

    /** At a step of the protocol. */
    static void atStep(SplittableRandom random) {
        delay(random, 16, 100 * MICRO_NANOS, 1 << 6);
    }

    /** Where the migrator has a page in MIGRATING: others should meet it there. */
    static void inMigrating(SplittableRandom random) {
        delay(random, 1 << 10, 100 * MICRO_NANOS, 1 << 7);
    }

    /** An accessor has loaded a migration entry: often the copy should be over before it does something about it. */
    static void metMigrating(SplittableRandom random) {
        delay(random, 1 << 9, MILLI_NANOS, 1 << 6);
    }

    /** Between two isolates: a section that begins in between should get far. */
    static void betweenIsolates(SplittableRandom random) {
        delay(random, 1 << 9, 200 * MICRO_NANOS, 1 << 6);
    }

    /** In a section that has taken an address. */
    static boolean sleepsWithAddress(SplittableRandom random) {
        return random.nextInt(12) == 0;
    }

    /** The page should get far meanwhile. */
    static void withAddress(SplittableRandom random) {
        LockSupport.parkNanos(1 + random.nextInt(random.nextInt(4) == 0 ? 2 * MILLI_NANOS : 200 * MICRO_NANOS));
    }

    /** Outside sections: a player that rests leaves the processor to the mover. */
    static void outside(SplittableRandom random) {
        delay(random, 1 << 9, 100 * MICRO_NANOS, 1 << 6);
    }

    /** Inside a section: now and then a stall of some milliseconds. */
    static void inSection(SplittableRandom random) {
        delay(random, 2, 3 * MILLI_NANOS, 1 << 5);
    }

    /** Of {@link #CHOICES}: how many park, and how many yield; a quarter spins, and the rest does nothing. */
    private static void delay(SplittableRandom random, int parks, int parkNanos, int yields) {
        int choice = random.nextInt(CHOICES);
        if (choice < parks) {
            LockSupport.parkNanos(1 + random.nextInt(parkNanos));
        } else if (choice < parks + yields) {
            Thread.yield();
        } else if (choice < CHOICES / 4) {
            for (int i = random.nextInt(1 << random.nextInt(SPIN_BITS + 1)); i >= 0; i--) {
                Thread.onSpinWait();
            }
        }
    }
}
