package org.pagurus.bench.compaction;

import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import org.pagurus.relocation.Compactor;
import org.pagurus.relocation.CompactorState;
import org.pagurus.relocation.Heap;

/** Drives a heap's compactor from the calling thread. */
final class Compaction {
    private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();
    private static final long LIMIT_NANOS = 120_000_000_000L;

    private Compaction() {
    }

    /** Time that this thread had a processor. */
    static long processorNanos() {
        return THREADS.getCurrentThreadCpuTime();
    }

    /** A timer of the heap's slices, for the calling thread. */
    static SliceTimer timer(Heap heap) {
        return new SliceTimer(heap.compactor()::doWork, System::nanoTime, Compaction::processorNanos);
    }

    /**
     * Works until the heap is quiet and nothing is left to do. The heap was built with a start ratio that is never reached, so
     * the work is that of a quiet heap alone: one run from the first page that is worth it to the last.
     */
    static SliceTimer untilDone(Heap heap) {
        SliceTimer timer = timer(heap);
        Compactor compactor = heap.compactor();
        long deadline = System.nanoTime() + LIMIT_NANOS;
        CompactorState state;
        do {
            timer.slice();
            state = compactor.state();
        } while (!(state.quiet() && isAtRest(state)) && System.nanoTime() - deadline < 0);
        return timer;
    }

    private static boolean isAtRest(CompactorState state) {
        return state.activity() == CompactorState.Activity.IDLE || state.activity() == CompactorState.Activity.BACKING_OFF;
    }
}
