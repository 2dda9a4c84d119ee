package org.pagurus.relocation.internal.access;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.ByteBuffer;
import org.agrona.BufferUtil;
import org.junit.jupiter.api.Test;
import org.pagurus.allocator.internal.os.RawMemory;

/** Writes take room until they are made, copies until the section ends. */
class StoreBufferRoomTest {
    private static final int CAPACITY = 256;
    private static final long PLACE = 1L << 32;
    private final ByteBuffer memory = BufferUtil.allocateDirectAligned(CAPACITY, 64);
    private final StoreBuffer buffer = new StoreBuffer(BufferUtil.address(memory), CAPACITY);

    @Test
    void writesBehindACopyLeaveTheirRoomWhenTheyAreMade() {
        long copy = buffer.view(8);
        RawMemory.putLong(copy, 77);
        int used = buffer.used();
        for (int i = 0; i < CAPACITY; i++) {
            long bytes = buffer.append(PLACE + i * 8L, 8);
            assertNotEquals(0, bytes, "write " + i);
            RawMemory.putLong(bytes, i);
            assertTrue(buffer.drain((place, from, length) -> true));
            assertEquals(used, buffer.used());
        }
        assertEquals(77, RawMemory.getLong(copy));
        buffer.append(PLACE, 8);
        long second = buffer.view(8);
        RawMemory.putLong(second, 78);
        assertTrue(buffer.drain((place, from, length) -> true));
        assertTrue(buffer.append(PLACE, 8) > second, "behind the last copy");
        assertEquals(78, RawMemory.getLong(second));
        buffer.clear();
        assertEquals(0, buffer.used());
    }

    /** A copy to read may be what the record of a write that was made looked like, and stands where that stood. */
    @Test
    void aCopyIsNotTakenForAWriteToTheSamePlace() {
        buffer.append(PLACE, 8);
        assertTrue(buffer.drain((place, from, length) -> true));
        long copy = buffer.scratch(16);
        RawMemory.putLong(copy, PLACE);
        RawMemory.putLong(copy + 8, 8);
        RawMemory.putLong(buffer.append(PLACE, 8), 79);
        assertFalse(buffer.isEmpty());
        assertTrue(buffer.overlaps(PLACE, 8));
    }
}
