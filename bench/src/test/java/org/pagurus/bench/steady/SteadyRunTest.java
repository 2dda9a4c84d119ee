package org.pagurus.bench.steady;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class SteadyRunTest {
    private static final long CAPACITY = 1 << 20;
    private static final SteadyPlan PLAN = new SteadyPlan(CAPACITY, List.of(0.5), 100, 200, 1, 1_000_000, 20_000_000, 7);

    @Test
    void run_ofAStoreWithKnownMoves_givesExactlyThose() {
        FakeSteadyStore store = new FakeSteadyStore(CAPACITY);
        // Of one size, so that each write replaces one object and no more.
        SteadyPlan plan = new SteadyPlan(CAPACITY, List.of(0.5), 150, 150, 1, 1_000_000, 20_000_000, 7);
        SteadyRow row = new SteadyRun(plan, store::nanos).run(store, ObjectSizes.MIXED, Pattern.UNIFORM, 0.5, true, 0);
        assertTrue(row.filled());
        assertEquals(FakeSteadyStore.MOVED, row.movedForWritten());
        assertEquals(FakeSteadyStore.MOVED * row.writtenBytes(), row.movedBytes());
        assertEquals(1.25, row.heldRatio(), 1e-4);
        assertEquals(Cleaner.movedForWritten(1 / row.heldRatio()), row.cleanerAtHeld());
        // 99 of 100 writes take 1 us, one takes 50.
        assertEquals(1e9 / 1_490, row.operationsPerSecond(), 1e9 / 1_490 * 0.01);
        assertEquals(row.writtenBytes() / (CAPACITY / 2.0), row.turnovers());
        assertEquals(FakeSteadyStore.WRITE_NANOS, row.p50Nanos(), 2);
        assertEquals(FakeSteadyStore.SLOW_NANOS, row.p999Nanos(), 50);
        assertEquals(FakeSteadyStore.SLOW_NANOS, row.maxNanos(), 50);
        assertEquals(0, row.failuresPerSecond());
    }

    @Test
    void run_withoutTheCompactor_movesNothing() {
        FakeSteadyStore store = new FakeSteadyStore(CAPACITY);
        SteadyRow row = new SteadyRun(PLAN, store::nanos).run(store, ObjectSizes.MIXED, Pattern.ZIPF, 0.5, false, 0);
        assertEquals(0, row.movedBytes());
        assertEquals(0, row.movedForWritten());
        assertTrue(row.writtenBytes() > 0);
    }

    @Test
    void driftingSizes_areMeasuredForTheSameWork() {
        FakeSteadyStore store = new FakeSteadyStore(CAPACITY);
        SteadyPlan plan = new SteadyPlan(CAPACITY, List.of(0.5), 100, 200, 1, 0, 1_000_000_000, 7);
        SteadyRow row = new SteadyRun(plan, store::nanos).run(store, ObjectSizes.DRIFTING, Pattern.UNIFORM, 0.5, true, 0);
        assertEquals(1, row.turnovers(), 0.01);
        SteadyPlan brief = new SteadyPlan(CAPACITY, List.of(0.5), 100, 200, 1, 0, 100_000, 7);
        FakeSteadyStore slow = new FakeSteadyStore(CAPACITY);
        assertTrue(new SteadyRun(brief, slow::nanos).run(slow, ObjectSizes.DRIFTING, Pattern.UNIFORM, 0.5, true, 0).turnovers()
            < 0.5);
    }

    @Test
    void run_withoutRoomForTheFill_saysSo() {
        FakeSteadyStore store = new FakeSteadyStore(CAPACITY / 4);
        SteadyRow row = new SteadyRun(PLAN, store::nanos).run(store, ObjectSizes.MIXED, Pattern.HOT, 0.5, true, 0);
        assertFalse(row.filled());
    }

    @Test
    void writesWithoutRoom_areCountedAndChangeNothing() {
        FakeSteadyStore store = new FakeSteadyStore(CAPACITY);
        Replacing objects = new Replacing(store, new SplittableRandom(1), ObjectSizes.MIXED, PLAN, 0.5);
        assertTrue(objects.fill(Pattern.UNIFORM));
        long live = store.state().slotBytes();
        store.fill();
        for (int i = 0; i < 10; i++) {
            objects.replace();
        }
        assertEquals(10, objects.failures());
        assertEquals(0, objects.writtenBytes());
        assertEquals(live, store.state().slotBytes());
    }

    @ParameterizedTest
    @EnumSource(ObjectSizes.class)
    void overwriting_keepsTheFill(ObjectSizes sizes) {
        FakeSteadyStore store = new FakeSteadyStore(CAPACITY);
        Replacing objects = new Replacing(store, new SplittableRandom(1), sizes, PLAN, 0.5);
        objects.fill(Pattern.UNIFORM);
        for (int i = 0; i < 100_000; i++) {
            objects.replace();
            assertEquals(store.state().slotBytes(), objects.slotBytes());
            assertEquals(CAPACITY / 2, objects.slotBytes(), 2 * 208);
        }
    }
}
