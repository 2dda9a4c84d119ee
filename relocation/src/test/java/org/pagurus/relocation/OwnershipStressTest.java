package org.pagurus.relocation;

import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.pagurus.relocation.internal.protocol.Protocol;

/** Objects never overlap, whoever takes the pages of sessions away; and the stress catches who believes a page too early. */
class OwnershipStressTest {
    private static final long SEED = Long.getLong("pagurus.seed", 1);
    private static final long MOVES = 3_000;
    private static final long FREES = 200_000;
    private static final long LIMIT_NANOS = 30_000_000_000L;

    @ParameterizedTest
    @EnumSource(ReadMode.class)
    void objectsNeverOverlap(ReadMode mode) throws InterruptedException {
        OwnershipStress stress = new OwnershipStress(mode, SEED, Protocol::new, false);
        assertNull(stress.run(MOVES, FREES, LIMIT_NANOS));
        assertTrue(stress.moved() >= MOVES / 10 && stress.frees() >= FREES / 10,
            "seed=" + SEED + " moved=" + stress.moved() + " freed=" + stress.frees());
    }

    /** A migrator that believes a session's page, and that nobody writes to it, without the grace period. */
    @ParameterizedTest
    @EnumSource(ReadMode.class)
    void migratorThatDoesNotWaitIsCaught(ReadMode mode) throws InterruptedException {
        assertCaught(new OwnershipStress(mode, SEED, table -> new Protocol(table) {
            @Override
            public boolean mayBegin(boolean elapsed) {
                return true;
            }
        }, false));
    }

    /** A collector that believes a session's page without the grace period. */
    @ParameterizedTest
    @EnumSource(ReadMode.class)
    void collectorThatDoesNotWaitIsCaught(ReadMode mode) throws InterruptedException {
        assertCaught(new OwnershipStress(mode, SEED, Protocol::new, true));
    }

    private static void assertCaught(OwnershipStress stress) throws InterruptedException {
        assertNotNull(stress.run(Long.MAX_VALUE, Long.MAX_VALUE, LIMIT_NANOS),
            () -> "the seeded bug was not caught in " + stress.moved() + " moves and " + stress.frees() + " frees");
    }
}
