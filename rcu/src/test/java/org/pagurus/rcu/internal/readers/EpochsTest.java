package org.pagurus.rcu.internal.readers;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

class EpochsTest {
    @Test
    void cookieIsAboveTheFirstEpochAndNotAboveTheCurrentOne() {
        assertFalse(Epochs.isCookie(Long.MIN_VALUE, 10));
        assertFalse(Epochs.isCookie(-1, 10));
        assertFalse(Epochs.isCookie(0, 10));
        assertFalse(Epochs.isCookie(Epochs.FIRST, 10));
        assertTrue(Epochs.isCookie(Epochs.FIRST + 1, 10));
        assertTrue(Epochs.isCookie(10, 10));
        assertFalse(Epochs.isCookie(11, 10));
        assertFalse(Epochs.isCookie(Epochs.FIRST, Epochs.FIRST));
        assertTrue(Epochs.isCookie(Long.MAX_VALUE, Long.MAX_VALUE));
    }

    @Test
    void stateHoldsExactlyTheYoungerCookies() {
        for (long state = 0; state < 6; state++) {
            for (long cookie = 2; cookie < 8; cookie++) {
                assertEquals(state != 0 && state < cookie, Epochs.holds(state, cookie), "state=" + state + ", cookie=" + cookie);
            }
        }
    }

    @Test
    void oldestIgnoresIdleAndYoungerStates() {
        assertEquals(7, Epochs.older(7, Epochs.IDLE));
        assertEquals(7, Epochs.older(7, 7));
        assertEquals(7, Epochs.older(7, 8));
        assertEquals(6, Epochs.older(7, 6));
        assertEquals(1, Epochs.older(7, Epochs.FIRST));
    }

    /** A cookie is elapsed after a scan exactly if no state holds it. */
    @Test
    void oldestAgreesWithHolds() {
        final long epoch = 6;
        for (long a = 0; a <= epoch; a++) {
            for (long b = 0; b <= epoch; b++) {
                final long completed = Epochs.older(Epochs.older(epoch, a), b);
                for (long cookie = 2; cookie <= epoch; cookie++) {
                    assertEquals(!Epochs.holds(a, cookie) && !Epochs.holds(b, cookie), Epochs.isElapsed(cookie, completed),
                        "a=" + a + ", b=" + b + ", cookie=" + cookie);
                }
            }
        }
    }

    @Test
    void behindCountsTheGracePeriodsStartedSinceEnter() {
        assertEquals(0, Epochs.behind(Epochs.IDLE, 9));
        assertEquals(0, Epochs.behind(9, 9));
        assertEquals(8, Epochs.behind(1, 9));
    }
}
