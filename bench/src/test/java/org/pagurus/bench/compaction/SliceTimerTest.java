package org.pagurus.bench.compaction;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.function.IntSupplier;
import org.junit.jupiter.api.Test;

/** A compactor whose slices take known times gives exactly those. */
class SliceTimerTest {
    private long clock;
    private long processor;
    private int calls;

    private SliceTimer timer(IntSupplier work) {
        return new SliceTimer(work, () -> clock, () -> processor);
    }

    private int take(long clockNanos, long processorNanos, int work) {
        clock += clockNanos;
        processor += processorNanos;
        return work;
    }

    @Test
    void slices_haveTheirTimes() {
        SliceTimer timer = timer(() -> take(++calls % 1000 == 0 ? 700_000 : 100_000, 90_000, 1));
        for (int i = 0; i < 2000; i++) {
            assertTrue(timer.slice());
            // Between slices somebody else runs.
            clock += 1_000;
        }
        SliceRow row = SliceRow.of(64, timer, 32, 5);
        assertEquals(2000, row.slices());
        assertEquals(100_000, row.p50Nanos(), 100);
        assertEquals(100_000, row.p99Nanos(), 100);
        assertEquals(700_000, row.maxNanos(), 700);
        assertEquals(90_000, row.processorMaxNanos(), 90);
        assertEquals(1998 * 100_000L + 2 * 700_000L, timer.busyNanos());
        assertEquals(2000 * 90_000L, timer.busyProcessorNanos());
        assertEquals(timer.busyNanos() + 1999 * 1_000L, timer.spanNanos());
    }

    @Test
    void callsThatDidNothing_areNoSlices_unlessTheyTookTheirTime() {
        SliceTimer idle = timer(() -> take(SliceTimer.LEAST_NANOS - 1, 1, 0));
        assertFalse(idle.slice());
        assertEquals(0, idle.clockNanos().getTotalCount());
        SliceTimer slow = timer(() -> take(SliceTimer.LEAST_NANOS, 1, 0));
        assertFalse(slow.slice());
        assertEquals(1, slow.clockNanos().getTotalCount());
    }

    @Test
    void waitsBetweenSlices_areInTheSpanAlone() {
        SliceTimer timer = timer(() -> calls++ % 2 == 0 ? take(60_000, 60_000, 3) : take(10_000, 10_000, 0));
        for (int i = 0; i < 5; i++) {
            timer.slice();
        }
        assertEquals(3 * 60_000, timer.busyNanos());
        assertEquals(3 * 60_000 + 2 * 10_000, timer.spanNanos());
    }
}
