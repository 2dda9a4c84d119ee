package org.pagurus.relocation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.function.Function;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.pagurus.allocator.internal.frames.FrameLayout;
import org.pagurus.allocator.internal.os.RawMemory;
import org.pagurus.allocator.internal.pages.PageTable;
import org.pagurus.rcu.Fence;
import org.pagurus.relocation.internal.protocol.Protocol;
import org.pagurus.relocation.model.MutatedProtocols;

/** Sealed objects never change while their pages move; and the stress catches each defect that would let them. */
class SealedStressTest {
    private static final long SEED = Long.getLong("pagurus.seed", System.nanoTime());
    private static final long MOVES = 3_000;
    private static final long MIN_MOVES = 500;
    private static final long LIMIT_NANOS = 30_000_000_000L;
    private static final long LONG_NANOS = 60_000_000_000L;

    private static SealedStress stress(ReadMode mode, Mutation mutation, Function<PageTable, Protocol> protocolOf) {
        HeapBuilder settings = Heap.builder().capacity(32 << 20).readMode(mode);
        return new SealedStress(HeapInside.build(settings, Fence.AUTO, mutation,
            (table, same) -> SealedStress.slow(table, protocolOf.apply(table)), new FrameWatch() {
                @Override
                public void afterTake(long address, int frames) {
                    // Whatever it holds.
                }

                @Override
                public void beforeFree(long address, int frames) {
                    RawMemory.fill(address, (long) frames << FrameLayout.FRAME_SHIFT, (byte) 0xB5);
                }
            }), SEED);
    }

    @ParameterizedTest
    @EnumSource(ReadMode.class)
    void nothingChangesWhilePagesMove(ReadMode mode) throws InterruptedException {
        SealedStress stress = stress(mode, null, Protocol::new);
        assertNull(stress.run(MOVES, LIMIT_NANOS));
        assertTrue(stress.moved() >= MIN_MOVES, "moved only " + stress.moved());
        assertEquals(stress.moved(), stress.replaced());
        assertTrue(stress.refused() > 0, "no write was tried");
    }

    /** The bit is forgotten, so the writer is let in: what it writes during a copy is lost. */
    @ParameterizedTest
    @EnumSource(ReadMode.class)
    void writersThatAreLetInLoseWrites(ReadMode mode) throws InterruptedException {
        String failure = stress(mode, null, MutatedProtocols.ForgottenSeal::new).run(Long.MAX_VALUE, LONG_NANOS);
        assertNotNull(failure);
        assertTrue(failure.contains("lost write"), failure);
    }

    /** In EXCLUSIVE as well: nobody in the old frame has said that it is. */
    @ParameterizedTest
    @EnumSource(ReadMode.class)
    void oldFramesThatAreFreeAtOnceAreCaught(ReadMode mode) throws InterruptedException {
        String failure = stress(mode, Mutation.EARLY_RECYCLING, Protocol::new).run(Long.MAX_VALUE, LONG_NANOS);
        assertNotNull(failure);
        assertTrue(failure.contains("changed") || failure.contains("wrong object"), failure);
    }
}
