package org.pagurus.relocation.internal.migration;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.pagurus.allocator.internal.frames.FrameLayout;
import org.pagurus.allocator.internal.frames.Frames;

/** Free in region 0: pieces of 5, 3 and 2 frames, and a kept one of 6. */
class RoomTest {
    private final Frames frames = new Frames(FrameLayout.REGION_LENGTH);
    private final Room room = new Room();

    @AfterEach
    void close() {
        frames.close();
    }

    private void look(boolean withKept) {
        long start = frames.allocate(FrameLayout.FRAMES_PER_REGION, 0);
        free(start, 50, 6);
        frames.keepLongest(6);
        free(start, 0, 5);
        free(start, 10, 3);
        free(start, 20, 2);
        room.look(frames, withKept);
    }

    private void free(long start, int first, int count) {
        frames.free(start + ((long) first << FrameLayout.FRAME_SHIFT), count);
    }

    private boolean isEnough(long stretch, int singles, int... runs) {
        room.clear();
        for (int run : runs) {
            room.add(run);
        }
        room.addSingles(singles);
        return room.isEnough(0, stretch);
    }

    @Test
    void longRunsGetLongPieces() {
        look(false);
        assertTrue(isEnough(0, 0, 2, 3, 5));
        assertTrue(isEnough(0, 0, 1, 1, 3, 5));
        assertTrue(isEnough(0, 0, 2, 2, 3, 3));
        assertFalse(isEnough(0, 0, 3, 3, 4), "10 frames, but no piece for the last");
        assertFalse(isEnough(0, 0, 6));
        assertTrue(isEnough(0, 10));
        assertFalse(isEnough(0, 11));
        assertTrue(isEnough(0, 5, 2, 3));
        assertFalse(isEnough(0, 6, 2, 3));
    }

    @Test
    void theStretchItselfIsNoRoom() {
        look(false);
        assertFalse(room.isFree(0, 50), "what is kept and not to be used is no part of a stretch");
        assertFalse(isEnough(FrameLayout.mask(4, 4), 0, 5));
        assertTrue(isEnough(FrameLayout.mask(4, 4), 0, 4, 3, 2));
        assertTrue(isEnough(FrameLayout.mask(0, 12), 3));
        assertFalse(isEnough(FrameLayout.mask(0, 12), 4));
    }

    @Test
    void keptFramesCountIfTheyMayBeUsed() {
        look(true);
        assertTrue(isEnough(0, 0, 6, 5));
        assertTrue(isEnough(0, 16));
        assertTrue(room.isFree(0, 50));
        assertFalse(room.isFree(0, 5));
    }
}
