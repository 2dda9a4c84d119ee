package org.pagurus.bench.defrag.workload;

import java.util.concurrent.Phaser;

/**
 * Where the threads of a workload meet: when the last one has come, each live set gives all its objects to the next one, and the
 * threads go on.
 */
final class HandOver {
    private final LiveSet[] sets;
    private final Phaser meeting;

    HandOver(int threads) {
        sets = new LiveSet[threads];
        // The phaser orders what each thread did before it came before the exchange, and that before what each does next.
        meeting = new Phaser(threads) {
            @Override
            protected boolean onAdvance(int phase, int parties) {
                exchange();
                return false;
            }
        };
    }

    /**
     * Waits for the others.
     *
     * @throws IllegalStateException if one of them gave up
     */
    void meet(int part, LiveSet objects) {
        sets[part] = objects;
        if (meeting.arriveAndAwaitAdvance() < 0) {
            throw new IllegalStateException("another thread of the workload failed");
        }
    }

    /** This thread will not come any more, so nobody needs to wait. */
    void giveUp() {
        meeting.forceTermination();
    }

    private void exchange() {
        int[] counts = new int[sets.length];
        for (int part = 0; part < sets.length; part++) {
            counts[part] = sets[part].count();
        }
        for (int part = 0; part < sets.length && sets.length > 1; part++) {
            // What it had before stands in front of what it was just given.
            for (int n = counts[part] - 1; n >= 0; n--) {
                sets[part].handOver(sets[part].at(n), sets[(part + 1) % sets.length]);
            }
        }
    }
}
