package org.pagurus.relocation;

import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.pagurus.allocator.internal.pages.PageTable;
import org.pagurus.relocation.internal.protocol.Protocol;
import org.pagurus.relocation.model.MutatedProtocols;

/** The stress holds with the shipped protocol, and catches each defect that is seeded into it. */
class MoveStressTest {
    private static final long MOVES = 5_000;
    private static final long MIN_MOVES = 500;
    private static final long LIMIT_NANOS = 30_000_000_000L;

    @ParameterizedTest
    @EnumSource(ReadMode.class)
    void nothingIsLostTornOrRecycledWhilePagesMove(ReadMode mode) throws InterruptedException {
        MoveStress stress = new MoveStress(mode, 1, table -> new Preempted(table, new Protocol(table)));
        assertNull(stress.run(MOVES, LIMIT_NANOS));
        assertTrue(stress.moved() >= MIN_MOVES, "moved only " + stress.moved());
        assertTrue(stress.cancelled() > 0, "no accessor met a migration entry in " + stress.moved() + " moves");
    }

    @ParameterizedTest
    @EnumSource(ReadMode.class)
    void beginWithoutGracePeriodIsCaught(ReadMode mode) throws InterruptedException {
        assertCaught(mode, MutatedProtocols.WithoutGracePeriod::new);
    }

    @ParameterizedTest
    @EnumSource(ReadMode.class)
    void writerThatDoesNotPinIsCaught(ReadMode mode) throws InterruptedException {
        assertCaught(mode, MutatedProtocols.UnpinnedAccess::new);
    }

    @Test
    void cancelThatIsOverlookedIsCaught() throws InterruptedException {
        assertCaught(ReadMode.READ_THROUGH, MutatedProtocols.CommitAfterCancel::new);
    }

    /** A protocol whose migrator now and then loses the processor in the middle of a copy. */
    private static final class Preempted extends WatchedProtocol {
        private int begins;

        Preempted(PageTable table, Protocol watched) {
            super(table, watched);
        }

        @Override
        protected void after(Step step) {
            if (step == Step.BEGIN && ++begins % 8 == 0) {
                Thread.yield();
            }
        }
    }

    private static void assertCaught(ReadMode mode, Function<PageTable, Protocol> defect) throws InterruptedException {
        MoveStress stress = new MoveStress(mode, 1, table -> new Preempted(table, defect.apply(table)));
        assertNotNull(stress.run(Long.MAX_VALUE, LIMIT_NANOS),
            () -> "the seeded bug was not caught in " + stress.moved() + " moves");
    }
}
