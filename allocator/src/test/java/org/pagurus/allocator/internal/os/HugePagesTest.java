package org.pagurus.allocator.internal.os;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeFalse;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.pagurus.allocator.internal.frames.FrameLayout;
import org.pagurus.allocator.internal.frames.Frames;
import org.pagurus.allocator.internal.frames.HugeMappings;

/** Which ranges the kernel may back with huge pages, by the kernel's own account. */
class HugePagesTest {
    private static final Path ENABLED = Path.of("/sys/kernel/mm/transparent_hugepage/enabled");
    private static final int REGIONS = 8;
    private static final int REGION = FrameLayout.REGION_LENGTH;
    private static final int FRAME = FrameLayout.FRAME_LENGTH;
    private static final int HUGE_PAGE = 2 << 20;
    private static final int OS_PAGE = 4_096;

    private final Frames frames = new Frames((long) REGIONS * REGION, true);
    private final HugeMappings huge = new HugeMappings(frames, true);

    @BeforeEach
    void kernelHasHugePages() throws IOException {
        assumeTrue(Files.exists(ENABLED), "a kernel without transparent huge pages");
        assumeFalse(Files.readString(ENABLED).contains("[never]"), "transparent huge pages are switched off");
    }

    @AfterEach
    void close() {
        huge.close();
        frames.close();
    }

    private static boolean mayBeHuge(long address, long length) throws IOException {
        int may = 0;
        int mayNot = 0;
        for (ProcMemory.Area area : ProcMemory.areas(address, length)) {
            may += area.flags().contains(" hg") ? 1 : 0;
            mayNot += area.flags().contains(" nh") ? 1 : 0;
        }
        assertEquals(0, Math.min(may, mayNot), "a range is all or nothing");
        assertTrue(may + mayNot > 0, "neither");
        return may > 0;
    }

    private long takeRegion() {
        long run = frames.allocate(64, 0);
        assertTrue(run != 0);
        return run;
    }

    @Test
    void onlyFullRegionsAreAdvised() throws IOException {
        long full = takeRegion();
        long almost = takeRegion();
        frames.free(almost, 1);
        assertEquals(1, frames.adviseHugePages(REGIONS, REGIONS));
        assertEquals(1, frames.hugePageRegions());
        assertTrue(mayBeHuge(full, REGION));
        assertTrue(!mayBeHuge(almost, REGION));
        assertTrue(!mayBeHuge(almost + REGION, REGION));
        // No second system call for what is done.
        assertEquals(0, frames.adviseHugePages(REGIONS, REGIONS));
    }

    /** The advice works: one touch makes a huge page resident in a full region, and an OS page in every other one. */
    @Test
    void oneTouchMakesAHugePageResidentInFullRegionsAlone() {
        long full = takeRegion();
        long almost = takeRegion();
        frames.free(almost + 63L * FRAME, 1);
        frames.adviseHugePages(REGIONS, REGIONS);
        RawMemory.putByte(almost, (byte) 1);
        assertEquals(OS_PAGE, frames.residentBytes());
        RawMemory.putByte(full, (byte) 1);
        long resident = frames.residentBytes();
        assumeTrue(resident > 2 * OS_PAGE, "the kernel had no huge page left");
        assertEquals(HUGE_PAGE + OS_PAGE, resident);
    }

    @Test
    void adviceIsTakenBackBeforeMemoryGoesToTheOs() throws IOException {
        long full = takeRegion();
        frames.adviseHugePages(REGIONS, REGIONS);
        RawMemory.fill(full, REGION, (byte) 1);
        frames.free(full, 32);
        // Free, but resident: nothing to win yet.
        assertTrue(mayBeHuge(full, REGION));
        assertEquals(32L * FRAME, frames.release(0, 64));
        assertTrue(!mayBeHuge(full, REGION));
        assertEquals(0, frames.hugePageRegions());
        assertEquals(32L * FRAME, frames.residentBytes());
        // Half a region is empty now: a huge page fits there, and must not come.
        assertEquals(full, frames.allocate(1, 0));
        RawMemory.putByte(full, (byte) 1);
        assertEquals(32L * FRAME + OS_PAGE, frames.residentBytes());
        frames.allocate(31, 0);
        assertEquals(1, frames.adviseHugePages(REGIONS, REGIONS));
    }

    @Test
    void oneCallLooksAndAdvisesNoMoreThanItMay() {
        for (int i = 0; i < REGIONS; i++) {
            takeRegion();
        }
        assertEquals(3, frames.adviseHugePages(REGIONS, 3));
        assertEquals(2, frames.adviseHugePages(2, 3));
        assertEquals(3, frames.adviseHugePages(100, 100));
        assertEquals(REGIONS, frames.hugePageRegions());
    }

    @Test
    void withoutTheOptionNothingIsAdvised() {
        try (Frames plain = new Frames((long) REGIONS * REGION)) {
            long run = plain.allocate(64, 0);
            assertEquals(0, plain.adviseHugePages(REGIONS, REGIONS));
            RawMemory.putByte(run, (byte) 1);
            assertEquals(OS_PAGE, plain.residentBytes());
        }
    }

    /** Whole huge pages of a huge object may be huge; its end may not: it would make more resident than is counted. */
    @Test
    void hugeObjectsGetHugePagesWhereTheyFillThem() throws IOException {
        long used = 5L * HUGE_PAGE + 10 * OS_PAGE;
        long address = huge.allocate(12L << 20, used, 0);
        assertTrue(mayBeHuge(address, 5L * HUGE_PAGE));
        assertTrue(!mayBeHuge(address + 5L * HUGE_PAGE, HUGE_PAGE));
        RawMemory.fill(address, used, (byte) 1);
        assertEquals(used, huge.residentBytes());
        assertTrue(huge.tryResize(address, 3L * HUGE_PAGE + OS_PAGE, 0));
        assertTrue(mayBeHuge(address, 3L * HUGE_PAGE));
        assertTrue(!mayBeHuge(address + 3L * HUGE_PAGE, 3L * HUGE_PAGE));
        assertEquals(3L * HUGE_PAGE + OS_PAGE, huge.residentBytes());
        assertTrue(huge.tryResize(address, 6L * HUGE_PAGE, 0));
        assertTrue(mayBeHuge(address, 6L * HUGE_PAGE));
        huge.free(address);
    }

    /** Runs come and go while another thread advises and releases: what is with the OS is never in a huge region. */
    @Test
    void adviceAndReleasesDoNotOvertakeEachOther() throws InterruptedException, IOException {
        long base = takeRegion();
        frames.free(base, 64);
        Thread other = new Thread(() -> {
            Random random = new Random(2);
            for (int i = 0; i < 20_000; i++) {
                int length = 1 + random.nextInt(64);
                long run = frames.allocate(length, 0);
                if (run != 0) {
                    frames.free(run, length);
                }
            }
        });
        long held = frames.allocate(40, 0);
        other.start();
        while (other.isAlive()) {
            frames.adviseHugePages(REGIONS, REGIONS);
            frames.release(0, Integer.MAX_VALUE);
        }
        other.join();
        frames.free(held, 40);
        frames.release(0, Integer.MAX_VALUE);
        // Whatever was full once was taken, is dirty, and has been released since.
        assertEquals(REGIONS * 64, frames.cleanFrames());
        for (int region = 0; region < REGIONS; region++) {
            assertTrue(!mayBeHuge(base + (long) region * REGION, REGION), "region=" + region);
        }
        assertEquals(0, frames.hugePageRegions());
    }
}
