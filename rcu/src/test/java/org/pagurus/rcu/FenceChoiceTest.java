package org.pagurus.rcu;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.pagurus.rcu.internal.system.Membarrier;

class FenceChoiceTest {
    @Test
    void autoIsAsymmetricWhereItWorksAndFullElsewhere() {
        final FenceChoice works = FenceChoice.decide(Fence.AUTO, "test", () -> null);
        assertEquals(Fence.ASYMMETRIC, works.fence());
        assertFalse(works.isFull());
        final FenceChoice refused = FenceChoice.decide(Fence.AUTO, "test", () -> "seeded refusal");
        assertEquals(Fence.FULL, refused.fence());
        assertTrue(refused.isFull());
        assertEquals("test: seeded refusal", refused.reason());
    }

    @Test
    void asymmetricIsGivenOrRefusedWithTheReason() {
        assertEquals(Fence.ASYMMETRIC, FenceChoice.decide(Fence.ASYMMETRIC, "test", () -> null).fence());
        final UnsupportedOperationException e = assertThrows(UnsupportedOperationException.class,
            () -> FenceChoice.decide(Fence.ASYMMETRIC, "test", () -> "seeded refusal"));
        assertTrue(e.getMessage().contains("seeded refusal"), e.getMessage());
    }

    @Test
    void fullAsksForNoNativeCode() {
        assertEquals(Fence.FULL, FenceChoice.decide(Fence.FULL, "test", () -> {
            throw new AssertionError("asked");
        }).fence());
    }

    @Test
    void argumentGoesBeforeThePropertyAndTheStatisticsTell() {
        final RcuStats stats = RcuDomain.builder().fence(Fence.FULL).strict().stats();
        assertEquals(Fence.FULL, stats.fence());
        assertEquals("argument=FULL", stats.fenceReason());
        final Fence expected = Membarrier.refusal() == null ? Fence.ASYMMETRIC : Fence.FULL;
        assertEquals(expected, RcuDomain.builder().fence(Fence.AUTO).strict().stats().fence());
        assertThrows(NullPointerException.class, () -> RcuDomain.builder().fence(null));
    }
}
