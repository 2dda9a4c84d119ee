package org.pagurus.bench.defrag.store;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.concurrent.atomic.AtomicLongArray;
import org.pagurus.bench.peers.Extent;
import org.pagurus.bench.peers.KeyValue;
import org.pagurus.bench.peers.Library;

/** Values in one of the libraries, under their index. A pointer is the header. Each call copies the whole value in or out. */
public final class KeyValueStore extends ProcessStore {
    private final KeyValue values;
    private final int largestBytes;

    /** An empty store of a library. Memory counts from now on. */
    public KeyValueStore(Library library, Extent extent) {
        this(library.isOnHeap() ? new HeapGrowth() : new Growth(), library, extent);
    }

    /** Growth is measured before the library makes its tables. */
    private KeyValueStore(Growth growth, Library library, Extent extent) {
        super(growth);
        this.values = library.open(extent);
        growth.opened();
        this.largestBytes = extent.largestBytes();
    }

    @Override
    public Mutator mutator() {
        return new KeyValueMutator();
    }

    @Override
    public Access access(AtomicLongArray pointers) {
        return new KeyValueAccess(pointers);
    }

    @Override
    public void close() {
        values.close();
    }

    /** The words of an array. */
    private static final class ArrayWords extends StampedWords {
        private static final VarHandle LONGS = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.nativeOrder());

        private final byte[] bytes;

        ArrayWords(int length) {
            bytes = new byte[length];
        }

        @Override
        long get(int offset) {
            return (long) LONGS.get(bytes, offset);
        }

        @Override
        void put(int offset, long word) {
            LONGS.set(bytes, offset, word);
        }
    }

    /** Any thread may call the library; the array is a thread's own. */
    private final class KeyValueMutator implements Mutator {
        private final ArrayWords words = new ArrayWords(largestBytes);

        @Override
        public long allocate(int size, long header) {
            words.stamp(size, header);
            values.put(Stamp.indexOf(header), words.bytes, size);
            return header;
        }

        @Override
        public void free(long pointer, long header) {
            values.remove(Stamp.indexOf(pointer));
        }

        @Override
        public boolean isRight(long pointer, int size, long header) {
            return values.get(Stamp.indexOf(pointer), words.bytes) == size && words.isRight(size, header);
        }

        @Override
        public void close() {
            // Nothing is held.
        }
    }

    /** Copies what it reads. */
    private final class KeyValueAccess implements Access {
        private final AtomicLongArray pointers;
        private final ArrayWords words = new ArrayWords(largestBytes);

        KeyValueAccess(AtomicLongArray pointers) {
            this.pointers = pointers;
        }

        @Override
        public int read(int index) {
            long pointer = pointers.get(index);
            if (pointer == 0) {
                return ABSENT;
            }
            int length = values.get(Stamp.indexOf(pointer), words.bytes);
            if (length == KeyValue.ABSENT) {
                // A value is removed after its pointer was unlinked; with the pointer still there it was lost.
                return pointers.get(index) == pointer ? WRONG : ABSENT;
            }
            return words.isRightAt(index, length) ? RIGHT : WRONG;
        }

        @Override
        public void close() {
            // Nothing is held.
        }
    }
}
