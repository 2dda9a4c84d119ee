package org.pagurus.allocator.internal.pages;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

class EntryTest {
    private static final long LARGEST_ADDRESS = (1L << 48) - 65_536;

    @Test
    void constantsAreThoseOfTheLayout() {
        assertEquals(0L, Entry.ABSENT);
        assertEquals(0, Entry.PRESENT);
        assertEquals(1, Entry.ISOLATED);
        assertEquals(2, Entry.MIGRATING);
        assertEquals(1_048_575, Entry.MAX_PINS);
    }

    @Test
    void frameNumberIsInBits31To0() {
        assertEquals(0x0100_0101_0000_0001L, Entry.present(1, 0x0001_0000L));
        assertEquals(0x0100_0101_FFFF_FFFFL, Entry.present(1, LARGEST_ADDRESS));
    }

    @Test
    void sizeClassIsInBits39To32() {
        assertEquals(0x0100_0190_0000_0001L, Entry.present(144, 0x0001_0000L));
        assertEquals(0x4000_01FF_0000_0001L, Entry.present(255, 0x0001_0000L));
    }

    /** One more than an access may touch; huge objects go on behind the largest reach. */
    @Test
    void reachIsInBits62To40() {
        assertEquals(65_537, Entry.reach(Entry.present(1, 0x0001_0000L)));
        assertEquals((4 << 20) + 1, Entry.reach(Entry.present(255, 0x0001_0000L)));
        assertEquals((5 << 20) + 1, Entry.reach(Entry.present(145, 0x0001_0000L)));
        assertEquals((8 << 20) - 1, Entry.reach(Entry.present(148, 0x0001_0000L)));
        assertEquals((8 << 20) - 1, Entry.reach(Entry.present(176, 0x0001_0000L)));
        assertEquals(0x7FFF_FFB0_0000_0001L, Entry.present(176, 0x0001_0000L));
    }

    /** So that one compare refuses them: no access ends below a negative number, and none, not even the empty one, below 0. */
    @Test
    void reachOfAnyOtherEntryIsNegativeAndOfAbsentZero() {
        for (EntryModel model : EntryModel.representatives()) {
            long reach = Entry.reach(model.word());
            assertEquals(model.isPlain() ? model.reach() : reach | Long.MIN_VALUE, reach, model.toString());
        }
        assertEquals(0, Entry.reach(Entry.ABSENT));
    }

    @Test
    void pinsAreInBits59To40() {
        long isolated = Entry.isolate(Entry.present(1, 0x0001_0000L));
        assertEquals(1L << 40, Entry.pin(isolated) - isolated);
        assertEquals(0x000F_FFFFL << 40, new EntryModel(EntryModel.State.ISOLATED, 1_048_575, false, 1, 1).word() - isolated);
    }

    @Test
    void foldedIsBit60AndSpecialIsBit63() {
        assertEquals(0x9000_0001_0000_0007L, Entry.folded(1, 7));
        assertEquals(0x9000_00FF_7FFF_FFFFL, Entry.folded(255, Integer.MAX_VALUE));
    }

    @Test
    void stateIsInBits62To61() {
        long present = Entry.present(1, 0x0001_0000L);
        assertEquals(0xA000_0001_0000_0001L, Entry.isolate(present));
        assertEquals(0xC000_0001_0000_0001L, Entry.begin(Entry.isolate(present)));
        assertEquals(0xD000_0001_0000_0007L, Entry.begin(Entry.isolate(Entry.folded(1, 7))));
    }

    /** What the fast path relies on without checks: plain entries, and no others, are not negative. */
    @Test
    void plainIffPresentNotFoldedAndWithoutPins() {
        for (EntryModel model : EntryModel.representatives()) {
            long entry = model.word();
            assertEquals(model.isPlain(), Entry.isPlain(entry), model.toString());
            assertEquals(model.isPlain(), entry >= 0, model.toString());
        }
    }

    @Test
    void fieldsOfAnEntryAreWhatItWasBuiltFrom() {
        for (EntryModel model : EntryModel.representatives()) {
            long entry = model.word();
            String name = model.toString();
            assertEquals(model.state() == EntryModel.State.ABSENT, Entry.isAbsent(entry), name);
            assertEquals(Math.max(0, model.state().ordinal() - 1), Entry.state(entry), name);
            assertEquals(model.pins(), Entry.pins(entry), name);
            assertEquals(model.folded(), Entry.isFolded(entry), name);
            assertEquals(model.sizeClass(), Entry.sizeClass(entry), name);
            if (model.folded()) {
                assertEquals(model.where(), Entry.foldVersion(entry), name);
            } else {
                assertEquals(model.where() * 65_536, Entry.address(entry), name);
            }
        }
    }

    @Test
    void freshEntriesAreTheModelsOnes() {
        for (EntryModel model : EntryModel.representatives()) {
            if (model.state() == EntryModel.State.PRESENT && model.pins() == 0) {
                long entry = model.folded() ? Entry.folded(model.sizeClass(), (int) model.where())
                    : Entry.present(model.sizeClass(), model.where() << 16);
                assertEquals(model.word(), entry, model.toString());
            }
        }
    }

    @Test
    void addressIsAFrameBelow48Bits() {
        assertEquals(LARGEST_ADDRESS, Entry.address(Entry.present(1, LARGEST_ADDRESS)));
        for (long wrong : new long[] {0, 1, 4_096, 65_535, 65_537, LARGEST_ADDRESS + 1, 1L << 48, 1L << 62, -65_536,
            Long.MIN_VALUE}) {
            assertThrows(IllegalStateException.class, () -> Entry.present(1, wrong), Long.toHexString(wrong));
        }
    }

    @Test
    void classIs1To255AndDescriptorIsPositive() {
        for (int wrong : new int[] {0, -1, 256, 257, Integer.MIN_VALUE, Integer.MAX_VALUE}) {
            assertThrows(IllegalStateException.class, () -> Entry.present(wrong, 65_536), "class=" + wrong);
            assertThrows(IllegalStateException.class, () -> Entry.folded(wrong, 1), "class=" + wrong);
        }
        assertThrows(IllegalStateException.class, () -> Entry.folded(1, 0));
        assertThrows(IllegalStateException.class, () -> Entry.folded(1, -1));
    }

    /** An access through an absent entry is refused by the same test as one out of bounds, on the fast path and behind it. */
    @Test
    void absentIsPlainAndOfTheClassThatAllowsNoAccess() {
        assertTrue(Entry.isAbsent(Entry.ABSENT));
        assertTrue(Entry.isPlain(Entry.ABSENT));
        assertEquals(0, Entry.reach(Entry.ABSENT));
        assertEquals(-1, SizeClasses.limit(Entry.sizeClass(Entry.ABSENT)));
        assertFalse(Entry.isAbsent(Entry.present(1, 65_536)));
    }

    @Test
    void lastUnpinOfAPutBackPageMakesItPlainAgain() {
        long present = Entry.present(3, 0x7F00_0000_0000L);
        long twice = Entry.putBack(Entry.pin(Entry.pin(Entry.isolate(present))));
        assertFalse(Entry.isPlain(twice));
        assertFalse(Entry.isPlain(Entry.unpin(twice)));
        assertEquals(present, Entry.unpin(Entry.unpin(twice)));
        long folded = Entry.folded(3, 8);
        assertEquals(folded, Entry.unpin(Entry.putBack(Entry.pin(Entry.isolate(folded)))));
    }

    @Test
    void printsStateClassPlaceAndPins() {
        long present = Entry.present(16, 0x7F12_3456_0000L);
        assertEquals("ABSENT", Entry.toString(Entry.ABSENT));
        assertEquals("PRESENT(class=16 address=0x7f1234560000 pins=0)", Entry.toString(present));
        assertEquals("ISOLATED(class=16 address=0x7f1234560000 pins=1)", Entry.toString(Entry.pin(Entry.isolate(present))));
        assertEquals("MIGRATING(class=16 address=0x7f1234560000 pins=0)", Entry.toString(Entry.begin(Entry.isolate(present))));
        assertEquals("PRESENT(class=255 version=77 pins=0)", Entry.toString(Entry.folded(255, 77)));
        assertEquals("INVALID(class=16 address=0x7f1234560000 pins=0)", Entry.toString(Entry.isolate(present) | 3L << 61));
    }
}
