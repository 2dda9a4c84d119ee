package org.pagurus.allocator.internal.frames;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.pagurus.allocator.Seed;

/** Frames that are kept in one piece for pages that move. */
class KeptFramesTest {
    private static final int REGIONS = 2;
    private static final int ALL = REGIONS * FrameLayout.FRAMES_PER_REGION;
    private static final int KEPT = 16;

    private final Frames frames = new Frames((long) REGIONS * FrameLayout.REGION_LENGTH);

    @AfterEach
    void close() {
        frames.close();
    }

    @Test
    void theLastOfTheLongestPiecesIsKept() {
        frames.keepLongest(KEPT);
        assertEquals(KEPT, frames.freeKept());
        assertEquals(0, frames.keptOf(0));
        assertEquals(FrameLayout.mask(64 - KEPT, KEPT), frames.keptOf(1));
        frames.keepLongest(0);
        assertEquals(0, frames.freeKept());
    }

    @Test
    void nobodyElseTakesKeptFrames() {
        frames.keepLongest(KEPT);
        takeAllOthers();
        assertEquals(KEPT, frames.freeFrames());
        assertEquals(0, frames.allocate(1, 0));
        assertEquals(0, frames.allocate(1, 0, true), "nor for what never moves");
        assertFalse(frames.hasRun(1));
        assertEquals(KEPT, frames.longestRun());
    }

    @Test
    void movesTakeThemLastAndLeaveWhatTheyHaveTo() {
        frames.keepLongest(KEPT);
        takeAllOthers();
        long hole = frames.addressOf(0, 7);
        frames.free(hole, 1);
        frames.keepFromMoves(KEPT - 1);
        assertTrue(frames.hasTarget(1));
        assertEquals(hole, frames.allocateTarget(1));
        assertFalse(frames.hasTarget(2));
        assertEquals(0, frames.allocateTarget(2), "two kept ones would leave too few");
        assertEquals(frames.addressOf(1, 64 - KEPT), frames.allocateTarget(1));
        assertEquals(0, frames.allocateTarget(1));
        frames.keepFromMoves(0);
        assertTrue(frames.hasTarget(KEPT - 1));
        assertFalse(frames.hasTarget(KEPT));
        assertTrue(frames.allocateTarget(KEPT - 1) != 0);
        assertEquals(0, frames.freeKept());
    }

    @Test
    void whatIsNoLongerKeptIsFoundAgain() {
        frames.keepLongest(KEPT);
        takeAllOthers();
        assertEquals(0, frames.allocate(2, 0), "and this is remembered");
        frames.keepLongest(0);
        assertEquals(frames.addressOf(1, 64 - KEPT), frames.allocate(2, 0));
    }

    @Test
    void keptFramesLieOutsideOfWhatIsAvoided() {
        frames.avoid(1, -1L);
        frames.keepLongest(KEPT);
        assertEquals(0, frames.keptOf(1));
        assertEquals(KEPT, frames.freeKept());
    }

    @Test
    void whileAStretchIsEmptiedMovesTakeTheTightestPiece() {
        takeAllOthers();
        frames.free(frames.addressOf(0, 0), 6);
        frames.free(frames.addressOf(0, 20), 3);
        frames.free(frames.addressOf(1, 20), 2);
        frames.avoid(1, FrameLayout.mask(50, 14));
        assertEquals(frames.addressOf(1, 20), frames.allocateTarget(2));
        assertEquals(frames.addressOf(0, 20), frames.allocateTarget(2));
        assertEquals(frames.addressOf(0, 22), frames.allocateTarget(1));
        assertEquals(frames.addressOf(0, 0), frames.allocateTarget(5));
        assertEquals(0, frames.allocateTarget(2));
        frames.avoid(-1, 0);
        assertEquals(1, frames.freeFrames());
    }

    /** The longest runs of bits, against a look at each bit. */
    @Test
    void longestRunsOfBits() {
        Random random = Seed.random(32);
        for (int i = 0; i < 10_000; i++) {
            long bits = random.nextLong() | random.nextLong();
            int longest = 0;
            int length = 0;
            for (int bit = 0; bit < 64; bit++) {
                length = (bits >>> bit & 1) != 0 ? length + 1 : 0;
                longest = Math.max(longest, length);
            }
            assertEquals(longest, FrameLayout.longestRun(bits), Seed.repeat());
            int first = FrameLayout.findRun(bits, longest);
            assertEquals(longest, FrameLayout.runLength(bits, first));
        }
        assertEquals(0, FrameLayout.longestRun(0));
        assertEquals(64, FrameLayout.longestRun(-1L));
        assertEquals(64, FrameLayout.runLength(-1L, 0));
        assertEquals(1, FrameLayout.runLength(-1L, 63));
    }

    private void takeAllOthers() {
        while (frames.allocate(1, 0) != 0) {
            assertTrue(frames.freeFrames() < ALL);
        }
    }
}
