package org.pagurus.allocator.internal.frames;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.pagurus.allocator.internal.os.RawMemory;

class HugeMappingsTest {
    private static final int MIB = 1 << 20;
    private static final int REGIONS = 16;
    private static final int FRAME = FrameLayout.FRAME_LENGTH;
    private static final int OS_PAGE = 4_096;

    private final Frames frames = new Frames((long) REGIONS * FrameLayout.REGION_LENGTH);
    private final HugeMappings huge = new HugeMappings(frames, false);

    @AfterEach
    void close() {
        huge.close();
        frames.close();
    }

    @Test
    void memoryIsFreshAndAlignedAndResidentOnlyWhereTouched() {
        long address = huge.allocate(10 * MIB, 9 * MIB, 0);
        assertEquals(0, address % HugeMappings.ALIGNMENT);
        assertEquals(0, huge.residentBytes());
        RawMemory.putLong(address, 1);
        RawMemory.putLong(address + 9 * MIB - 8, 2);
        assertEquals(2 * OS_PAGE, huge.residentBytes());
        assertEquals(0, RawMemory.getLong(address + 8));
        // The class reaches further than the object: mapped, though not counted.
        RawMemory.putLong(address + 10 * MIB - 8, 3);
        assertEquals(9 * MIB, huge.usedBytesAt(address));
    }

    @Test
    void whatIsHeldShrinksTheFreeFramesAndComesBack() {
        int all = frames.freeFrames();
        long address = huge.allocate(8 * MIB, 7 * MIB + OS_PAGE, 0);
        int held = 7 * MIB / FRAME + 1;
        assertEquals(all - held, frames.freeFrames());
        assertEquals(held, frames.lentFrames());
        assertEquals(held, huge.free(address));
        assertEquals(all, frames.freeFrames());
        assertEquals(0, huge.count());
        assertEquals(-1, huge.usedBytesAt(address));
        assertThrows(IllegalStateException.class, () -> huge.free(address));
        assertThrows(IllegalStateException.class, () -> frames.takeBack(1));
    }

    @Test
    void aFullHeapRefusesBothWays() {
        int all = frames.freeFrames();
        assertEquals(0, huge.allocate(64 * MIB, 64L * MIB, 1));
        long address = huge.allocate(64 * MIB, 60L * MIB, 1);
        assertNotEquals(0, address);
        assertEquals(64, frames.freeFrames());
        assertEquals(0, frames.allocate(64, 1));
        assertNotEquals(0, frames.allocate(63, 1));
        assertEquals(0, huge.allocate(5 * MIB, FRAME, 1));
        assertEquals(1, frames.freeFrames());
        huge.free(address);
        assertEquals(all - 63, frames.freeFrames());
    }

    @Test
    void resizingCountsAndReleasesWhatIsGivenUp() {
        long address = huge.allocate(10 * MIB, 9 * MIB, 0);
        RawMemory.fill(address, 9 * MIB, (byte) 1);
        assertEquals(9 * MIB, huge.residentBytes());
        assertTrue(huge.tryResize(address, 8 * MIB + OS_PAGE, 0));
        assertEquals(8 * MIB + OS_PAGE, huge.residentBytes());
        assertEquals(8 * MIB / FRAME + 1, frames.lentFrames());
        assertTrue(huge.tryResize(address, 10 * MIB, 0));
        assertEquals(10 * MIB / FRAME, frames.lentFrames());
        assertEquals(1, RawMemory.getByte(address + 8 * MIB));
        assertEquals(0, RawMemory.getByte(address + 8 * MIB + OS_PAGE));
        long other = huge.allocate(64 * MIB, 54L * MIB, 0);
        assertEquals(0, frames.freeFrames());
        assertFalse(huge.tryResize(other, 55L * MIB, 0));
        assertEquals(54L * MIB, huge.usedBytesAt(other));
        assertEquals(0, frames.freeFrames());
    }

    /** Free frames that are still resident go back to the OS before their worth is used elsewhere. */
    @Test
    void residentMemoryNeverPassesTheCapacity() {
        List<Long> runs = new ArrayList<>();
        for (int i = 0; i < REGIONS; i++) {
            runs.add(touched(frames.allocate(64, 0), 64));
        }
        runs.subList(4, REGIONS).forEach(run -> frames.free(run, 64));
        assertEquals((long) REGIONS * 64 * FRAME, frames.residentBytes());
        long address = huge.allocate(48 * MIB, 40L * MIB, 0);
        RawMemory.fill(address, 40L * MIB, (byte) 1);
        assertWithinCapacity();
        // What is left is dirty or clean, and a run may be taken from the clean ones.
        while (true) {
            long run = frames.allocate(16, 0);
            if (run == 0) {
                break;
            }
            touched(run, 16);
            assertWithinCapacity();
        }
        assertEquals(0, frames.freeFrames());
    }

    private void assertWithinCapacity() {
        long resident = frames.residentBytes() + huge.residentBytes();
        assertTrue(resident <= frames.capacityBytes(), "resident=" + resident);
    }

    private static long touched(long run, int length) {
        RawMemory.fill(run, (long) length * FRAME, (byte) 1);
        return run;
    }

    @Test
    void threadsThatMapUnmapAndTakeRunsLoseNoFrame() throws InterruptedException {
        AtomicReference<Throwable> failure = new AtomicReference<>();
        Thread[] threads = new Thread[3];
        for (int i = 0; i < threads.length; i++) {
            int seed = i;
            threads[i] = new Thread(() -> churn(new Random(seed)));
            threads[i].setUncaughtExceptionHandler((thread, e) -> failure.set(e));
            threads[i].start();
        }
        for (Thread thread : threads) {
            thread.join();
        }
        assertEquals(null, failure.get());
        assertEquals(REGIONS * 64, frames.freeFrames());
        assertEquals(0, frames.lentFrames());
        assertEquals(0, huge.count());
    }

    private void churn(Random random) {
        for (int i = 0; i < 500; i++) {
            long mapped = huge.allocate(64 * MIB, (1L + random.nextInt(30)) * MIB, 0);
            int length = 1 + random.nextInt(64);
            long run = frames.allocate(length, 0);
            if (mapped != 0) {
                RawMemory.putLong(mapped, i);
                huge.tryResize(mapped, (1L + random.nextInt(30)) * MIB, 0);
                assertTrue(frames.freeFrames() >= 0, "negative");
                assertEquals(i, RawMemory.getLong(mapped));
                huge.free(mapped);
            }
            if (run != 0) {
                RawMemory.putLong(run, i);
                frames.free(run, length);
            }
        }
    }
}
