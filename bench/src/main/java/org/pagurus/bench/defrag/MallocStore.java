package org.pagurus.bench.defrag;

import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLongArray;
import org.agrona.UnsafeApi;

/**
 * {@code malloc} by {@code Unsafe.allocateMemory}. Its memory is what the process has grown by since the store was made, so it
 * needs a JVM of its own whose Java heap was touched before.
 */
final class MallocStore implements Store {
    private static final long MAX_OBJECT_BYTES = 1L << 30;
    private static final int NONE = -1;

    private final long before = ProcessMemory.anonymousBytes();
    /** The index that the accessor reads now. With malloc nothing else keeps an object that is being read. */
    private final AtomicInteger reading = new AtomicInteger(NONE);

    @Override
    public long allocate(int size, long header) {
        long address = UnsafeApi.allocateMemory(size);
        UnsafeApi.putLong(address, header);
        UnsafeApi.putLong(address + Stamp.SIZE_OFFSET, Stamp.sizeWord(header, size));
        int last = Stamp.lastOffset(size);
        for (int offset = Stamp.STRIDE; offset < last; offset += Stamp.STRIDE) {
            UnsafeApi.putLong(address + offset, Stamp.word(header, offset));
        }
        if (last >= Stamp.MIN_BYTES) {
            UnsafeApi.putLong(address + last, Stamp.word(header, last));
        }
        return address;
    }

    @Override
    public void free(long pointer, long header) {
        // The pointer was unlinked by a volatile store before this volatile load; the accessor stores the index before it
        // loads the pointer. So either it finds nothing, or this thread sees that it reads, and waits.
        while (reading.get() == Stamp.indexOf(header)) {
            Thread.onSpinWait();
        }
        UnsafeApi.freeMemory(pointer);
    }

    @Override
    public boolean isRight(long pointer, int size, long header) {
        return UnsafeApi.getLong(pointer) == header && isRight(pointer, header, size);
    }

    private static boolean isRight(long address, long header, int size) {
        boolean right = UnsafeApi.getLong(address + Stamp.SIZE_OFFSET) == Stamp.sizeWord(header, size);
        int last = Stamp.lastOffset(size);
        for (int offset = Stamp.STRIDE; offset < last; offset += Stamp.STRIDE) {
            right &= UnsafeApi.getLong(address + offset) == Stamp.word(header, offset);
        }
        return right && (last < Stamp.MIN_BYTES || UnsafeApi.getLong(address + last) == Stamp.word(header, last));
    }

    @Override
    public Access access(AtomicLongArray pointers) {
        return new MarkedAccess(pointers);
    }

    @Override
    public Memory memory() {
        long grown = Math.max(0, ProcessMemory.anonymousBytes() - before);
        return new Memory(grown, 0, grown, grown, "");
    }

    @Override
    public boolean settles() {
        return false;
    }

    @Override
    public void setCompacting(boolean compacting) {
        // Nothing moves.
    }

    @Override
    public String problem() {
        return "";
    }

    @Override
    public void close() {
        // The JVM ends after this.
    }

    /** Says what it reads. There is one accessor. */
    private final class MarkedAccess implements Access {
        private final AtomicLongArray pointers;

        MarkedAccess(AtomicLongArray pointers) {
            this.pointers = pointers;
        }

        @Override
        public int read(int index) {
            reading.set(index);
            try {
                long address = pointers.get(index);
                if (address == 0) {
                    return ABSENT;
                }
                long header = UnsafeApi.getLong(address);
                long size = Stamp.sizeOf(header, UnsafeApi.getLong(address + Stamp.SIZE_OFFSET));
                return Stamp.indexOf(header) == index && size >= Stamp.MIN_BYTES && size <= MAX_OBJECT_BYTES
                    && isRight(address, header, (int) size) ? RIGHT : WRONG;
            } finally {
                reading.set(NONE);
            }
        }

        @Override
        public void close() {
            // Nothing is held.
        }
    }
}
