package org.pagurus.bench.latency;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.function.IntConsumer;
import org.HdrHistogram.Histogram;
import org.junit.jupiter.api.Test;

class ArrivalsTest {
    private static final long PERIOD = 10_000;
    private static final int OPERATIONS = 20_000;
    private static final long MILLI = 1_000_000;
    /** An operation that is on time takes less. */
    private static final long ON_TIME = 1_000;
    private static final long STALL = 50 * MILLI;

    private final FakeTime time = new FakeTime();
    private FakeOperation operation;

    private Arrivals run(IntConsumer more) {
        operation = new FakeOperation(time, more);
        return run(new Arrivals(operation, time::nanos, time::processorNanos, PERIOD));
    }

    private Arrivals run(Arrivals arrivals) {
        long start = time.nanos() + PERIOD;
        arrivals.run(start, start + OPERATIONS * PERIOD);
        return arrivals;
    }

    private static long late(Histogram latencies) {
        return latencies.getCountBetweenValues(ON_TIME, latencies.getMaxValue());
    }

    @Test
    void run_withoutAStall_isOnTime() {
        Histogram latencies = run(number -> { }).latencies();
        assertEquals(OPERATIONS, latencies.getTotalCount());
        assertTrue(latencies.getMaxValue() < ON_TIME, "max=" + latencies.getMaxValue());
        assertEquals(FakeOperation.NANOS, latencies.getValueAtPercentile(50), 2 * FakeTime.READ_NANOS + 1);
    }

    @Test
    void run_withOneSlowOperationInAThousand_showsItInItsP999() {
        Histogram latencies = run(number -> time.work(number % 1_000 == 999 ? MILLI : 0)).latencies();
        assertEquals(MILLI, latencies.getValueAtPercentile(99.95), MILLI * 0.01);
        assertTrue(latencies.getValueAtPercentile(99.9) > 0.9 * MILLI, "p99.9=" + latencies.getValueAtPercentile(99.9));
        assertEquals(FakeOperation.NANOS, latencies.getValueAtPercentile(50), 2 * FakeTime.READ_NANOS + 1);
    }

    /** All that was due in the stall is late, and what is due while they are made good. */
    @Test
    void run_withAStall_hasAsManyLateOperationsAsWereDueInIt() {
        Histogram latencies = run(number -> time.pause(number == 100 ? STALL : 0)).latencies();
        long inStall = STALL / PERIOD;
        assertTrue(late(latencies) >= inStall, "late=" + late(latencies));
        assertEquals(inStall, late(latencies), inStall * 0.1);
        assertEquals(OPERATIONS, latencies.getTotalCount());
        assertEquals(STALL, latencies.getMaxValue(), STALL * 0.001);
        // They are late by less and less: half of them by more than half of the stall.
        assertEquals(inStall / 2.0, latencies.getCountBetweenValues(STALL / 2, latencies.getMaxValue()), inStall * 0.1);
    }

    /** The seeded bug: a schedule that waits for what is late. The stall is one late operation, and the others are left out. */
    @Test
    void coordinatedOmission_hidesTheStall() {
        operation = new FakeOperation(time, number -> time.pause(number == 100 ? STALL : 0));
        Arrivals omitting = new Arrivals(operation, time::nanos, time::processorNanos, PERIOD) {
            @Override
            long nextDue(long due, long done) {
                return Math.max(due + PERIOD, done);
            }
        };
        assertEquals(1, late(run(omitting).latencies()));
    }

    @Test
    void run_operationsThatMeetAMove_areTimedApart() {
        Arrivals arrivals = run(number -> {
            if (number % 100 == 7) {
                operation.meet();
                time.work(3_000);
            } else if (number == 10_000) {
                time.work(MILLI);
            }
        });
        assertEquals(OPERATIONS / 100, arrivals.met().getTotalCount());
        assertEquals(3_500, arrivals.longestMet().nanos(), 2 * FakeTime.READ_NANOS);
        assertEquals(3_500, arrivals.longestMet().ownNanos(), 2 * FakeTime.READ_NANOS);
        assertEquals(MILLI, arrivals.longest().nanos(), MILLI * 0.01);
    }

    /** What the scheduler did is not taken for what the move did; and never the other way round. */
    @Test
    void run_aPauseInAnAccess_isNoTimeOnTheProcessor() {
        Arrivals arrivals = run(number -> {
            if (number == 50) {
                operation.meet();
                time.pause(5 * MILLI);
            } else if (number == 5_000) {
                operation.meet();
                time.work(80_000);
            }
        });
        assertEquals(5 * MILLI, arrivals.longestMet().nanos(), MILLI * 0.01);
        assertEquals(80_500, arrivals.longestMet().ownNanos(), 2 * FakeTime.READ_NANOS);
    }

    @Test
    void ownNanos_isNeverTooLittle() {
        ProcessorTime own = new ProcessorTime(time::nanos, time::processorNanos);
        own.note();
        time.pause(30_000);
        long start = time.nanos();
        time.work(70_000);
        long done = time.nanos();
        assertEquals(done - start, own.ownNanos(start, done));
        own.note();
        time.work(20_000);
        start = time.nanos();
        time.work(10_000);
        time.pause(90_000);
        done = time.nanos();
        long found = own.ownNanos(start, done);
        assertTrue(found >= 10_000 && found <= 10_000 + own.age(start) + 2 * FakeTime.READ_NANOS, "found=" + found);
    }

    @Test
    void closedLoop_countsWhatWasDoneInItsTime() {
        operation = new FakeOperation(time, number -> { });
        long start = time.nanos();
        double speed = ClosedLoop.run(operation, time::nanos, start, start + 100 * MILLI);
        assertEquals(1e9 / FakeOperation.NANOS, speed, 1e9 / FakeOperation.NANOS * 0.01);
    }
}
