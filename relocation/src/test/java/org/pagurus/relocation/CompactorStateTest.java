package org.pagurus.relocation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.pagurus.relocation.CompactorState.Activity;

/** The compactor says why it works or does not. */
class CompactorStateTest {
    private static final long LIMIT_NANOS = 20_000_000_000L;
    private static final int SIZE = 200;

    private Heap heap;

    @AfterEach
    void heapIsConsistent() {
        assertEquals(List.of(), heap.verify());
        heap.close();
    }

    private void fragment(int keepOneOf) {
        try (Session session = heap.openSession()) {
            List<Long> pointers = new ArrayList<>();
            for (int i = 0; i < 60_000; i++) {
                pointers.add(session.allocate(SIZE));
            }
            for (int i = 0; i < pointers.size(); i++) {
                if (i % keepOneOf != 0) {
                    session.free(pointers.get(i));
                }
            }
        }
    }

    private CompactorState workUntil(Activity activity) {
        long deadline = System.nanoTime() + LIMIT_NANOS;
        CompactorState state = heap.compactor().state();
        while (state.activity() != activity) {
            assertTrue(System.nanoTime() - deadline < 0, state.toString());
            heap.compactor().doWork();
            state = heap.compactor().state();
        }
        return state;
    }

    @Test
    void nobodyDrivesIt() {
        heap = Heap.builder().capacity(64 << 20).build();
        CompactorState state = heap.compactor().state();
        assertEquals(Activity.NOT_DRIVEN, state.activity());
        assertTrue(state.toString().contains("startCompactor"), state.toString());
    }

    @Test
    void idleBelowItsTarget() {
        heap = Heap.builder().capacity(64 << 20).build();
        CompactorState state = workUntil(Activity.IDLE);
        assertEquals(1, state.ratio());
        assertTrue(state.toString().contains("not above its target (ratio=1.000 target=1."), state.toString());
    }

    @Test
    void runningThenIdleAgain() {
        heap = Heap.builder().capacity(64 << 20).maxCpu(1).build();
        fragment(4);
        CompactorState running = workUntil(Activity.RUNNING);
        assertTrue(running.ratio() > running.targetRatio(), running.toString());
        assertEquals(1.0, running.cpuShare());
        workUntil(Activity.IDLE);
    }

    @Test
    void restingWhenItsShareIsUsedUp() {
        heap = Heap.builder().capacity(64 << 20).maxCpu(0.01).build();
        fragment(4);
        CompactorState state = workUntil(Activity.RESTING);
        assertEquals(0.01, state.cpuShare());
        assertTrue(state.reason().contains("goes on in "), state.toString());
    }

    @Test
    void backingOffWhenNothingIsWorthFolding() {
        heap = Heap.builder().capacity(64 << 20).maxCpu(1).ratios(1.01, 1).build();
        fragment(4);
        CompactorState state = workUntil(Activity.BACKING_OFF);
        assertTrue(state.ratio() > 1 && state.reason().contains("next try in "), state.toString());
    }

    @Test
    void stuckBehindALongSectionWhoseThreadItNames() throws Exception {
        heap = Heap.builder().capacity(64 << 20).maxCpu(1).build();
        fragment(4);
        try (OtherThread reader = new OtherThread("long-reader")) {
            Session session = reader.call(heap::openSession);
            reader.run(session::enter);
            CompactorState state = workUntil(Activity.STUCK);
            assertTrue(state.reason().contains("thread long-reader"), state.toString());
            reader.run(session::exit);
            workUntil(Activity.IDLE);
            reader.run(session::close);
        }
    }

    /** A page that is pinned again and again is left alone for longer and longer. */
    @Test
    void pinnedPagesAreNamedAndRestLonger() {
        heap = Heap.builder().capacity(64 << 20).build();
        long pointer = Place.ISOLATED.objects(heap, 1, SIZE)[0];
        int page = Place.page(heap, pointer).id();
        try (Session session = heap.openSession()) {
            session.enter();
            session.putLong(pointer, 0, 42);
            assertEquals(1, session.pinsTaken());
            long deadline = System.nanoTime() + LIMIT_NANOS;
            while (!heap.compactor().migrator().isIdle() && System.nanoTime() - deadline < 0) {
                heap.compactor().migrator().step(System.nanoTime() + 1_000_000L);
                session.exit();
                session.enter();
                session.putLong(pointer, 0, 42);
            }
            session.exit();
        }
        CompactorState state = heap.compactor().state();
        assertFalse(state.restingPages().isEmpty(), state.toString());
        assertTrue(state.restingPages().contains(page) && state.toString().contains("cancelled pages=["), state.toString());
    }

    @Test
    void closed() {
        Heap other = Heap.builder().capacity(64 << 20).build();
        other.close();
        assertEquals(Activity.CLOSED, other.compactor().state().activity());
        heap = Heap.builder().capacity(64 << 20).build();
    }
}
