package org.pagurus.bench.peers;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import org.caffinitas.ohc.CacheSerializer;
import org.caffinitas.ohc.DirectValueAccess;
import org.caffinitas.ohc.Eviction;
import org.caffinitas.ohc.OHCache;
import org.caffinitas.ohc.OHCacheBuilder;

/**
 * OHC with its linked entries: each is one piece of {@code malloc} by Unsafe, with a header, the key and the value. As a
 * store it does not evict, and its capacity is such that it does not have to refuse either; as a {@link #cache} it evicts by its
 * own policy.
 */
public final class OhcKeyValue implements KeyValue {
    /** Without it OHC looks for jna, which is not there. */
    static final String ALLOCATOR_PROPERTY = OHCacheBuilder.SYSTEM_PROPERTY_PREFIX + "allocator";
    static final String ALLOCATOR = "unsafe";

    /** Header, key and what is rounded up of an entry, at most. */
    private static final long ENTRY_BYTES = 128;
    /** What OHC counts for an entry beside its value: a header of 64 bytes, and the key. */
    private static final int COUNTED_BYTES = 64 + Long.BYTES;
    private static final int GENEROUS = 2;
    private static final long LEAST_BYTES = 64L << 20;

    private final OHCache<Long, Slice> cache;

    /**
     * An empty store.
     *
     * @param extent its bytes and keys make the capacity
     */
    public OhcKeyValue(Extent extent) {
        this(builder(GENEROUS * (extent.bytes() + extent.keys() * ENTRY_BYTES) + LEAST_BYTES)
            .maxEntrySize(extent.largestBytes() + ENTRY_BYTES).eviction(Eviction.NONE));
    }

    private OhcKeyValue(OHCacheBuilder<Long, Slice> builder) {
        cache = builder.build();
    }

    private static OHCacheBuilder<Long, Slice> builder(long capacity) {
        return OHCacheBuilder.<Long, Slice>newBuilder().keySerializer(new LongSerializer())
            .valueSerializer(new SliceSerializer()).capacity(capacity).throwOOME(true);
    }

    /**
     * An empty cache that evicts what was not used for the longest time, as OHC does by default.
     *
     * @param values how many values it should have room for; makes the capacity, with the next
     * @param bytes  of all values together
     * @return the cache
     */
    public static OhcKeyValue cache(long values, long bytes) {
        return new OhcKeyValue(builder(bytes + values * COUNTED_BYTES).eviction(Eviction.LRU));
    }

    /**
     * The sum of the lengths of all values, by OHC's own count.
     *
     * @return bytes; an estimate while others write
     */
    public long liveBytes() {
        return cache.memUsed() - cache.size() * COUNTED_BYTES;
    }

    @Override
    public void put(long key, byte[] value, int length) {
        if (!offer(key, value, length)) {
            throw new IllegalStateException("OHC refused a value of " + length + " bytes under key " + key + "; it holds "
                + cache.memUsed() + " bytes of " + cache.capacity());
        }
    }

    /**
     * Stores a value if OHC takes it: a cache refuses what is larger than one of its segments.
     *
     * @param key    as for {@link #put}
     * @param value  likewise
     * @param length likewise
     * @return false if it was refused; what was there may be gone then or not
     */
    public boolean offer(long key, byte[] value, int length) {
        return cache.put(key, new Slice(value, length));
    }

    @Override
    public int get(long key, byte[] target) {
        try (DirectValueAccess access = cache.getDirect(key)) {
            if (access == null) {
                return ABSENT;
            }
            ByteBuffer buffer = access.buffer();
            int length = buffer.remaining();
            buffer.get(target, 0, length);
            return length;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void remove(long key) {
        cache.remove(key);
    }

    @Override
    public void close() {
        try {
            cache.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The first bytes of an array. */
    private record Slice(byte[] array, int length) {
    }

    /** Eight bytes. */
    private static final class LongSerializer implements CacheSerializer<Long> {
        @Override
        public void serialize(Long key, ByteBuffer buffer) {
            buffer.putLong(key);
        }

        @Override
        public Long deserialize(ByteBuffer buffer) {
            return buffer.getLong();
        }

        @Override
        public int serializedSize(Long key) {
            return Long.BYTES;
        }
    }

    /** The bytes as they are; OHC keeps their number. */
    private static final class SliceSerializer implements CacheSerializer<Slice> {
        @Override
        public void serialize(Slice value, ByteBuffer buffer) {
            buffer.put(value.array(), 0, value.length());
        }

        @Override
        public Slice deserialize(ByteBuffer buffer) {
            byte[] array = new byte[buffer.remaining()];
            buffer.get(array);
            return new Slice(array, array.length);
        }

        @Override
        public int serializedSize(Slice value) {
            return value.length();
        }
    }
}
