package org.pagurus.bench.peers;

import java.nio.ByteBuffer;
import org.terracotta.offheapstore.buffersource.OffHeapBufferSource;
import org.terracotta.offheapstore.concurrent.ConcurrentOffHeapHashMap;
import org.terracotta.offheapstore.paging.PageSource;
import org.terracotta.offheapstore.paging.UnlimitedPageSource;
import org.terracotta.offheapstore.storage.OffHeapBufferStorageEngine;
import org.terracotta.offheapstore.storage.PointerSize;
import org.terracotta.offheapstore.storage.portability.Portability;

/**
 * Terracotta's offheap-store. Each of its segments has a storage area that grows by pages, direct buffers. While less than a part
 * of an area is occupied, each removal also moves the area's last entry into a gap, and pages that the end leaves are let go. The
 * memory of a page goes back to the system when the collector finds its buffer.
 */
public final class OffHeapStoreKeyValue implements KeyValue {
    /** An area is compacted when less than this part of it is occupied. */
    private static final float COMPACT_BELOW = 0.9f;
    private static final int FIRST_PAGE_BYTES = 16 << 10;
    private static final int PAGE_BYTES = 1 << 20;

    private final ConcurrentOffHeapHashMap<Long, Slice> map;

    /** An empty store without a limit. */
    public OffHeapStoreKeyValue() {
        PageSource pages = new UnlimitedPageSource(new OffHeapBufferSource());
        map = new ConcurrentOffHeapHashMap<>(pages, OffHeapBufferStorageEngine.createFactory(PointerSize.LONG, pages,
            FIRST_PAGE_BYTES, PAGE_BYTES, new LongPortability(), new SlicePortability(), false, false, COMPACT_BELOW));
    }

    @Override
    public void put(long key, byte[] value, int length) {
        map.put(key, new Slice(value, length));
    }

    @Override
    public int get(long key, byte[] target) {
        Slice value = map.get(key);
        if (value == null) {
            return ABSENT;
        }
        System.arraycopy(value.array(), 0, target, 0, value.length());
        return value.length();
    }

    @Override
    public void remove(long key) {
        map.removeNoReturn(key);
    }

    @Override
    public void close() {
        map.destroy();
    }

    /** The first bytes of an array. */
    private record Slice(byte[] array, int length) {
    }

    /** Eight bytes. */
    private static final class LongPortability implements Portability<Long> {
        @Override
        public ByteBuffer encode(Long key) {
            return ByteBuffer.allocate(Long.BYTES).putLong(0, key);
        }

        @Override
        public Long decode(ByteBuffer buffer) {
            return buffer.getLong(buffer.position());
        }

        @Override
        public boolean equals(Object key, ByteBuffer buffer) {
            return key instanceof Long number && number == buffer.getLong(buffer.position());
        }
    }

    /** The bytes as they are. */
    private static final class SlicePortability implements Portability<Slice> {
        @Override
        public ByteBuffer encode(Slice value) {
            return ByteBuffer.wrap(value.array(), 0, value.length()).slice();
        }

        @Override
        public Slice decode(ByteBuffer buffer) {
            byte[] array = new byte[buffer.remaining()];
            buffer.get(array);
            return new Slice(array, array.length);
        }

        @Override
        public boolean equals(Object value, ByteBuffer buffer) {
            return value instanceof Slice slice && encode(slice).equals(buffer);
        }
    }
}
