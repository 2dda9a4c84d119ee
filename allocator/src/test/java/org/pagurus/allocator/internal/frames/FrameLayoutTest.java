package org.pagurus.allocator.internal.frames;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.fail;

import java.util.Random;
import org.junit.jupiter.api.Test;
import org.pagurus.allocator.Seed;

class FrameLayoutTest {
    @Test
    void frameIs64KibAndRegionIs64Frames() {
        assertEquals(65_536, FrameLayout.FRAME_LENGTH);
        assertEquals(16, FrameLayout.FRAME_SHIFT);
        assertEquals(64, FrameLayout.FRAMES_PER_REGION);
        assertEquals(4_194_304, FrameLayout.REGION_LENGTH);
        assertEquals(22, FrameLayout.REGION_SHIFT);
    }

    @Test
    void framesForRoundsUpToWholeFrames() {
        assertEquals(0, FrameLayout.framesFor(0));
        assertEquals(1, FrameLayout.framesFor(1));
        assertEquals(1, FrameLayout.framesFor(65_536));
        assertEquals(2, FrameLayout.framesFor(65_537));
        assertEquals(64, FrameLayout.framesFor(4_194_304));
        assertEquals(65, FrameLayout.framesFor(4_194_305));
        assertEquals(1 << 24, FrameLayout.framesFor(1L << 40));
    }

    @Test
    void maskHasExactlyTheBitsOfItsFrames() {
        for (int first = 0; first < 64; first++) {
            for (int frames = 1; frames <= 64 - first; frames++) {
                long expected = 0;
                for (int frame = first; frame < first + frames; frame++) {
                    expected |= 1L << frame;
                }
                assertEquals(expected, FrameLayout.mask(first, frames), "first=" + first + " frames=" + frames);
            }
        }
    }

    @Test
    void runOfAFullRegionIsNotFoundAndOfAnEmptyOneStartsAtZero() {
        for (int frames = 1; frames <= 64; frames++) {
            assertEquals(-1, FrameLayout.findRun(0L, frames));
            assertEquals(0, FrameLayout.findRun(-1L, frames));
        }
    }

    /** By looking at every place from the top. */
    @Test
    void lastRunIsTheHighestOneThatFits() {
        Random random = Seed.random(5);
        for (int i = 0; i < 20_000; i++) {
            long free = random.nextLong() | (i % 3 == 0 ? random.nextLong() | random.nextLong() : 0);
            int frames = 1 + random.nextInt(i % 2 == 0 ? 8 : 64);
            int expected = 64 - frames;
            while (expected >= 0 && (free & FrameLayout.mask(expected, frames)) != FrameLayout.mask(expected, frames)) {
                expected--;
            }
            assertEquals(expected, FrameLayout.findLastRun(free, frames), Long.toBinaryString(free) + " frames=" + frames);
        }
        assertEquals(0, FrameLayout.findLastRun(-1L, 64));
        assertEquals(-1, FrameLayout.findLastRun(0, 1));
    }

    @Test
    void runIsTheLowestOneThatFits() {
        requireLowest(0x5555_5555_5555_5555L);
        requireLowest(0xAAAA_AAAA_AAAA_AAAAL);
        for (int bit = 0; bit < 64; bit++) {
            requireLowest(1L << bit);
            requireLowest(~(1L << bit));
            requireLowest(-1L << bit);
            requireLowest(-1L >>> bit);
        }
        Random random = Seed.random(2);
        for (int i = 0; i < 10_000; i++) {
            long any = random.nextLong();
            requireLowest(any);
            requireLowest(any & random.nextLong());
            requireLowest(any | random.nextLong());
            requireLowest(any | random.nextLong() | random.nextLong() | random.nextLong());
        }
    }

    private static void requireLowest(long free) {
        for (int frames = 1; frames <= 64; frames++) {
            int expected = lowestRun(free, frames);
            int found = FrameLayout.findRun(free, frames);
            if (expected != found) {
                fail("free=0x" + Long.toHexString(free) + " frames=" + frames + " expected=" + expected + " found=" + found
                    + Seed.repeat());
            }
        }
    }

    /** Counts neighbouring set bits from below, one by one. */
    private static int lowestRun(long free, int frames) {
        int length = 0;
        for (int bit = 0; bit < 64; bit++) {
            length = (free >>> bit & 1) == 0 ? 0 : length + 1;
            if (length == frames) {
                return bit - frames + 1;
            }
        }
        return -1;
    }
}
