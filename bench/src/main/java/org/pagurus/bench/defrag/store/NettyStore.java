package org.pagurus.bench.defrag.store;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import java.util.concurrent.atomic.AtomicLongArray;
import java.util.concurrent.atomic.AtomicReferenceArray;

/** Direct buffers of one of Netty's allocators. A pointer is the header; the buffers are in an array by index. */
public final class NettyStore extends ProcessStore {
    private final ByteBufAllocator allocator;
    private final AtomicReferenceArray<ByteBuf> buffers;
    private final ReadMark mark = new ReadMark();

    /** Buffers of an allocator for so many indices. Memory counts from now on. */
    public NettyStore(ByteBufAllocator allocator, int indices) {
        super(new Growth());
        this.allocator = allocator;
        this.buffers = new AtomicReferenceArray<>(indices);
    }

    @Override
    public Mutator mutator() {
        return new NettyMutator();
    }

    @Override
    public Access access(AtomicLongArray pointers) {
        return new NettyAccess(pointers);
    }

    @Override
    public void close() {
        // The JVM ends after this.
    }

    /** The words of a buffer. */
    private static final class BufferWords extends StampedWords {
        private ByteBuf buffer;

        BufferWords of(ByteBuf next) {
            buffer = next;
            return this;
        }

        @Override
        long get(int offset) {
            return buffer.getLong(offset);
        }

        @Override
        void put(int offset, long word) {
            buffer.setLong(offset, word);
        }
    }

    /** Any thread may allocate; Netty has caches for each. */
    private final class NettyMutator implements Mutator {
        private final BufferWords words = new BufferWords();

        @Override
        public long allocate(int size, long header) {
            ByteBuf buffer = allocator.directBuffer(size, size);
            words.of(buffer).stamp(size, header);
            buffers.set(Stamp.indexOf(header), buffer);
            return header;
        }

        @Override
        public void free(long pointer, long header) {
            mark.await(Stamp.indexOf(header));
            buffers.getAndSet(Stamp.indexOf(pointer), null).release();
        }

        @Override
        public boolean isRight(long pointer, int size, long header) {
            return words.of(buffers.get(Stamp.indexOf(pointer))).isRight(size, header);
        }

        @Override
        public void close() {
            // Nothing is held.
        }
    }

    /** Says what it reads. */
    private final class NettyAccess implements Access {
        private final AtomicLongArray pointers;
        private final BufferWords words = new BufferWords();

        NettyAccess(AtomicLongArray pointers) {
            this.pointers = pointers;
        }

        @Override
        public int read(int index) {
            mark.begin(index);
            try {
                long pointer = pointers.get(index);
                if (pointer == 0) {
                    return ABSENT;
                }
                ByteBuf buffer = buffers.get(Stamp.indexOf(pointer));
                return words.of(buffer).isRightAt(index, buffer.capacity()) ? RIGHT : WRONG;
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
