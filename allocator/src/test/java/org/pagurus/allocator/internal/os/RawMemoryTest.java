package org.pagurus.allocator.internal.os;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.pagurus.allocator.Seed;
import org.pagurus.allocator.Threads;

class RawMemoryTest {
    private static final long PATTERN = 0x8091_A2B3_C4D5_E6F7L;
    private static final long GUARD = 0x5A5A_5A5A_5A5A_5A5AL;
    private final Mapping memory = Mapping.reserve(65_536, 65_536);
    private final long address = memory.address() + 4_096;

    @BeforeEach
    void fillWithGuards() {
        RawMemory.fill(memory.address(), memory.length(), (byte) 0x5A);
    }

    @AfterEach
    void close() {
        memory.close();
    }

    private void requireWritten(int length, long expected) {
        int shift = ByteOrder.nativeOrder() == ByteOrder.LITTLE_ENDIAN ? 0 : 64 - 8 * length;
        long mask = length == 8 ? -1L : (1L << 8 * length) - 1;
        long word = RawMemory.getLong(address);
        assertEquals(expected & mask, word >>> shift & mask);
        assertEquals(GUARD & ~(mask << shift), word & ~(mask << shift), "a write of " + length + " bytes reached its neighbours");
        assertEquals(GUARD, RawMemory.getLong(address - 8));
        assertEquals(GUARD, RawMemory.getLong(address + 8));
    }

    @Test
    void plainWritesHaveTheirWidthAndAreReadBackWithTheirSign() {
        RawMemory.putByte(address, (byte) PATTERN);
        requireWritten(1, PATTERN);
        assertEquals((byte) PATTERN, RawMemory.getByte(address));
        RawMemory.putShort(address, (short) PATTERN);
        requireWritten(2, PATTERN);
        assertEquals((short) PATTERN, RawMemory.getShort(address));
        RawMemory.putInt(address, (int) PATTERN);
        requireWritten(4, PATTERN);
        assertEquals((int) PATTERN, RawMemory.getInt(address));
        RawMemory.putLong(address, PATTERN);
        requireWritten(8, PATTERN);
        assertEquals(PATTERN, RawMemory.getLong(address));
    }

    @Test
    void orderedWritesHaveTheirWidthAndAreReadBack() {
        RawMemory.putIntRelease(address, (int) PATTERN);
        requireWritten(4, PATTERN);
        assertEquals((int) PATTERN, RawMemory.getIntAcquire(address));
        RawMemory.putIntVolatile(address, (int) ~PATTERN);
        requireWritten(4, ~PATTERN);
        assertEquals((int) ~PATTERN, RawMemory.getIntVolatile(address));
        RawMemory.putLongRelease(address, PATTERN);
        requireWritten(8, PATTERN);
        assertEquals(PATTERN, RawMemory.getLongAcquire(address));
        RawMemory.putLongVolatile(address, ~PATTERN);
        requireWritten(8, ~PATTERN);
        assertEquals(~PATTERN, RawMemory.getLongVolatile(address));
    }

    @Test
    void compareAndSetWritesOnlyOverTheExpectedValue() {
        RawMemory.putLong(address, GUARD);
        assertFalse(RawMemory.compareAndSetInt(address, 1, 2));
        assertTrue(RawMemory.compareAndSetInt(address, (int) GUARD, 2));
        requireWritten(4, 2);
        RawMemory.putLong(address, PATTERN);
        assertFalse(RawMemory.compareAndSetLong(address, PATTERN + 1, 0));
        assertTrue(RawMemory.compareAndSetLong(address, PATTERN, 0));
        requireWritten(8, 0);
    }

    @Test
    void getAndAddReturnsTheOldValueAndWrapsAround() {
        RawMemory.putInt(address, Integer.MAX_VALUE);
        assertEquals(Integer.MAX_VALUE, RawMemory.getAndAddInt(address, 1));
        requireWritten(4, Integer.MIN_VALUE);
        RawMemory.putInt(address, -1);
        assertEquals(-1, RawMemory.getAndAddInt(address, 1));
        requireWritten(4, 0);
        RawMemory.putLong(address, Long.MAX_VALUE);
        assertEquals(Long.MAX_VALUE, RawMemory.getAndAddLong(address, 2));
        requireWritten(8, Long.MIN_VALUE + 1);
    }

    @Test
    void concurrentAdditionsAreNotLost() throws InterruptedException {
        RawMemory.putLong(address, 0);
        RawMemory.putLong(address + 64, 0);
        Threads.run(4, thread -> {
            for (int i = 0; i < 50_000; i++) {
                RawMemory.getAndAddLong(address, 1);
                RawMemory.getAndAddInt(address + 64, -1);
            }
        });
        assertEquals(200_000, RawMemory.getLong(address));
        assertEquals(-200_000, RawMemory.getInt(address + 64));
    }

    /** A release write carries what was written before it; an acquire read that sees it sees that too. */
    @Test
    void releaseAndAcquireHandOverWhatWasWrittenBefore() throws InterruptedException {
        RawMemory.fill(address, 4_096, (byte) 0);
        int rounds = 100_000;
        Threads.run(2, thread -> {
            for (int i = 1; i <= rounds; i++) {
                if (thread == 0) {
                    RawMemory.putLong(address + 128, i);
                    RawMemory.putLongRelease(address, i);
                } else {
                    long seen = RawMemory.getLongAcquire(address);
                    long carried = RawMemory.getLong(address + 128);
                    assertTrue(carried >= seen, "seen=" + seen + " carried=" + carried);
                }
            }
        });
    }

    @Test
    void copiesBetweenMemoryAndArraysAgreeWithArrayCopies() {
        Random random = Seed.random(7);
        byte[] model = new byte[8_192];
        RawMemory.fill(address, model.length, (byte) 0);
        for (int step = 0; step < 3_000; step++) {
            int length = random.nextInt(random.nextBoolean() ? 40 : 2_000);
            int from = random.nextInt(model.length - length + 1);
            int to = random.nextInt(model.length - length + 1);
            int index = random.nextInt(20);
            byte[] array = new byte[index + length + random.nextInt(20)];
            switch (step % 4) {
                case 0 -> {
                    random.nextBytes(array);
                    RawMemory.copyFromArray(array, index, address + to, length);
                    System.arraycopy(array, index, model, to, length);
                }
                case 1 -> {
                    byte[] expected = array.clone();
                    System.arraycopy(model, from, expected, index, length);
                    RawMemory.copyToArray(address + from, array, index, length);
                    assertArrayEquals(expected, array, Seed.repeat());
                }
                case 2 -> {
                    // Overlapping ranges too, in both directions.
                    RawMemory.copy(address + from, address + to, length);
                    System.arraycopy(model, from, model, to, length);
                }
                default -> {
                    RawMemory.fill(address + to, length, (byte) step);
                    Arrays.fill(model, to, to + length, (byte) step);
                }
            }
            byte[] content = new byte[model.length];
            RawMemory.copyToArray(address, content, 0, content.length);
            assertArrayEquals(model, content, "step=" + step + Seed.repeat());
        }
    }
}
