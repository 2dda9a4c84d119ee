package org.pagurus.relocation;

import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.pagurus.allocator.internal.pages.Entry;
import org.pagurus.allocator.internal.pages.PageTable;
import org.pagurus.relocation.internal.protocol.Protocol;

/** The stress holds with the shipped protocol, and catches each defect that is seeded into it. */
class MoveStressTest {
    private static final long MOVES = 5_000;
    private static final long MIN_MOVES = 500;
    private static final long LIMIT_NANOS = 30_000_000_000L;

    @ParameterizedTest
    @EnumSource(ReadMode.class)
    void nothingIsLostTornOrRecycledWhilePagesMove(ReadMode mode) throws InterruptedException {
        MoveStress stress = new MoveStress(mode, 1, PreemptedProtocol::new);
        assertNull(stress.run(MOVES, LIMIT_NANOS));
        assertTrue(stress.moved() >= MIN_MOVES, "moved only " + stress.moved());
        assertTrue(stress.cancelled() > 0, "no accessor met a migration entry in " + stress.moved() + " moves");
    }

    @ParameterizedTest
    @EnumSource(ReadMode.class)
    void beginWithoutGracePeriodIsCaught(ReadMode mode) throws InterruptedException {
        assertCaught(mode, table -> new PreemptedProtocol(table) {
            @Override
            public boolean mayBegin(boolean elapsed) {
                return true;
            }
        });
    }

    @ParameterizedTest
    @EnumSource(ReadMode.class)
    void writerThatDoesNotPinIsCaught(ReadMode mode) throws InterruptedException {
        assertCaught(mode, table -> new PreemptedProtocol(table) {
            @Override
            public boolean tryPin(int pageId, long isolated) {
                return true;
            }

            @Override
            public void unpin(int pageId) {
                if (Entry.pins(entry(pageId)) > 0) {
                    super.unpin(pageId);
                }
            }
        });
    }

    @Test
    void cancelThatIsOverlookedIsCaught() throws InterruptedException {
        assertCaught(ReadMode.READ_THROUGH, table -> new PreemptedProtocol(table) {
            @Override
            public boolean commit(int pageId, long migrating, long target) {
                boolean committed = super.commit(pageId, migrating, target);
                long now = entry(pageId);
                return committed || table.compareAndSet(pageId, now, target);
            }

            @Override
            public void unpin(int pageId) {
                if (Entry.pins(entry(pageId)) > 0) {
                    super.unpin(pageId);
                }
            }
        });
    }

    /** The shipped protocol, whose migrator now and then loses the processor in the middle of a copy. */
    private static class PreemptedProtocol extends Protocol {
        private int begins;

        PreemptedProtocol(PageTable table) {
            super(table);
        }

        @Override
        public long begin(int pageId) {
            long migrating = super.begin(pageId);
            if (++begins % 8 == 0) {
                Thread.yield();
            }
            return migrating;
        }
    }

    private static void assertCaught(ReadMode mode, Function<PageTable, Protocol> defect) throws InterruptedException {
        MoveStress stress = new MoveStress(mode, 1, defect);
        assertNotNull(stress.run(Long.MAX_VALUE, LIMIT_NANOS),
            () -> "the seeded bug was not caught in " + stress.moved() + " moves");
    }
}
