package org.pagurus.relocation.internal.protocol;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Random;
import org.junit.jupiter.api.Test;
import org.pagurus.allocator.internal.pages.SizeClasses;

/** Ranges to cards, against a model, and the table of those in use. */
class DirtyCardsTest {
    private static final long SEED = Long.getLong("pagurus.seed", 1);
    private static final int CARD = 4_096;

    private static long[] taken(DirtyCards cards) {
        long[] taken = new long[cards.all().length];
        cards.takeInto(taken);
        return taken;
    }

    @Test
    void aRangeMarksTheCardsThatItTouches() {
        Random random = new Random(SEED);
        for (int bytes : new int[] {17 << 16, (17 << 16) + 100, 4 << 20}) {
            DirtyCards cards = new DirtyCards(1, bytes);
            assertEquals((bytes + CARD - 1) / CARD, cards.count());
            for (int i = 0; i < 2_000; i++) {
                long[] expected = new long[cards.all().length];
                for (int n = random.nextInt(3); n >= 0; n--) {
                    int offset = random.nextInt(bytes);
                    int length = 1 + random.nextInt(random.nextBoolean() ? 16 : bytes - offset);
                    cards.mark(offset, length);
                    for (int card = offset / CARD; card < cards.count() && card <= (offset + length - 1) / CARD; card++) {
                        expected[card / 64] |= 1L << card % 64;
                    }
                }
                assertArrayEquals(expected, taken(cards), "seed=" + SEED);
            }
            cards.mark(0, bytes);
            assertArrayEquals(cards.all(), taken(cards));
            assertArrayEquals(new long[cards.all().length], taken(cards), "taken once");
        }
    }

    @Test
    void nothingIsMarkedByAnEmptyRangeOrBehindTheEnd() {
        DirtyCards cards = new DirtyCards(1, 17 << 16);
        cards.mark(0, 0);
        cards.mark(17 << 16, 100);
        assertArrayEquals(new long[cards.all().length], taken(cards));
        cards.mark((17 << 16) - 1, 1 << 20);
        assertEquals(1, Long.bitCount(taken(cards)[cards.all().length - 1]));
    }

    @Test
    void pagesAboveOneMebibyteHaveCards() {
        assertFalse(CardTable.covers(SizeClasses.classFor(100)));
        assertFalse(CardTable.covers(SizeClasses.classFor(1 << 20)));
        assertTrue(CardTable.covers(SizeClasses.classFor((1 << 20) + 1)));
        assertTrue(CardTable.covers(SizeClasses.classFor(4 << 20)));
        assertFalse(CardTable.covers(SizeClasses.classFor((4 << 20) + 1)), "huge objects do not move");
    }

    @Test
    void marksGoToTheCardsOfTheirPageWhileTheyAreOpen() {
        CardTable table = new CardTable();
        DirtyCards[] open = new DirtyCards[8];
        for (int i = 0; i < open.length; i++) {
            open[i] = table.tryOpen(10 + i, 2 << 20);
            assertNotNull(open[i]);
        }
        assertNull(table.tryOpen(99, 2 << 20), "no more than eight");
        table.mark(13, CARD, 1);
        table.mark(77, CARD, 1);
        for (int i = 0; i < open.length; i++) {
            assertEquals(i == 3 ? 2 : 0, taken(open[i])[0]);
        }
        table.close(open[3]);
        table.close(open[3]);
        assertEquals(7, table.size());
        table.mark(13, CARD, 1);
        assertEquals(0, taken(open[3])[0]);
        assertNotNull(table.tryOpen(99, 2 << 20));
    }
}
