package org.pagurus.allocator;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Locale;
import java.util.Random;
import org.junit.jupiter.api.Test;

class PointerTest {
    @Test
    void nullIsTheWordZeroAndNamesPageZero() {
        assertEquals(0L, Pointer.NULL);
        assertEquals(0, Pointer.pageId(Pointer.NULL));
        assertEquals(0, Pointer.offset(Pointer.NULL));
    }

    @Test
    void pageIdIsInBits62To32AndOffsetInBits31To0() {
        assertEquals(32, Pointer.PAGE_ID_SHIFT);
        assertEquals(0x0000_0001_0000_0000L, Pointer.of(1, 0));
        assertEquals(0x0000_0007_0000_0040L, Pointer.of(7, 64));
        assertEquals(0x0000_0001_003F_FFF8L, Pointer.of(1, (4 << 20) - 8));
    }

    @Test
    void signBitIsClearForTheLargestPageIdAndOffset() {
        long largest = Pointer.of(Integer.MAX_VALUE, -1);
        assertEquals(Long.MAX_VALUE, largest);
        assertEquals(Integer.MAX_VALUE, Pointer.pageId(largest));
        assertEquals(0xFFFF_FFFFL, Pointer.offset(largest));
    }

    /** An offset whose own sign bit is set must not run into the page id. */
    @Test
    void offsetIsUnsigned() {
        long pointer = Pointer.of(5, Integer.MIN_VALUE);
        assertEquals(5, Pointer.pageId(pointer));
        assertEquals(1L << 31, Pointer.offset(pointer));
    }

    @Test
    void partsOfAPointerAreWhatItWasBuiltFrom() {
        Random random = Seed.random(1);
        for (int i = 0; i < 100_000; i++) {
            int pageId = random.nextInt() & Integer.MAX_VALUE;
            int offset = random.nextInt();
            long pointer = Pointer.of(pageId, offset);
            assertTrue(pointer >= 0, () -> "pageId=" + pageId + " offset=" + offset + Seed.repeat());
            assertEquals(pageId, Pointer.pageId(pointer), Seed.repeat());
            assertEquals(Integer.toUnsignedLong(offset), Pointer.offset(pointer), Seed.repeat());
        }
    }

    @Test
    void printsTheWordThePageAndTheOffset() {
        assertEquals("0x0000000700000040 (page=7 offset=64)", Pointer.toString(Pointer.of(7, 64)));
        assertEquals("0x0000000000000000 (page=0 offset=0)", Pointer.toString(Pointer.NULL));
        assertEquals("0x7fffffffffffffff (page=2147483647 offset=4294967295)", Pointer.toString(Long.MAX_VALUE));
    }

    /** A word that is no pointer at all is printed too: it stands in the message of the exception that refuses it. */
    @Test
    void printsWordsThatAreNoPointers() {
        assertEquals("0xffffffffffffffff (page=4294967295 offset=4294967295)", Pointer.toString(-1L));
    }

    @Test
    void printsTheSameDigitsInEveryLocale() {
        Locale before = Locale.getDefault();
        try {
            Locale.setDefault(Locale.forLanguageTag("ar-EG-u-nu-arab"));
            assertEquals("0x0000000700000040 (page=7 offset=64)", Pointer.toString(Pointer.of(7, 64)));
        } finally {
            Locale.setDefault(before);
        }
    }
}
