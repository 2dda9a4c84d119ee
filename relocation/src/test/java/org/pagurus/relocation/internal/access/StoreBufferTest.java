package org.pagurus.relocation.internal.access;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Random;
import org.agrona.BufferUtil;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.pagurus.allocator.internal.os.RawMemory;

/** Writes that wait are seen by their own section, and are made in their order. */
class StoreBufferTest {
    private static final int CAPACITY = 4_096;
    private static final long PAGE_A = 1L << 32;
    private static final long PAGE_B = 2L << 32;
    private static final int PAGE_BYTES = 64;
    private final ByteBuffer memory = BufferUtil.allocateDirectAligned(CAPACITY, 64);
    private final ByteBuffer pages = BufferUtil.allocateDirectAligned(2 * PAGE_BYTES, 64);
    private final StoreBuffer buffer = new StoreBuffer(BufferUtil.address(memory), CAPACITY);

    private long address(long place) {
        return BufferUtil.address(pages) + (place >>> 32 == 1 ? 0 : PAGE_BYTES) + (place & 0xFFFF);
    }

    private boolean write(long place, long bytes, int length) {
        Locator.copyWhole(bytes, address(place), length);
        return true;
    }

    private byte[] bytes(long address, int length) {
        byte[] found = new byte[length];
        RawMemory.copyToArray(address, found, 0, length);
        return found;
    }

    /** Against an array for each page, to which every write is made at once. */
    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4})
    void randomWritesReadsAndDrains(long seed) {
        Random random = new Random(seed);
        byte[][] model = new byte[2][PAGE_BYTES];
        boolean[] moving = new boolean[2];
        int buffered = 0;
        for (int step = 0; step < 20_000; step++) {
            int page = random.nextInt(2);
            long start = page == 0 ? PAGE_A : PAGE_B;
            int length = 1 << random.nextInt(4);
            int index = random.nextInt(PAGE_BYTES / length) * length;
            if (random.nextInt(8) == 0) {
                moving[page] = !moving[page];
            }
            boolean empty = buffer.drain((place, bytes, count) -> !moving[(int) (place >>> 32) - 1]
                && write(place, bytes, count));
            assertEquals(empty, buffer.isEmpty());
            if (random.nextBoolean()) {
                byte[] value = new byte[length];
                random.nextBytes(value);
                System.arraycopy(value, 0, model[page], index, length);
                boolean waits = moving[page] || buffer.concerns(page + 1);
                long to = waits ? buffer.append(start + index, length) : address(start + index);
                if (to == 0) {
                    assertTrue(buffer.used() + 16 + Math.max(8, length) > CAPACITY);
                    assertTrue(buffer.drain(this::write));
                    to = address(start + index);
                }
                buffered += waits ? 1 : 0;
                RawMemory.copyFromArray(value, 0, to, length);
            } else {
                long copy = buffer.scratch(length);
                long source = address(start + index);
                assertNotEquals(0, copy);
                assertTrue(buffer.overlaps(start + index, length)
                    || Arrays.equals(bytes(source, length), Arrays.copyOfRange(model[page], index, index + length)));
                RawMemory.copy(source, copy, length);
                buffer.overlay(start + index, length, copy);
                assertArrayEquals(Arrays.copyOfRange(model[page], index, index + length), bytes(copy, length));
            }
        }
        assertTrue(buffer.drain(this::write));
        assertArrayEquals(model[0], bytes(address(PAGE_A), PAGE_BYTES));
        assertArrayEquals(model[1], bytes(address(PAGE_B), PAGE_BYTES));
        assertTrue(buffered > 1_000, "buffered=" + buffered);
    }

    @Test
    void aSecondWriteToTheSamePlaceTakesTheRoomOfTheFirst() {
        long first = buffer.append(PAGE_A, 8);
        int used = buffer.used();
        assertEquals(first, buffer.append(PAGE_A, 8));
        assertEquals(used, buffer.used());
        assertNotEquals(first, buffer.append(PAGE_A, 4));
        assertNotEquals(first, buffer.append(PAGE_A, 8), "another write came between");
        assertTrue(buffer.overlaps(PAGE_A + 7, 1));
        assertFalse(buffer.overlaps(PAGE_A + 8, 8));
        assertFalse(buffer.overlaps(PAGE_B, 8));
        assertFalse(buffer.concerns(2));
        buffer.clear();
        assertTrue(buffer.isEmpty());
        assertEquals(0, buffer.used());
    }

    @Test
    void viewsStayWhenTheWritesAreMade() {
        long view = buffer.view(8);
        RawMemory.putLong(view, 77);
        RawMemory.putLong(buffer.append(PAGE_A, 8), 1);
        assertTrue(buffer.drain(this::write));
        RawMemory.putLong(buffer.append(PAGE_A, 8), 2);
        assertEquals(77, RawMemory.getLong(view));
        assertTrue(buffer.drain(this::write));
        assertEquals(2, RawMemory.getLong(address(PAGE_A)));
    }

    @Test
    void whatDoesNotFitIsRefused() {
        assertEquals(0, buffer.append(PAGE_A, CAPACITY - 8));
        assertEquals(0, buffer.view(CAPACITY - 15));
        assertEquals(0, buffer.scratch(CAPACITY + 1));
        assertNotEquals(0, buffer.scratch(CAPACITY));
        assertTrue(buffer.isEmpty());
        assertNotEquals(0, buffer.append(PAGE_A, CAPACITY - 16));
        assertEquals(0, buffer.append(PAGE_A, 1));
        assertFalse(buffer.isEmpty());
    }
}
