package org.pagurus.allocator.internal.frames;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.pagurus.allocator.Seed;

class FramesTest {
    private static final int REGIONS = 5;
    private static final long FRAME = 65_536;
    private final Frames frames = new Frames((long) REGIONS << 22);

    private record Held(int first, int frames) {
    }

    @AfterEach
    void close() {
        frames.close();
    }

    @Test
    void freshHeapIsFreeCleanAndAlignedToRegions() {
        assertEquals(REGIONS, frames.regions());
        assertEquals(REGIONS * 64, frames.freeFrames());
        assertEquals(REGIONS * 64, frames.cleanFrames());
        assertEquals((long) REGIONS << 22, frames.capacityBytes());
        assertEquals(0, frames.residentBytes());
        assertEquals(0, frames.allocate(64, 0) % (4 << 20));
    }

    @Test
    void everyAddressOfTheHeapHasItsRegionAndFrame() {
        long base = frames.allocate(1, 0);
        for (int region = 0; region < REGIONS; region++) {
            for (int frame = 0; frame < 64; frame++) {
                long address = base + ((long) region << 22) + frame * FRAME;
                assertEquals(region, frames.regionOf(address));
                assertEquals(frame, frames.frameOf(address));
                assertEquals(region, frames.regionOf(address + FRAME - 1));
                assertEquals(frame, frames.frameOf(address + FRAME - 1));
            }
        }
    }

    @Test
    void lastRunsAreTakenFromTheTopAndKeepOutOfAnAvoidedRegion() {
        long base = frames.allocate(1, 0);
        assertEquals(base + ((long) REGIONS << 22) - 3 * FRAME, frames.allocate(3, 0, true));
        assertEquals(base + ((long) REGIONS << 22) - 67 * FRAME - 61 * FRAME, frames.allocate(64, 0, true));
        assertEquals(base + ((long) REGIONS << 22) - 7 * FRAME, frames.allocate(4, 0, true));
        frames.avoid(REGIONS - 1, -1L);
        assertEquals(REGIONS - 3, frames.regionOf(frames.allocate(2, 0, true)));
        frames.avoid(-1, 0);
        assertEquals(REGIONS - 1, frames.regionOf(frames.allocate(2, 0, true)));
        assertEquals(0, frames.allocate(1, frames.freeFrames(), true));
        int left = frames.freeFrames();
        for (int i = 0; i < left; i++) {
            assertEquals(true, frames.allocate(1, 0, true) != 0);
        }
        assertEquals(0, frames.allocate(1, 0, true));
    }

    /** As the model: the lowest dirty run, else the lowest, in one region, never overlapping, counters exact after each step. */
    @Test
    void randomAllocateFreeAvoidAndReleaseAgreeWithTheModel() {
        Random random = Seed.random(3);
        FramesModel model = new FramesModel(REGIONS);
        List<Held> held = new ArrayList<>();
        long base = frames.allocate(1, 0);
        held.add(new Held(model.allocate(1, 0), 1));
        long released = 0;
        for (int step = 0; step < 40_000; step++) {
            String where = "step=" + step + Seed.repeat();
            // Phases that rather fill and rather empty the heap.
            boolean filling = (step / 500 & 1) == 0;
            int dice = random.nextInt(100);
            if (dice < (filling ? 60 : 35)) {
                int count = random.nextInt(4) == 0 ? 1 + random.nextInt(64) : 1 + random.nextInt(8);
                int spare = random.nextInt(5) == 0 ? random.nextInt(200) : 0;
                int first = model.allocate(count, spare);
                assertEquals(first < 0 ? 0 : base + first * FRAME, frames.allocate(count, spare), where);
                if (first >= 0) {
                    held.add(new Held(first, count));
                }
            } else if (dice < 98 && !held.isEmpty()) {
                int index = random.nextInt(held.size());
                Held run = held.get(index);
                held.set(index, held.get(held.size() - 1));
                held.remove(held.size() - 1);
                freeInParts(random, run, base, model, held);
            } else if (random.nextInt(3) == 0) {
                int region = random.nextInt(REGIONS + 2) - 2;
                long mask = random.nextBoolean() ? -1 : FrameLayout.mask(random.nextInt(32), 1 + random.nextInt(32));
                model.avoid(Math.max(-1, region), mask);
                frames.avoid(Math.max(-1, region), mask);
            } else if (random.nextInt(3) == 0) {
                int keepFrames = random.nextInt(100);
                int maxFrames = random.nextBoolean() ? Integer.MAX_VALUE : random.nextInt(50);
                long expected = model.releaseExcess(keepFrames, maxFrames) * FRAME;
                assertEquals(expected, frames.releaseExcess(keepFrames, maxFrames), where);
                released += expected;
            } else {
                int maxFrames = random.nextBoolean() ? Integer.MAX_VALUE : random.nextInt(100);
                long expected = model.release(maxFrames) * FRAME;
                assertEquals(expected, frames.release(0, maxFrames), where);
                released += expected;
            }
            int length = 1 + random.nextInt(64);
            assertEquals(model.hasRun(length), frames.hasRun(length), where);
            requireEqual(model, released, where);
        }
    }

    /** Frees a run whole, or its head only: the rest stays held. */
    private void freeInParts(Random random, Held run, long base, FramesModel model, List<Held> held) {
        int head = random.nextInt(3) == 0 ? 1 + random.nextInt(run.frames()) : run.frames();
        frames.free(base + run.first() * FRAME, head);
        model.free(run.first(), head);
        if (head < run.frames()) {
            held.add(new Held(run.first() + head, run.frames() - head));
        }
    }

    private void requireEqual(FramesModel model, long released, String where) {
        assertEquals(model.freeFrames(), frames.freeFrames(), where);
        assertEquals(model.cleanFrames(), frames.cleanFrames(), where);
        assertEquals(released, frames.releasedBytes(), where);
        assertEquals(0, frames.releaseFailures(), where);
        long[] free = frames.freeBitmaps();
        long[] clean = frames.cleanBitmaps();
        for (int region = 0; region < REGIONS; region++) {
            assertEquals(model.freeBitmap(region), free[region], where);
            assertEquals(model.cleanBitmap(region), clean[region], where);
            assertEquals(0, clean[region] & ~free[region], where);
        }
    }

    @Test
    void exhaustedHeapReturnsZeroAndServesTheSameRequestAfterAFree() {
        long[] runs = new long[REGIONS];
        for (int i = 0; i < REGIONS; i++) {
            runs[i] = frames.allocate(64, 0);
            assertNotEquals(0, runs[i]);
        }
        for (int count = 1; count <= 64; count++) {
            assertEquals(0, frames.allocate(count, 0));
        }
        frames.free(runs[2], 64);
        assertEquals(runs[2], frames.allocate(64, 0));
        assertEquals(0, frames.freeFrames());
    }

    /** A heap with free frames enough, but nowhere in a row, refuses; it does not join frames of two regions. */
    @Test
    void runDoesNotCrossARegionsEnd() {
        long first = frames.allocate(63, 0);
        for (int i = 1; i < REGIONS; i++) {
            assertNotEquals(0, frames.allocate(63, 0));
        }
        assertEquals(REGIONS, frames.freeFrames());
        assertEquals(0, frames.allocate(2, 0));
        assertEquals(first + 63 * FRAME, frames.allocate(1, 0));
    }

    /** A region that is being evacuated gets no new run, but takes back what is freed; afterwards it is as any other. */
    @Test
    void avoidedRegionServesNoRunUntilItIsAvoidedNoMore() {
        long first = frames.allocate(8, 0);
        frames.avoid(0, -1);
        assertEquals(first + 64 * FRAME, frames.allocate(8, 0));
        frames.free(first + 4 * FRAME, 4);
        assertEquals(first + 72 * FRAME, frames.allocate(1, 0));
        for (int i = 2; i < REGIONS; i++) {
            assertNotEquals(0, frames.allocate(64, 0));
        }
        assertEquals(0, frames.allocate(60, 0));
        assertTrue(frames.hasRun(60));
        frames.avoid(-1, -1);
        assertEquals(first + 4 * FRAME, frames.allocate(60, 0));
        assertFalse(frames.hasRun(60));
    }

    @Test
    void avoidingAnotherRegionOpensTheOneBefore() {
        long first = frames.allocate(1, 0);
        frames.avoid(0, -1);
        assertEquals(first + 64 * FRAME, frames.allocate(1, 0));
        frames.avoid(1, -1);
        assertEquals(first + FRAME, frames.allocate(1, 0));
        frames.avoid(-1, -1);
        assertEquals(first + 2 * FRAME, frames.allocate(1, 0));
    }

    @Test
    void spareFramesAreLeftForTheCallerThatMayTakeThem() {
        int all = REGIONS * 64;
        assertEquals(0, frames.allocate(1, all));
        assertNotEquals(0, frames.allocate(1, all - 1));
        assertEquals(0, frames.allocate(1, all - 1));
        assertEquals(0, frames.allocate(64, all - 64));
        assertNotEquals(0, frames.allocate(63, all - 64));
        assertEquals(all - 64, frames.freeFrames());
    }

    @Test
    void doubleFreeIsRefusedAndChangesNothing() {
        long run = frames.allocate(6, 0);
        frames.free(run + 2 * FRAME, 2);
        long[] before = frames.freeBitmaps();
        // The same frames, and runs that overlap them from below, from above and all around.
        long[][] wrong = {{2, 2}, {2, 1}, {3, 1}, {0, 3}, {3, 3}, {0, 6}, {10, 1}};
        for (long[] run2 : wrong) {
            IllegalStateException refusal = assertThrows(IllegalStateException.class,
                () -> frames.free(run + run2[0] * FRAME, (int) run2[1]));
            assertTrue(refusal.getMessage().startsWith("frames freed twice: address=0x"), refusal.getMessage());
        }
        assertArrayEquals(before, frames.freeBitmaps());
        assertEquals(REGIONS * 64 - 4, frames.freeFrames());
        frames.free(run, 2);
        frames.free(run + 4 * FRAME, 2);
        assertEquals(REGIONS * 64, frames.freeFrames());
    }

    @Test
    void freeOfWhatIsNoRunIsRefusedAndChangesNothing() {
        long run = frames.allocate(64, 0);
        assertThrows(IllegalStateException.class, () -> frames.free(run, 0));
        assertThrows(IllegalStateException.class, () -> frames.free(run, -1));
        assertThrows(IllegalStateException.class, () -> frames.free(run, 65));
        assertThrows(IllegalStateException.class, () -> frames.free(run + 60 * FRAME, 5));
        assertThrows(IllegalStateException.class, () -> frames.free(run + 8, 1));
        assertThrows(RuntimeException.class, () -> frames.free(run - FRAME, 1));
        assertThrows(RuntimeException.class, () -> frames.free(run + frames.capacityBytes(), 1));
        assertEquals(REGIONS * 64 - 64, frames.freeFrames());
    }
}
