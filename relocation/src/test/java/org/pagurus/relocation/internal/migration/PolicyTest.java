package org.pagurus.relocation.internal.migration;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

/** When the compactor works, and how hard, by the ratio alone. */
class PolicyTest {
    private static final double EXACT = 1e-9;
    private final Policy policy = new Policy(1.2, 1.0, 0.1, 0.9);

    @Test
    void underLoadItStartsAboveTheStartRatioAndStopsALittleBelow() {
        assertFalse(policy.isAbove(1.2, false));
        assertTrue(policy.isAbove(1.21, false));
        assertFalse(policy.isDone(1.16, false));
        assertTrue(policy.isDone(1.15, false));
    }

    @Test
    void aQuietHeapIsFoldedDownToTheStopRatio() {
        assertTrue(policy.isAbove(1.01, true));
        assertFalse(policy.isAbove(1.0, true));
        assertFalse(policy.isDone(1.01, true));
        assertTrue(policy.isDone(1.0, true));
    }

    @Test
    void theShareGrowsFromTheTargetToHalfAsMuchAgain() {
        assertEquals(0.1, policy.share(1.0, false), EXACT);
        assertEquals(0.1, policy.share(1.2, false), EXACT);
        assertEquals(0.5, policy.share(1.45, false), EXACT);
        assertEquals(0.9, policy.share(1.7, false), EXACT);
        assertEquals(0.9, policy.share(10, false), EXACT);
        assertEquals(0.5, policy.share(1.25, true), EXACT, "in a quiet heap the target is the stop ratio");
        Policy strict = new Policy(1.2, 1.0, 0.1, 0.1);
        assertEquals(0.1, strict.share(10, false), EXACT);
    }

    @Test
    void theFartherFromTheTargetTheFullerThePagesThatAreTaken() {
        double last = 0;
        for (double ratio = 1.2; ratio < 1.3; ratio += 0.01) {
            double copy = policy.effort(ratio, false, false).copyForByte();
            assertTrue(copy > last, "ratio=" + ratio + " copyForByte=" + copy);
            last = copy;
        }
        assertTrue(policy.effort(1.05, true, false).copyForByte() > last, "quiet");
    }

    @Test
    void slotsThatSessionsNeedAreSparedUnlessMemoryIsShort() {
        assertTrue(policy.effort(1.25, false, false).sparesDemanded());
        assertFalse(policy.effort(1.4, false, false).sparesDemanded(), "too far from the target");
        assertFalse(policy.effort(1.25, true, false).sparesDemanded(), "nobody allocates");
        assertFalse(policy.effort(1.25, false, true).sparesDemanded(), "frames are scarce");
        assertTrue(policy.effort(1.25, false, true).needsFrames());
        assertTrue(policy.effort(1.25, false, true).maxTargetFrames() < policy.effort(1.25, false, false).maxTargetFrames());
    }

    @Test
    void whatIsWorthIt() {
        Effort effort = new Effort(4, false, 16, false, true);
        assertTrue(effort.isWorth(1, 4));
        assertFalse(effort.isWorth(1, 5));
        assertFalse(effort.isWorth(0, 0), "nothing becomes free");
    }

    /** What somebody waits for is not put off because pages were cancelled lately; the background leaves them alone. */
    @Test
    void onlyTheBackgroundSparesPagesThatRest() {
        long now = 1_000;
        assertEquals(now, new Effort(4, false, 16, false, true).movableAtNanos(now));
        // The longest rest is 6.4 s.
        assertTrue(new Effort(4, false, 16, false, false).movableAtNanos(now) - now > 6_400_000_000L);
    }
}
