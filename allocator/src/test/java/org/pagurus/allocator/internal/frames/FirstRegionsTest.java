package org.pagurus.allocator.internal.frames;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.pagurus.allocator.Seed;

class FirstRegionsTest {
    private static final int REGIONS = 50;

    @Test
    void freed_aShortRun_doesNotSendSearchesForLongOnesBack() {
        FirstRegions first = new FirstRegions(REGIONS);
        first.freed(3, 0b1011_0001L);
        assertEquals(3, first.of(1));
        assertEquals(3, first.of(2));
        assertEquals(REGIONS, first.of(3));
        assertEquals(REGIONS, first.of(64));
        first.freed(7, -1L);
        assertEquals(3, first.of(2));
        assertEquals(7, first.of(3));
        assertEquals(7, first.of(64));
        first.searched(64, REGIONS);
        first.freed(3, 0);
        assertEquals(REGIONS, first.of(64));
    }

    /** No search begins behind a run that it would find; and one for a run that is free nowhere below does not begin there. */
    @Test
    void freedAndTaken_atRandom_noSearchBeginsTooLate() {
        Random random = Seed.random(17);
        long[] free = new long[REGIONS];
        FirstRegions first = new FirstRegions(REGIONS);
        for (int step = 0; step < 20_000; step++) {
            int region = random.nextInt(REGIONS);
            int start = random.nextInt(64);
            long mask = FrameLayout.mask(start, 1 + random.nextInt(64 - start));
            if (random.nextBoolean()) {
                free[region] |= mask;
                first.freed(region, free[region]);
            } else {
                free[region] &= ~mask;
            }
            int frames = 1 + random.nextInt(64);
            int found = IntStream.range(0, REGIONS).filter(i -> FrameLayout.findRun(free[i], frames) >= 0).findFirst()
                .orElse(REGIONS);
            assertTrue(first.of(frames) <= found, "step=" + step + " frames=" + frames + Seed.repeat());
            first.searched(frames, found);
        }
    }
}
