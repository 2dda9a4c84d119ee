package org.pagurus.relocation.torture;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.pagurus.allocator.internal.os.RawMemory;
import org.pagurus.rcu.Fence;
import org.pagurus.relocation.ReadMode;
import org.pagurus.relocation.Session;

/** A frame that is freed is spoilt, and one that was written to while it was free is noticed when it is taken. */
class PoisonTest {
    private static final int LARGE = 60_000;
    private final Stage stage = new Stage(
        new TortureOptions(Policy.CANCEL, ReadMode.EXCLUSIVE, Fence.AUTO, TortureOptions.MIN_MILLIS, 1, null));

    @AfterEach
    void close() {
        stage.heap().close();
    }

    private long addressOfFreed(Session session) {
        long pointer = session.allocate(LARGE);
        session.enter();
        long address = session.writableAddress(pointer);
        session.putLong(pointer, 0, 1);
        session.exit();
        session.free(pointer);
        stage.inside().collectAll(1_000_000_000L);
        assertEquals(1, stage.poison().poisonedFrames());
        assertEquals(Poison.WORD, RawMemory.getLong(address));
        return address;
    }

    @Test
    void freedFrame_untouched_isTakenWithoutComplaint() {
        try (Session session = stage.heap().openSession()) {
            addressOfFreed(session);
            session.freeNow(session.allocate(LARGE));
        }
        assertNull(stage.finding());
    }

    @Test
    void freedFrame_written_isNoticed() {
        try (Session session = stage.heap().openSession()) {
            RawMemory.putLong(addressOfFreed(session) + 4_096, 42);
            session.freeNow(session.allocate(LARGE));
        }
        assertEquals(Finding.Kind.LATE_WRITE, stage.finding().kind(), stage.finding().text());
    }
}
