package org.pagurus.relocation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.pagurus.allocator.Pointer;
import org.pagurus.allocator.PointerException;

/**
 * What {@code -Dpagurus.checks=full} adds: an access that leaves its object's slot, or that uses a slot after it was freed and
 * its grace period is over, is refused although it would stay inside the heap. Surefire's execution full-checks runs this class.
 */
@EnabledIfSystemProperty(named = "pagurus.checks", matches = "full")
class FullChecksTest {
    private static final int SIZE = 200;
    private static final int OBJECTS = 40;

    private final Heap heap = Heap.builder().capacity(64 << 20).build();
    private final Session session = heap.openSession();

    @AfterEach
    void heapIsUnharmed() {
        if (session.inSection()) {
            session.exit();
        }
        Place.assertUsable(heap, session);
        session.close();
        heap.close();
    }

    private static void refuse(long pointer, String what, String reason, Executable call) {
        PointerException e = assertThrows(PointerException.class, call, what);
        assertEquals(pointer, e.pointer(), what);
        assertTrue(e.getMessage().contains(Pointer.toString(pointer)), e.getMessage());
        assertTrue(e.getMessage().contains(reason), () -> what + ": " + e.getMessage());
    }

    private void collectFreed() {
        heap.verify(); // ends the migration under way, whose pages nobody else may collect
        // More than once: what was freed while the first slots of its page waited needs a grace period of its own.
        for (int round = 0; round < 3; round++) {
            heap.space().collectAll();
            heap.space().domain().synchronize();
            heap.space().domain().poll();
        }
    }

    @ParameterizedTest
    @EnumSource(Place.class)
    void useAfterFreeIsRefused(Place place) {
        long[] pointers = place.objects(heap, OBJECTS, SIZE);
        for (int i = 0; i < OBJECTS; i += 2) {
            session.free(pointers[i]);
        }
        collectFreed();
        if (!place.isFolded()) {
            assertEquals(OBJECTS / 2, Place.page(heap, pointers[1]).liveCount());
        }
        session.enter();
        for (int i = 0; i < OBJECTS; i++) {
            long pointer = pointers[i];
            for (Accessor accessor : Accessor.all()) {
                if (i % 2 == 0) {
                    refuse(pointer, accessor.name(), "used after free", () -> accessor.body().on(session, pointer, 0));
                } else {
                    accessor.body().on(session, pointer, 0);
                }
            }
            Accessor.views().forEach((name, view) -> {
                if (pointer == pointers[0]) {
                    refuse(pointer, name, "freed earlier", () -> view.on(session, pointer));
                }
            });
        }
    }

    /** Full checks refuse what is wrong, not what the rules allow. */
    @ParameterizedTest
    @EnumSource(Place.class)
    void sectionThatHoldsAFreedObjectUsesItOn(Place place) {
        long[] pointers = place.objects(heap, OBJECTS, SIZE);
        session.enter();
        session.free(pointers[0]);
        for (Accessor accessor : Accessor.all()) {
            accessor.body().on(session, pointers[0], 0);
        }
        Accessor.views().forEach((name, view) -> view.on(session, pointers[0]));
    }

    @ParameterizedTest
    @EnumSource(Place.class)
    void accessThatLeavesItsSlotIsRefused(Place place) {
        long pointer = place.objects(heap, OBJECTS, SIZE)[OBJECTS / 2];
        session.enter();
        for (Accessor accessor : Accessor.all()) {
            accessor.body().on(session, pointer, SIZE - 8);
            refuse(pointer, accessor.name(), "index=" + SIZE, () -> accessor.body().on(session, pointer, SIZE));
            if (!accessor.ordered()) {
                int index = SIZE - accessor.width() + 1;
                refuse(pointer, accessor.name(), "index=" + index + " length=" + accessor.width(),
                    () -> accessor.body().on(session, pointer, index));
            }
            // A pointer into an object is good for the rest of the object only.
            long inside = pointer + 96;
            accessor.body().on(session, inside, SIZE - 96 - 8);
            refuse(inside, accessor.name(), "index=104", () -> accessor.body().on(session, inside, SIZE - 96));
        }
        refuse(pointer, "getBytes", "length=" + (SIZE + 1), () -> session.getBytes(pointer, 0, new byte[300], 0, SIZE + 1));
    }

    /** The OS pages behind it belong to its run, but are not moved with it. */
    @ParameterizedTest
    @ValueSource(ints = {(32 << 10) + 1, 100_000, (4 << 20) - 5_000, 4 << 20, (4 << 20) + 1, 9_000_000})
    void accessBehindALargeObjectIsRefused(int size) {
        long pointer = session.allocate(size);
        session.enter();
        int end = session.usableSize(pointer);
        assertTrue(end >= size && end < size + 4_096, "end=" + end);
        for (Accessor accessor : Accessor.all()) {
            accessor.body().on(session, pointer, end - 8);
            refuse(pointer, accessor.name(), "index=" + end, () -> accessor.body().on(session, pointer, end));
        }
    }

    @Test
    void slotThatIsAllocatedAgainIsGood() {
        long pointer = session.allocate(SIZE);
        session.freeNow(pointer);
        session.enter();
        refuse(pointer, "getLong", "used after free", () -> session.getLong(pointer, 0));
        assertEquals(pointer, session.allocate(SIZE));
        session.putLong(pointer, 0, 5);
        assertEquals(5, session.getLong(pointer, 0));
        session.exit();
        assertEquals(List.of(), heap.verify());
        session.enter();
    }
}
