package org.pagurus.allocator.internal.pages;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;

import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.pagurus.allocator.Seed;
import org.pagurus.allocator.internal.os.Mapping;
import org.pagurus.allocator.internal.os.RawMemory;

/** Copying a page's slots, against a copy made byte by byte in Java. */
class PageCopyTest {
    private static final int REGION = 4 << 20;
    private static final byte UNTOUCHED = 0x77;
    private final Mapping memory = Mapping.reserve(3L * REGION, REGION);
    private final long source = memory.address();
    private final long target = source + REGION;
    private final long secondTarget = target + REGION;

    @AfterEach
    void close() {
        memory.close();
    }

    private Page page(int sizeClass) {
        return new Page(1, sizeClass, new Run(source, SizeClasses.frames(sizeClass), sizeClass, REGION), 1);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 3, 16, 17, 40, 96, 120, 144, 192, 200})
    void copyHoldsTheAllocatedSlotsOneBehindTheOther(int sizeClass) {
        for (int percent : new int[] {0, 1, 10, 50, 90, 99, 100}) {
            Random random = Seed.random(sizeClass * 1_000L + percent);
            Page page = page(sizeClass);
            byte[] content = fillRandomly(random, source, SizeClasses.limit(sizeClass));
            freeAllBut(page, percent, random);
            requireCopied(page, content, null, target, "class=" + sizeClass + " percent=" + percent + Seed.repeat());
        }
    }

    /** A page is folded, loses more slots, and is folded again: the second copy starts from what the first left. */
    @ParameterizedTest
    @ValueSource(ints = {1, 3, 16, 17, 40, 96, 120, 144})
    void copyOfAFoldedPageTakesItsSlotsFromTheFold(int sizeClass) {
        for (int percent : new int[] {2, 10, 60}) {
            Random random = Seed.random(sizeClass * 2_000L + percent);
            String name = "class=" + sizeClass + " percent=" + percent + Seed.repeat();
            Page page = page(sizeClass);
            byte[] content = fillRandomly(random, source, SizeClasses.limit(sizeClass));
            freeAllBut(page, percent, random);
            if (page.isEmpty()) {
                page.allocateSlot();
            }
            byte[] folded = requireCopied(page, content, null, target, name);
            Slots fold = page.prepareFold(target);
            page.movedTo(new Run(target, 1, sizeClass, REGION));
            assertSame(fold, page.slots());
            requireCopied(page, folded, fold, secondTarget, name);
            freeSome(page, 40, random);
            requireCopied(page, folded, fold, secondTarget, name);
        }
    }

    @Test
    void addressOfASlotIsInTheRunOrInTheFold() {
        int sizeClass = 16;
        Page page = page(sizeClass);
        page.allocateSlot();
        page.allocateSlot();
        page.allocateSlot();
        page.releaseSlot(1);
        assertEquals(source, page.addressOf(0));
        assertEquals(source + 256, page.addressOf(2));
        page.prepareFold(target);
        page.movedTo(page.run());
        assertEquals(target, page.addressOf(0));
        assertEquals(target + 128, page.addressOf(2));
        assertEquals(0, page.addressOf(1));
    }

    private static byte[] fillRandomly(Random random, long address, int length) {
        byte[] content = new byte[length];
        random.nextBytes(content);
        RawMemory.copyFromArray(content, 0, address, length);
        return content;
    }

    private static void freeAllBut(Page page, int percent, Random random) {
        for (int slot = 0; slot < page.slotCount(); slot++) {
            assertEquals(slot, page.allocateSlot());
        }
        freeSome(page, 100 - percent, random);
    }

    private static void freeSome(Page page, int percent, Random random) {
        for (int slot = 0; slot < page.slotCount(); slot++) {
            if (random.nextInt(100) < percent) {
                page.releaseSlot(slot);
            }
        }
    }

    /** Copies and compares; {@code from} is the content of the run, or of the fold if there is one. @return the copy */
    private static byte[] requireCopied(Page page, byte[] from, Slots fold, long to, String name) {
        int slotBytes = SizeClasses.slotBytes(page.sizeClass());
        byte[] expected = new byte[page.allocatedCount() * slotBytes];
        int length = 0;
        long[] allocated = page.allocatedBitmap();
        for (int slot = 0; slot < page.slotCount(); slot++) {
            if ((allocated[slot >>> 6] >>> slot & 1) != 0) {
                int place = fold == null ? slot : fold.placeOf(slot);
                System.arraycopy(from, place * slotBytes, expected, length, slotBytes);
                length += slotBytes;
            }
        }
        int guard = Math.min(512, REGION - length);
        RawMemory.fill(to, length + guard, UNTOUCHED);
        page.copyAllocatedTo(to);
        byte[] actual = new byte[length];
        RawMemory.copyToArray(to, actual, 0, length);
        assertArrayEquals(expected, actual, name);
        byte[] behind = new byte[guard];
        RawMemory.copyToArray(to + length, behind, 0, guard);
        byte[] untouched = new byte[guard];
        Arrays.fill(untouched, UNTOUCHED);
        assertArrayEquals(untouched, behind, name);
        return actual;
    }
}
