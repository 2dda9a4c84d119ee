package org.pagurus.relocation;

import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.function.Function;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.pagurus.allocator.internal.pages.PageTable;
import org.pagurus.relocation.internal.protocol.Protocol;
import org.pagurus.relocation.model.MutatedProtocols;

/** Pins hold against a migrator that never rests, and the stress catches each defect that is seeded into them. */
class PinStressTest {
    private static final long SEED = Long.getLong("pagurus.seed", 1);
    private static final long MOVES = 3_000;
    private static final long PINS = 20_000;
    private static final long LIMIT_NANOS = 30_000_000_000L;

    @ParameterizedTest
    @EnumSource(ReadMode.class)
    void pinnedAddressesHoldWhilePagesMove(ReadMode mode) throws InterruptedException {
        PinStress stress = new PinStress(mode, SEED, Protocol::new);
        assertNull(stress.run(MOVES, PINS, LIMIT_NANOS));
        assertTrue(stress.moved() >= MOVES / 10 && stress.pins() >= PINS / 10 && stress.freedWhilePinned() > 100,
            "seed=" + SEED + " moved=" + stress.moved() + " pins=" + stress.pins() + " freed=" + stress.freedWhilePinned());
    }

    /** A planner that ignores pins, and an isolate that lets it. */
    @ParameterizedTest
    @EnumSource(ReadMode.class)
    void isolateThatIgnoresPinsIsCaught(ReadMode mode) throws InterruptedException {
        assertCaught(mode, MutatedProtocols.IsolateIgnoresPins::new);
    }

    /** The page is isolated when the pin comes, and the migrator does not look again before it begins. */
    @ParameterizedTest
    @EnumSource(ReadMode.class)
    void pinThatOverlooksAnIsolatedPageIsCaught(ReadMode mode) throws InterruptedException {
        assertCaught(mode, MutatedProtocols.HoldOverlooksIsolated::new);
    }

    private static void assertCaught(ReadMode mode, Function<PageTable, Protocol> defect) throws InterruptedException {
        PinStress stress = new PinStress(mode, SEED, defect);
        assertNotNull(stress.run(Long.MAX_VALUE, Long.MAX_VALUE, LIMIT_NANOS),
            () -> "the seeded bug was not caught in " + stress.moved() + " moves and " + stress.pins() + " pins");
    }
}
