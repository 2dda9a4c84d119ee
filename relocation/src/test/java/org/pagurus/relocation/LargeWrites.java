package org.pagurus.relocation;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Random;
import java.util.concurrent.locks.LockSupport;
import org.agrona.concurrent.UnsafeBuffer;
import org.pagurus.allocator.internal.os.RawMemory;

/**
 * All ways to write eight longs that all have the same value, each by another accessor or all by one. Of one thread. The kinds
 * are chosen at random; what is written through an address or a view comes now and then after the processor was lost.
 */
final class LargeWrites {
    /** Bytes that one call writes. */
    static final int LENGTH = 64;
    private static final int VIEWS = 5;
    private static final int LONGS = 7;
    private static final int RARE = 64;
    private static final int MAX_PAUSE_NANOS = 3_000_000;

    private final Session session;
    private final Random random;
    private final byte[] array = new byte[LENGTH];
    private final ByteBuffer heapBuffer = ByteBuffer.allocate(LENGTH).order(ByteOrder.nativeOrder());
    private final ByteBuffer direct = ByteBuffer.allocateDirect(LENGTH).order(ByteOrder.nativeOrder());
    private final UnsafeBuffer agrona = new UnsafeBuffer(ByteBuffer.allocateDirect(LENGTH));
    private final UnsafeBuffer inArray = new UnsafeBuffer(array);
    private final UnsafeBuffer view = new UnsafeBuffer(0, 0);

    LargeWrites(Session session, Random random) {
        this.session = session;
        this.random = random;
    }

    /** In a section: writes at an index, aligned to 8, where the longs have the value before. */
    void write(long pointer, int index, long value) {
        // Addresses and views are rare: each marks the whole object, and so hides what others have not marked.
        switch (random.nextInt(RARE) == 0 ? VIEWS + random.nextInt(2) : random.nextBoolean() ? random.nextInt(VIEWS) : LONGS) {
            case 0 -> {
                fillArray(value);
                session.putBytes(pointer, index, array, 0, LENGTH);
            }
            case 1 -> {
                fill(heapBuffer, value);
                session.putBytes(pointer, index, heapBuffer, LENGTH);
            }
            case 2 -> {
                fill(direct, value);
                session.putBytes(pointer, index, direct, LENGTH);
            }
            case 3 -> {
                for (int at = 0; at < LENGTH; at += 8) {
                    agrona.putLong(at, value);
                }
                session.putBytes(pointer, index, agrona, 0, LENGTH);
            }
            case 4 -> {
                fillArray(value);
                session.putBytes(pointer, index, inArray, 0, LENGTH);
            }
            case 5 -> {
                long address = session.writableAddress(pointer) + index;
                int pause = random.nextInt(LENGTH / 8) * 8;
                for (int at = 0; at < LENGTH; at += 8) {
                    pauseAt(pause, at);
                    RawMemory.putLong(address + at, value);
                }
            }
            case 6 -> {
                session.wrap(pointer, view);
                int pause = random.nextInt(LENGTH / 8) * 8;
                for (int at = 0; at < LENGTH; at += 8) {
                    pauseAt(pause, at);
                    view.putLong(index + at, value);
                }
            }
            default -> {
                for (int at = 0; at < LENGTH; at += 8) {
                    writeLong(pointer, index + at, value);
                }
            }
        }
    }

    private void pauseAt(int pause, int at) {
        if (pause == at) {
            if (random.nextInt(4) == 0) {
                LockSupport.parkNanos(random.nextInt(MAX_PAUSE_NANOS));
            } else {
                Thread.yield();
            }
        }
    }

    private void fillArray(long value) {
        for (int at = 0; at < LENGTH; at += 8) {
            inArray.putLong(at, value);
        }
    }

    private static void fill(ByteBuffer buffer, long value) {
        buffer.clear();
        while (buffer.hasRemaining()) {
            buffer.putLong(value);
        }
        buffer.flip();
    }

    private void writeLong(long pointer, int index, long value) {
        int low = (int) value;
        int high = (int) (value >>> Integer.SIZE);
        switch (random.nextInt(12)) {
            case 0 -> session.putLong(pointer, index, value);
            case 1 -> session.putLongRelease(pointer, index, value);
            case 2 -> session.putLongVolatile(pointer, index, value);
            case 3 -> session.compareAndSetLong(pointer, index, session.getLong(pointer, index), value);
            case 4 -> session.getAndAddLong(pointer, index, value - session.getLong(pointer, index));
            case 5 -> session.putDouble(pointer, index, Double.longBitsToDouble(value));
            case 6 -> {
                session.putInt(pointer, index, low);
                session.putInt(pointer, index + 4, high);
            }
            case 7 -> {
                session.putIntRelease(pointer, index, low);
                session.putIntVolatile(pointer, index + 4, high);
            }
            case 8 -> {
                session.compareAndSetInt(pointer, index, session.getInt(pointer, index), low);
                session.getAndAddInt(pointer, index + 4, high - session.getInt(pointer, index + 4));
            }
            case 9 -> {
                session.putFloat(pointer, index, Float.intBitsToFloat(low));
                session.putFloat(pointer, index + 4, Float.intBitsToFloat(high));
            }
            case 10 -> {
                for (int at = 0; at < 8; at += 2) {
                    session.putShort(pointer, index + at, (short) (value >>> 8 * at));
                }
            }
            default -> {
                for (int at = 0; at < 8; at++) {
                    session.putByte(pointer, index + at, (byte) (value >>> 8 * at));
                }
            }
        }
    }
}
