package org.pagurus.allocator.internal.pages;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assertions.fail;

import org.junit.jupiter.api.Test;

class SizeClassesTest {
    private static final int FRAME = 65_536;

    @Test
    void constantsAreThoseOfTheTable() {
        assertEquals(256, SizeClasses.CLASSES);
        assertEquals(144, SizeClasses.LAST_SLOT_CLASS);
        assertEquals(32_768, SizeClasses.MAX_SLOT_BYTES);
        assertEquals(4_194_304, SizeClasses.MAX_RUN_BYTES);
        assertEquals(1_073_741_824, SizeClasses.MAX_OBJECT_BYTES);
    }

    @Test
    void cornersOfTheTableHaveTheSizesOfThePicture() {
        int[][] classAndBytes = {{1, 8}, {2, 16}, {16, 128}, {17, 136}, {18, 144}, {32, 256}, {33, 272}, {48, 512}, {64, 1_024},
            {80, 2_048}, {96, 4_096}, {112, 8_192}, {128, 16_384}, {129, 17_408}, {144, 32_768}, {145, 5 << 20}, {146, 6 << 20},
            {147, 7 << 20}, {148, 8 << 20}, {149, 10 << 20}, {152, 16 << 20}, {173, 640 << 20}, {176, 1 << 30}, {192, 65_536},
            {193, 131_072}, {255, 4_194_304}};
        for (int[] pair : classAndBytes) {
            assertEquals(pair[1], SizeClasses.slotBytes(pair[0]), "class=" + pair[0]);
            assertEquals(pair[0], SizeClasses.classFor(pair[1]), "size=" + pair[1]);
        }
    }

    @Test
    void everySizeUpToTheLargestSlotGetsTheSmallestClassThatFits() {
        int expected = 1;
        for (int size = 1; size <= SizeClasses.MAX_SLOT_BYTES; size++) {
            if (size > SizeClasses.slotBytes(expected)) {
                expected++;
            }
            assertEquals(expected, SizeClasses.classFor(size), "size=" + size);
            int waste = SizeClasses.slotBytes(expected) - size;
            // 6.25 % is a 16th.
            if (size <= 128 ? waste > 7 : 16 * waste >= size) {
                fail("size=" + size + " class=" + expected + " wastes " + waste + " bytes");
            }
        }
        assertEquals(SizeClasses.LAST_SLOT_CLASS, expected);
    }

    @Test
    void slotSizesAscendStrictlyAndAreMultiplesOf8() {
        for (int c = 1; c <= SizeClasses.LAST_SLOT_CLASS; c++) {
            assertTrue(SizeClasses.slotBytes(c) > SizeClasses.slotBytes(c - 1), "class=" + c);
            assertEquals(0, SizeClasses.slotBytes(c) % 8, "class=" + c);
        }
    }

    @Test
    void pageTailIsAtMost3PerCentAndFramesAreTheFewestThatReachIt() {
        for (int c = 1; c <= SizeClasses.LAST_SLOT_CLASS; c++) {
            int slotBytes = SizeClasses.slotBytes(c);
            int frames = SizeClasses.frames(c);
            assertTrue(frames >= 1 && frames <= 16, "class=" + c + " frames=" + frames);
            assertTrue(tail(slotBytes, frames) * 100 <= 3L * frames * FRAME, "class=" + c + " tail=" + tail(slotBytes, frames));
            for (int fewer = 1; fewer < frames; fewer++) {
                assertTrue(tail(slotBytes, fewer) * 100 > 3L * fewer * FRAME, "class=" + c + " could have frames=" + fewer);
            }
        }
    }

    private static long tail(int slotBytes, int frames) {
        return (long) frames * FRAME % slotBytes;
    }

    @Test
    void slotsFillThePageAndTheLimitIsTheirEnd() {
        for (int c = 1; c < SizeClasses.CLASSES; c++) {
            if (isDefined(c) && !SizeClasses.isHuge(c)) {
                assertEquals(SizeClasses.frames(c) * FRAME / SizeClasses.slotBytes(c), SizeClasses.slots(c), "class=" + c);
                assertEquals(SizeClasses.slots(c) * SizeClasses.slotBytes(c), SizeClasses.limit(c), "class=" + c);
                assertTrue(SizeClasses.slots(c) <= 8_192, "class=" + c);
            }
        }
    }

    /** The limit of an undefined class refuses every access, the empty one at offset 0 included. */
    @Test
    void classZeroAndUndefinedClassesHaveNoPageAndTheLimitMinusOne() {
        for (int c = 0; c < SizeClasses.CLASSES; c++) {
            if (!isDefined(c)) {
                assertEquals(-1, SizeClasses.limit(c), "class=" + c);
                assertEquals(0, SizeClasses.slots(c), "class=" + c);
                assertEquals(0, SizeClasses.frames(c), "class=" + c);
                assertEquals(0, SizeClasses.slotBytes(c), "class=" + c);
            }
        }
    }

    private static boolean isDefined(int c) {
        return c >= 1 && c <= 176 || c >= 192;
    }

    @Test
    void hugeClassesHaveOneSlotAndNoFramesAndLoseLessThanAQuarter() {
        for (int c = 145; c <= 176; c++) {
            int below = c == 145 ? SizeClasses.MAX_RUN_BYTES : SizeClasses.slotBytes(c - 1);
            int bytes = SizeClasses.slotBytes(c);
            assertTrue(bytes > below && bytes - below <= below / 4, "class=" + c + " bytes=" + bytes);
            assertEquals(0, bytes % (1 << 20), "class=" + c);
            assertEquals(c, SizeClasses.classFor(bytes));
            assertEquals(c, SizeClasses.classFor(below + 1));
            assertEquals(c, SizeClasses.classFor(below + 1, FRAME));
            assertEquals(bytes, SizeClasses.limit(c));
            assertEquals(1, SizeClasses.slots(c));
            assertEquals(0, SizeClasses.frames(c));
            assertTrue(SizeClasses.isHuge(c) && SizeClasses.isLarge(c));
            for (long offset : new long[] {0, 1, below, bytes / 2, bytes - 1}) {
                assertEquals(0, SizeClasses.slotOf(c, offset), "class=" + c + " offset=" + offset);
            }
        }
        for (int c = 177; c <= 191; c++) {
            assertEquals(-1, SizeClasses.limit(c), "class=" + c);
        }
        assertFalse(SizeClasses.isHuge(144) || SizeClasses.isHuge(192) || SizeClasses.isHuge(255));
    }

    @Test
    void largeSizesGetTheFewestWholeFrames() {
        for (int size = SizeClasses.MAX_SLOT_BYTES + 1; size <= SizeClasses.MAX_RUN_BYTES; size++) {
            int c = SizeClasses.classFor(size);
            int frames = (size + FRAME - 1) / FRAME;
            if (c != 191 + frames) {
                fail("size=" + size + " class=" + c + " frames=" + frames);
            }
        }
        for (int frames = 1; frames <= 64; frames++) {
            int c = 191 + frames;
            assertEquals(frames, SizeClasses.frames(c));
            assertEquals(frames * FRAME, SizeClasses.slotBytes(c));
            assertEquals(1, SizeClasses.slots(c));
            assertTrue(SizeClasses.isLarge(c));
        }
    }

    /** Every size up to the largest slot, and every alignment: the first class that fits, and no more than twice too large. */
    @Test
    void alignedSizesGetTheFirstClassWhoseSlotsAreAligned() {
        for (int alignment = 1; alignment <= FRAME; alignment <<= 1) {
            for (int size = 1; size <= SizeClasses.MAX_SLOT_BYTES + 1; size++) {
                int c = SizeClasses.classFor(size, alignment);
                int slotBytes = SizeClasses.slotBytes(c);
                if (slotBytes < size || slotBytes % alignment != 0 || slotBytes > 2 * Math.max(8, Math.max(size, alignment))) {
                    fail("size=" + size + " alignment=" + alignment + " class=" + c + " slotBytes=" + slotBytes);
                }
                for (int smaller = SizeClasses.classFor(size); smaller < c && smaller <= 144; smaller++) {
                    if (SizeClasses.slotBytes(smaller) % alignment == 0) {
                        fail("size=" + size + " alignment=" + alignment + " class=" + c + " but also " + smaller);
                    }
                }
            }
        }
    }

    @Test
    void noSlotClassIsLarge() {
        for (int c = 0; c <= SizeClasses.LAST_SLOT_CLASS; c++) {
            assertFalse(SizeClasses.isLarge(c), "class=" + c);
        }
    }

    /** The session checks the range before it asks; what would be a silent wrong class here must not become a page. */
    @Test
    void sizesOutsideTheRangeGetNoDefinedClass() {
        assertEquals(0, SizeClasses.classFor(0));
        int tooLarge = SizeClasses.classFor(SizeClasses.MAX_OBJECT_BYTES + 1);
        assertEquals(-1, SizeClasses.limit(tooLarge));
    }

    /** Every byte of every page: the multiply and shift agree with the division they stand for. */
    @Test
    void slotOfIsTheQuotientForEveryOffsetOfEveryClass() {
        for (int c = 1; c < SizeClasses.CLASSES; c++) {
            int slotBytes = SizeClasses.slotBytes(c);
            int length = SizeClasses.frames(c) * FRAME;
            for (int offset = 0; offset < length; offset++) {
                if (SizeClasses.slotOf(c, offset) != offset / slotBytes) {
                    fail("class=" + c + " slotBytes=" + slotBytes + " offset=" + offset + " slot=" + SizeClasses.slotOf(c, offset)
                        + " expected=" + offset / slotBytes);
                }
            }
        }
    }
}
