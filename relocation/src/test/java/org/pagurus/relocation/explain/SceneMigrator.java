package org.pagurus.relocation.explain;

import java.util.concurrent.locks.LockSupport;
import java.util.function.LongPredicate;
import org.pagurus.relocation.ScenarioHeap;

/** Moves all pages, round after round: isolates them, starts their grace period, and lets the shipped migrator step. */
final class SceneMigrator implements Runnable {
    /** As a compactor's idle strategy: between two looks at the grace period. */
    private static final long LOOK_NANOS = 50_000L;
    /** Readers get pages that nobody moves, too. */
    private static final long PAUSE_NANOS = 200_000L;

    private final ScenarioHeap heap;
    private final SceneProtocol protocol;
    private final Recorder recorder;
    private final long[] pointers;
    private final LongPredicate isEnough;
    private volatile long rounds;

    /**
     * A migrator for a thread of its own.
     *
     * @param isEnough whether so many rounds are
     */
    SceneMigrator(ScenarioHeap heap, SceneProtocol protocol, Recorder recorder, long[] pointers, LongPredicate isEnough) {
        this.heap = heap;
        this.protocol = protocol;
        this.recorder = recorder;
        this.pointers = pointers;
        this.isEnough = isEnough;
    }

    @Override
    public void run() {
        for (long round = 0; !isEnough.test(round); round++) {
            rounds = round;
            recorder.newRound();
            heap.lock().lock();
            try {
                moveAll();
            } finally {
                heap.lock().unlock();
            }
            LockSupport.parkNanos(PAUSE_NANOS);
        }
        recorder.newRound();
        rounds++;
    }

    private void moveAll() {
        for (long pointer : pointers) {
            heap.isolate(pointer);
        }
        protocol.gracePeriodStarts();
        heap.startGracePeriod();
        while (!heap.isOver()) {
            if (!heap.step()) {
                LockSupport.parkNanos(LOOK_NANOS);
            }
        }
        heap.domain().poll();
    }

    /** Rounds that have ended. Any thread. */
    long rounds() {
        return rounds;
    }
}
