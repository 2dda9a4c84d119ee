package org.pagurus.allocator.internal.frames;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.pagurus.allocator.internal.os.Posix;
import org.pagurus.allocator.internal.os.RawMemory;

/** Memory of free frames goes back to the OS; that it does is asked of the kernel, not of the counters. */
class FramesReleaseTest {
    private static final int REGIONS = 3;
    private static final int FRAME = 65_536;
    private static final int OS_PAGE = Posix.osPageLength();
    private final Frames frames = new Frames((long) REGIONS << 22);

    @AfterEach
    void close() {
        frames.close();
    }

    private long touched(int count) {
        long run = frames.allocate(count, 0);
        assertNotEquals(0, run);
        RawMemory.fill(run, (long) count * FRAME, (byte) 0x5A);
        return run;
    }

    @Test
    void releaseGivesTheMemoryOfFreeFramesBackAndNoOther() {
        long kept = touched(3);
        long freed = touched(5);
        long alsoKept = touched(2);
        assertEquals(10L * FRAME, frames.residentBytes());
        frames.free(freed, 5);
        assertEquals(10L * FRAME, frames.residentBytes());
        assertEquals(REGIONS * 64 - 10, frames.cleanFrames());
        assertEquals(5L * FRAME, frames.release(0, Integer.MAX_VALUE));
        assertEquals(5L * FRAME, frames.residentBytes());
        assertEquals(REGIONS * 64 - 5, frames.cleanFrames());
        assertEquals(0x5A5A5A5A_5A5A5A5AL, RawMemory.getLong(kept + 3 * FRAME - 8));
        assertEquals(0x5A5A5A5A_5A5A5A5AL, RawMemory.getLong(alsoKept));
    }

    @Test
    void releasedMemoryReadsZeroWhenItIsAllocatedAgain() {
        long run = touched(64);
        frames.free(run, 64);
        assertEquals(64L * FRAME, frames.release(0, Integer.MAX_VALUE));
        assertEquals(0, frames.residentBytes());
        assertEquals(run, frames.allocate(64, 0));
        for (long offset = 0; offset < 64L * FRAME; offset += 8) {
            assertEquals(0, RawMemory.getLong(run + offset));
        }
    }

    @Test
    void releaseTakesEveryPieceOfAScatteredRegion() {
        long[] runs = new long[64];
        for (int i = 0; i < 64; i++) {
            runs[i] = touched(1);
        }
        for (int i = 0; i < 64; i += 2) {
            frames.free(runs[i], 1);
        }
        frames.free(runs[63], 1);
        assertEquals(33L * FRAME, frames.release(0, Integer.MAX_VALUE));
        assertEquals(31L * FRAME, frames.residentBytes());
        assertEquals(REGIONS * 64 - 31, frames.freeFrames());
        for (int i = 1; i < 63; i += 2) {
            assertEquals(0x5A, RawMemory.getByte(runs[i]));
        }
    }

    @Test
    void secondReleaseFindsNothingToDo() {
        frames.free(touched(4), 4);
        assertEquals(4L * FRAME, frames.release(0, Integer.MAX_VALUE));
        assertEquals(0, frames.release(0, Integer.MAX_VALUE));
        assertEquals(4L * FRAME, frames.releasedBytes());
    }

    @Test
    void releaseStopsAfterTheRegionThatReachesTheBound() {
        long[] runs = new long[REGIONS];
        for (int i = 0; i < REGIONS; i++) {
            runs[i] = touched(64);
        }
        for (long run : runs) {
            frames.free(run, 64);
        }
        assertEquals(0, frames.release(0, 0));
        assertEquals(64L * FRAME, frames.release(0, 1));
        assertEquals(128L * FRAME, frames.release(0, 65));
        assertEquals(0, frames.residentBytes());
    }

    @Test
    void memoryFreedLessThanTheDecayTimeAgoStays() {
        frames.free(touched(4), 4);
        assertEquals(0, frames.release(Long.MAX_VALUE / 2, Integer.MAX_VALUE));
        assertEquals(4L * FRAME, frames.residentBytes());
        assertEquals(REGIONS * 64 - 4, frames.cleanFrames());
        assertEquals(REGIONS * 64, frames.freeFrames());
    }

    /** With one age for a region, the traffic beside them would keep these frames young for ever. */
    @Test
    void framesAgeAlthoughOthersOfTheirRegionComeAndGo() throws InterruptedException {
        long decayNanos = 40_000_000L;
        long idle = touched(4);
        long busy = touched(1);
        long start = System.nanoTime();
        frames.free(idle + FRAME, 3);
        long released = 0;
        while (released == 0) {
            frames.free(busy, 1);
            // The lowest dirty frame: one that has just become free, or one of those that age.
            busy = frames.allocate(1, 0);
            released = frames.release(decayNanos, Integer.MAX_VALUE);
            Thread.sleep(1);
            assertTrue(System.nanoTime() - start < 50 * decayNanos, "not released");
        }
        assertTrue(System.nanoTime() - start >= decayNanos, "released before its time");
        assertTrue(released >= 2L * FRAME, "released=" + released);
        assertEquals(3L * FRAME - released + 2L * FRAME, frames.residentBytes());
    }

    @Test
    void dirtyFramesAreTakenBeforeCleanOnes() {
        long low = touched(8);
        long high = touched(8);
        frames.free(low, 8);
        frames.release(0, Integer.MAX_VALUE);
        frames.free(high, 4);
        assertEquals(high, frames.allocate(2, 0));
        assertEquals(low, frames.allocate(3, 0), "no dirty run is long enough");
        assertEquals(high + 2 * FRAME, frames.allocate(2, 0));
        assertEquals(low + 3 * FRAME, frames.allocate(2, 0));
    }

    @Test
    void excessGoesBackAtOnceFromAbove() {
        long run = touched(64);
        long other = touched(10);
        frames.free(run, 64);
        frames.free(other, 10);
        assertEquals(0, frames.releaseExcess(74, Integer.MAX_VALUE));
        assertEquals(5L * FRAME, frames.releaseExcess(0, 5));
        assertEquals(59L * FRAME, frames.releaseExcess(10, Integer.MAX_VALUE));
        assertEquals(10, frames.dirtyFrames());
        assertEquals(10L * FRAME, frames.residentBytes());
        assertEquals(0x5A, RawMemory.getByte(run + 10 * FRAME - 1));
        assertEquals(0, RawMemory.getByte(run + 10 * FRAME));
    }

    @Test
    void frameThatIsTakenAgainIsNotReleased() {
        long run = touched(4);
        frames.free(run, 4);
        assertEquals(run, frames.allocate(2, 0));
        assertEquals(2L * FRAME, frames.release(0, Integer.MAX_VALUE));
        assertEquals(0x5A, RawMemory.getByte(run + 2 * FRAME - 1));
    }

    @Test
    void tailOfARunGoesBackAndItsUsedPartStays() {
        long run = touched(4);
        frames.releaseTail(run, 4, 4L * FRAME);
        assertEquals(4L * FRAME, frames.residentBytes());
        frames.releaseTail(run, 4, 3L * FRAME + OS_PAGE);
        assertEquals(3L * FRAME + OS_PAGE, frames.residentBytes());
        assertEquals(0x5A, RawMemory.getByte(run + 3L * FRAME + OS_PAGE - 1));
        assertEquals(0, RawMemory.getByte(run + 3L * FRAME + OS_PAGE));
    }
}
