package org.pagurus.relocation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.pagurus.allocator.OffHeapExhaustedException;

/** Objects reserved before a section. */
class ReserveTest {
    private static final int SIZE = 20_000;
    private final Heap heap = Heap.builder().capacity(8 << 20).build();
    private final Session session = heap.openSession();
    private final List<Long> filling = new ArrayList<>();

    @AfterEach
    void nothingIsLeft() {
        filling.forEach(session::free);
        session.close();
        assertEquals(0, heap.stats().liveBytes());
        assertEquals(List.of(), heap.verify());
        heap.close();
    }

    private void fill() {
        assertThrows(OffHeapExhaustedException.class, () -> {
            for (;;) {
                filling.add(session.allocate(SIZE));
            }
        });
    }

    @Test
    void anAllocationThatWouldFailTakesAReservedObject() {
        session.reserve().ensureObjects(SIZE, 2);
        fill();
        session.enter(OnMigration.FALLBACK);
        long first = session.allocate(SIZE);
        session.putLong(first, SIZE - 8, 1);
        long second = session.allocate(SIZE);
        assertEquals(0, session.reserve().objects(SIZE));
        assertTrue(assertThrows(ReserveExhaustedException.class, () -> session.allocate(SIZE)).getMessage().contains("refill"));
        assertThrows(OffHeapExhaustedException.class, () -> session.allocate(30_000), "no object of that size was reserved");
        assertEquals(1, session.getLong(first, SIZE - 8));
        session.exit();
        assertEquals(1, heap.stats().reservesExhausted());
        assertThrows(OffHeapExhaustedException.class, session.reserve()::refill);
        session.free(first);
        session.free(second);
        session.reserve().refill();
        assertEquals(2, session.reserve().objects(SIZE));
    }

    @Test
    void otherSectionsLeaveTheReserveAlone() {
        session.reserve().ensureObjects(SIZE, 1);
        fill();
        session.enter();
        assertThrows(OffHeapExhaustedException.class, () -> session.allocate(SIZE));
        session.exit();
        assertThrows(OffHeapExhaustedException.class, () -> session.allocate(SIZE));
        assertEquals(1, session.reserve().objects(SIZE));
    }

    @Test
    void badInputIsRefused() {
        Reserve reserve = session.reserve();
        for (int bytes : new int[] {0, -1, Reserve.MAX_BYTES + 1}) {
            String message = assertThrows(IllegalArgumentException.class, () -> reserve.ensureBytes(bytes)).getMessage();
            assertTrue(message.contains("bytes=" + bytes) && message.contains("1 to " + Reserve.MAX_BYTES), message);
        }
        assertThrows(IllegalArgumentException.class, () -> reserve.ensureObjects(0, 1));
        assertTrue(assertThrows(IllegalArgumentException.class, () -> reserve.ensureObjects(8, -1)).getMessage()
            .contains("count=-1"));
        session.enter();
        for (Runnable call : List.<Runnable>of(() -> reserve.ensureBytes(9_000), () -> reserve.ensureObjects(8, 1),
            reserve::refill)) {
            assertTrue(assertThrows(IllegalStateException.class, call::run).getMessage().contains("before the section"));
        }
        session.exit();
        assertEquals(Reserve.DEFAULT_BYTES, reserve.bytes());
    }
}
