package org.pagurus.rcu.internal.stalls;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;

import org.junit.jupiter.api.Test;
import org.pagurus.rcu.internal.readers.ReaderRegistry;

/** Its clock and its steps, with a time that the test makes. */
class StallDetectorTest {
    private static final long MILLI = 1_000_000;
    private static final long LIMIT = 1_000 * MILLI;

    private long nowNanos = 77;
    private final List<Long> reports = new ArrayList<>();
    private final StallDetector detector = new StallDetector(new ReaderRegistry("test", true, false), LIMIT, false) {
        @Override
        protected long nanoTime() {
            return nowNanos;
        }
    };

    StallDetectorTest() {
        detector.onStall((cookie, stalledNanos) -> reports.add(cookie));
    }

    /** Looks every millisecond for so long; returns how often a new fence was asked for. */
    private int look(final long millis, final long completed, final long epoch) {
        int fences = 0;
        for (long i = 0; i < millis; i++) {
            nowNanos += MILLI;
            fences += detector.look(completed, epoch) ? 1 : 0;
        }
        return fences;
    }

    @Test
    void escalatesOnceAtHalfOfTheLimitAndReportsAtTheLimitAndAtItsDoubles() {
        assertEquals(0, look(499, 5, 6));
        assertFalse(detector.isEscalated());
        assertEquals(1, look(2, 5, 6));
        assertTrue(detector.isEscalated());
        assertEquals(1, detector.escalations());
        assertEquals(0, look(498, 5, 6));
        assertEquals(List.of(), reports);
        look(3, 5, 6);
        assertEquals(List.of(6L), reports);
        look(990, 5, 9);
        assertEquals(List.of(6L), reports);
        look(20, 5, 9);
        assertEquals(List.of(6L, 6L), reports);
        look(3_000, 5, 9);
        assertEquals(List.of(6L, 6L, 6L), reports, "at 1, 2 and 4 s");
        assertEquals(1, detector.stalls());
        assertEquals(1, detector.escalations());
    }

    @Test
    void eachGracePeriodHasItsOwnTime() {
        for (int completed = 5; completed < 20; completed++) {
            look(450, completed, 100);
        }
        assertEquals(0, detector.escalations());
        look(1_010, 20, 100);
        assertEquals(List.of(21L), reports);
        look(1, 100, 100);
        assertFalse(detector.isEscalated(), "all over");
        look(5_000, 100, 100);
        assertEquals(1, detector.stalls());
    }

    @Test
    void aLookFromAnEarlierScanChangesNothing() {
        look(900, 7, 8);
        detector.look(6, 8);
        look(110, 7, 8);
        assertEquals(List.of(8L), reports);
    }

    /** Stopped twice for an hour, and once for a second. */
    @Test
    void timeWhenTheJvmWasStoppedIsNotCounted() {
        look(300, 5, 6);
        nowNanos += 3_600_000 * MILLI;
        look(200, 5, 6);
        nowNanos += 3_600_000 * MILLI;
        look(90, 5, 6);
        nowNanos += 1_000 * MILLI;
        look(100, 5, 6);
        assertEquals(List.of(), reports, "690 ms, and three gaps of 100 ms at most");
        look(30, 5, 6);
        assertEquals(List.of(6L), reports);
    }

    @Test
    void shortLimitsNeedSomeLooksAsWell() {
        final StallDetector hasty = new StallDetector(new ReaderRegistry("test", true, false), MILLI, false) {
            @Override
            protected long nanoTime() {
                return nowNanos;
            }
        };
        hasty.onStall((cookie, stalledNanos) -> reports.add(cookie));
        for (int i = 0; i < 4; i++) {
            nowNanos += 10 * MILLI;
            hasty.look(5, 6);
            assertEquals(List.of(), reports, "look " + i);
        }
        nowNanos += 10 * MILLI;
        hasty.look(5, 6);
        assertEquals(List.of(6L), reports);
    }

    @Test
    void aHandlerThatThrowsIsCountedAndAskedAgain() {
        detector.onStall((cookie, stalledNanos) -> {
            reports.add(cookie);
            throw new IllegalStateException("seeded");
        });
        look(2_100, 5, 6);
        assertEquals(List.of(6L, 6L), reports);
        assertEquals(2, detector.failures());
        detector.onStall((cookie, stalledNanos) -> detector.look(5, 6));
        look(2_000, 5, 6);
        assertEquals(2, detector.failures(), "a look inside a look does nothing");
    }

    /** Neither an hour without grace periods, nor the time since the last one was found over, belongs to the next. */
    @Test
    void timeWithoutAGracePeriodIsNotCounted() {
        look(600, 5, 6);
        assertTrue(detector.isEscalated());
        detector.settleUpTo(6);
        nowNanos += 3_600_000 * MILLI;
        look(480, 6, 7);
        assertFalse(detector.isEscalated());
        look(1, 7, 7);
        nowNanos += 3_600_000 * MILLI;
        look(480, 7, 8);
        assertFalse(detector.isEscalated());
        assertEquals(1, detector.escalations());
    }
}
