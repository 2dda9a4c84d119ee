package org.pagurus.allocator.internal.frames;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import java.util.ArrayDeque;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.pagurus.allocator.Seed;
import org.pagurus.allocator.Threads;
import org.pagurus.allocator.internal.os.RawMemory;

class FramesConcurrencyTest {
    private static final int FRAME = 65_536;
    private static final int REGIONS = 4;
    private static final int WORKERS = 4;
    private static final int MAX_HELD = 6;
    /** A word at both ends of every OS page of the least length. */
    private static final int[] MARKS = {0, 4_088};

    /** Every thread marks its runs and finds its own marks again, while a fifth gives free memory back all the time. */
    @Test
    void runsOfDifferentThreadsNeverOverlap() throws InterruptedException {
        try (Frames frames = new Frames((long) REGIONS << 22)) {
            AtomicInteger working = new AtomicInteger(WORKERS);
            Threads.run(WORKERS + 1, thread -> {
                if (thread == WORKERS) {
                    while (working.get() > 0) {
                        frames.release(0, Integer.MAX_VALUE);
                        Threads.yieldToOthers();
                    }
                    return;
                }
                try {
                    work(frames, thread);
                } finally {
                    working.decrementAndGet();
                }
            });
            assertEquals(REGIONS * 64, frames.freeFrames());
            frames.release(0, Integer.MAX_VALUE);
            assertEquals(REGIONS * 64, frames.cleanFrames());
            assertEquals(0, frames.residentBytes());
        }
    }

    private record Held(long address, int frames, long mark) {
    }

    private static void work(Frames frames, int thread) {
        Random random = Seed.random(100 + thread);
        ArrayDeque<Held> held = new ArrayDeque<>();
        for (int step = 0; step < 4_000; step++) {
            if (held.size() < MAX_HELD && random.nextBoolean()) {
                int count = 1 + random.nextInt(random.nextInt(8) == 0 ? 40 : 4);
                long address = frames.allocate(count, 0);
                if (address != 0) {
                    Held run = new Held(address, count, (long) thread << 32 | step + 1);
                    mark(run);
                    held.add(run);
                }
            } else if (!held.isEmpty()) {
                Held run = held.remove();
                requireMarks(run);
                frames.free(run.address, run.frames);
            }
        }
        for (Held run : held) {
            requireMarks(run);
            frames.free(run.address, run.frames);
        }
    }

    private static void mark(Held run) {
        for (long page = run.address; page < run.address + (long) run.frames * FRAME; page += 4_096) {
            for (int mark : MARKS) {
                RawMemory.putLong(page + mark, run.mark ^ page);
            }
        }
    }

    private static void requireMarks(Held run) {
        for (long page = run.address; page < run.address + (long) run.frames * FRAME; page += 4_096) {
            for (int mark : MARKS) {
                if (RawMemory.getLong(page + mark) != (run.mark ^ page)) {
                    throw new AssertionError("another thread wrote to " + run + " at 0x" + Long.toHexString(page));
                }
            }
        }
    }

    /** Nothing is written to the runs, so that the threads meet at the bitmap of one region all the time. */
    @Test
    void countersAddUpAfterContentionForOneRegion() throws InterruptedException {
        try (Frames frames = new Frames(1L << 22)) {
            AtomicInteger working = new AtomicInteger(2);
            Threads.run(3, thread -> {
                if (thread == 2) {
                    while (working.get() > 0) {
                        frames.release(0, Integer.MAX_VALUE);
                    }
                    return;
                }
                try {
                    for (int i = 0; i < 500_000; i++) {
                        long run = frames.allocate(1 + (i & 3), 0);
                        assertNotEquals(0, run);
                        frames.free(run, 1 + (i & 3));
                    }
                } finally {
                    working.decrementAndGet();
                }
            });
            assertEquals(64, frames.freeFrames());
            assertEquals(-1L, frames.freeBitmaps()[0]);
            frames.release(0, Integer.MAX_VALUE);
            assertEquals(64, frames.cleanFrames());
            assertEquals(-1L, frames.cleanBitmaps()[0]);
            assertEquals(0, frames.releaseFailures());
        }
    }

    /** The frames that are out for madvise are free: a heap must not look exhausted because its memory is being given back. */
    @Test
    void allocationFindsTheFreeFramesThatAreBeingGivenBack() throws InterruptedException {
        try (Frames frames = new Frames(1L << 22)) {
            AtomicInteger working = new AtomicInteger(1);
            Threads.run(2, thread -> {
                if (thread == 0) {
                    while (working.get() > 0) {
                        frames.release(0, Integer.MAX_VALUE);
                    }
                    return;
                }
                try {
                    for (int i = 0; i < 4_000; i++) {
                        long run = frames.allocate(64, 0);
                        assertNotEquals(0, run, "nothing is allocated, but a run was refused in round " + i);
                        RawMemory.putLong(run, i);
                        frames.free(run, 64);
                    }
                } finally {
                    working.set(0);
                }
            });
        }
    }
}
