package org.pagurus.relocation;

import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.function.Function;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.pagurus.allocator.internal.pages.Entry;
import org.pagurus.allocator.internal.pages.PageTable;
import org.pagurus.relocation.internal.protocol.CardTable;
import org.pagurus.relocation.internal.protocol.DirtyCards;
import org.pagurus.relocation.internal.protocol.Protocol;

/** Nothing is lost while large pages are copied in rounds, and each defect that is seeded into the dirty cards is caught. */
class PreCopyStressTest {
    private static final long SEED = Long.getLong("pagurus.seed", 1);
    private static final long MOVES = Long.getLong("pagurus.moves", 1_500);
    private static final long MIN_MOVES = 100;
    private static final long LIMIT_NANOS = 60_000_000_000L;

    @ParameterizedTest
    @EnumSource(ReadMode.class)
    void nothingIsLostWhileLargePagesAreCopied(ReadMode mode) throws InterruptedException {
        PreCopyStress stress = new PreCopyStress(mode, SEED, Protocol::new);
        assertNull(stress.run(MOVES, LIMIT_NANOS));
        assertTrue(stress.moved() >= MIN_MOVES, stress::toString);
    }

    @ParameterizedTest
    @EnumSource(ReadMode.class)
    void writeThatDoesNotMarkItsCardIsCaught(ReadMode mode) throws InterruptedException {
        assertCaught(mode, cards((table, pageId, bytes) -> new DirtyCards(pageId, bytes) {
            @Override
            public void mark(long offset, int length) {
                if (length >= LargeWrites.LENGTH) {
                    super.mark(offset, length);
                }
            }
        }));
    }

    @ParameterizedTest
    @EnumSource(ReadMode.class)
    void bulkWriteThatMarksItsFirstCardOnlyIsCaught(ReadMode mode) throws InterruptedException {
        assertCaught(mode, cards((table, pageId, bytes) -> new DirtyCards(pageId, bytes) {
            @Override
            public void mark(long offset, int length) {
                super.mark(offset, length == LargeWrites.LENGTH ? 1 : length);
            }
        }));
    }

    /** Addresses, views and pins. */
    @ParameterizedTest
    @EnumSource(ReadMode.class)
    void viewThatMarksNothingIsCaught(ReadMode mode) throws InterruptedException {
        assertCaught(mode, cards((table, pageId, bytes) -> new DirtyCards(pageId, bytes) {
            @Override
            public void mark(long offset, int length) {
                if (length <= LargeWrites.LENGTH) {
                    super.mark(offset, length);
                }
            }
        }));
    }

    @ParameterizedTest
    @EnumSource(ReadMode.class)
    void cardThatIsClearedAfterItsCopyIsCaught(ReadMode mode) throws InterruptedException {
        assertCaught(mode, cards((table, pageId, bytes) -> new DirtyCards(pageId, bytes) {
            private final long[] copied = all();

            @Override
            public void takeInto(long[] taken) {
                // What was copied since the last take is cleared only now.
                long[] marked = new long[taken.length];
                super.takeInto(marked);
                for (int w = 0; w < taken.length; w++) {
                    taken[w] |= marked[w] & ~copied[w];
                    copied[w] = taken[w];
                }
            }
        }));
    }

    @ParameterizedTest
    @EnumSource(ReadMode.class)
    void copyOfTakenCardsWhileSomebodyHasPinnedIsCaught(ReadMode mode) throws InterruptedException {
        assertCaught(mode, table -> new Protocol(table) {
            @Override
            public boolean isUnpinned(int pageId) {
                return isIsolated(pageId);
            }
        });
    }

    @ParameterizedTest
    @EnumSource(ReadMode.class)
    void pinsThatAreLookedAtBeforeTheTakeAreCaught(ReadMode mode) throws InterruptedException {
        assertCaught(mode, table -> new Protocol(table) {
            private boolean lastLook;

            @Override
            public boolean isUnpinned(int pageId) {
                boolean look = lastLook;
                lastLook = super.isUnpinned(pageId);
                return look;
            }
        });
    }

    @ParameterizedTest
    @EnumSource(ReadMode.class)
    void migrationEntryThatCopiesNothingIsCaught(ReadMode mode) throws InterruptedException {
        assertCaught(mode, cards((table, pageId, bytes) -> new DirtyCards(pageId, bytes) {
            @Override
            public void takeInto(long[] taken) {
                super.takeInto(taken);
                if (Entry.state(table.entryAcquire(pageId)) == Entry.MIGRATING) {
                    Arrays.fill(taken, 0);
                }
            }
        }));
    }

    @ParameterizedTest
    @EnumSource(ReadMode.class)
    void cardsThatAreOpenedTooLateAreCaught(ReadMode mode) throws InterruptedException {
        assertCaught(mode, cards((table, pageId, bytes) -> new DirtyCards(pageId, bytes) {
            private boolean open;

            @Override
            public void mark(long offset, int length) {
                if (open) {
                    super.mark(offset, length);
                }
            }

            @Override
            public void takeInto(long[] taken) {
                // After the first round.
                open = true;
                super.takeInto(taken);
            }
        }));
    }

    private interface Defect {
        DirtyCards create(PageTable table, int pageId, long bytes);
    }

    private static Function<PageTable, Protocol> cards(Defect defect) {
        return table -> new Protocol(table, new CardTable() {
            @Override
            protected DirtyCards create(int pageId, long bytes) {
                return defect.create(table, pageId, bytes);
            }
        });
    }

    private static void assertCaught(ReadMode mode, Function<PageTable, Protocol> defect) throws InterruptedException {
        PreCopyStress stress = new PreCopyStress(mode, SEED, defect);
        assertNotNull(stress.run(Long.MAX_VALUE, LIMIT_NANOS), () -> "the seeded bug was not caught: " + stress);
    }
}
