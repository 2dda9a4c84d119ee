package org.pagurus.bench.defrag.store;

import java.util.concurrent.atomic.AtomicLongArray;
import org.agrona.UnsafeApi;

/** {@code malloc} by {@code Unsafe.allocateMemory}: the C library's, or what is preloaded. */
public final class MallocStore extends ProcessStore {
    private static final long MAX_OBJECT_BYTES = 1L << 30;

    private final ReadMark mark = new ReadMark();

    /** Memory counts from now on. */
    public MallocStore() {
        super(new Growth());
    }

    @Override
    public Mutator mutator() {
        return new MallocMutator(mark);
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
        return new MarkedAccess(mark, pointers);
    }

    @Override
    public void close() {
        // The JVM ends after this.
    }

    /** Any thread may call {@code malloc}. */
    private record MallocMutator(ReadMark mark) implements Mutator {
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
            mark.await(Stamp.indexOf(header));
            UnsafeApi.freeMemory(pointer);
        }

        @Override
        public boolean isRight(long pointer, int size, long header) {
            return UnsafeApi.getLong(pointer) == header && MallocStore.isRight(pointer, header, size);
        }

        @Override
        public void close() {
            // Nothing is held.
        }
    }

    /** Says what it reads. */
    private record MarkedAccess(ReadMark mark, AtomicLongArray pointers) implements Access {
        @Override
        public int read(int index) {
            mark.begin(index);
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
                mark.end();
            }
        }

        @Override
        public void close() {
            // Nothing is held.
        }
    }
}
