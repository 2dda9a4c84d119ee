package org.pagurus.bench.peers;

import java.util.Arrays;
import java.util.concurrent.locks.Lock;
import net.openhft.chronicle.hash.Data;
import net.openhft.chronicle.map.ChronicleMap;
import net.openhft.chronicle.map.ChronicleMapBuilder;
import net.openhft.chronicle.map.ExternalMapQueryContext;
import net.openhft.chronicle.map.MapEntry;

/**
 * Chronicle Map in memory, without a file. An entry takes whole chunks, one after the other, in its segment's part of a memory
 * that is laid out for a number of entries of an average size; a segment that is full gets further tiers.
 */
public final class ChronicleKeyValue implements KeyValue {
    /** How many times the memory it is laid out for it may take, in further tiers. */
    private static final double BLOAT = 10;

    private final ChronicleMap<Long, byte[]> map;

    /**
     * An empty store.
     *
     * @param extent it is laid out for it
     */
    public ChronicleKeyValue(Extent extent) {
        map = ChronicleMapBuilder.of(Long.class, byte[].class).entries(extent.keys()).averageValueSize(extent.averageBytes())
            .maxBloatFactor(BLOAT).putReturnsNull(true).removeReturnsNull(true).create();
    }

    @Override
    public void put(long key, byte[] value, int length) {
        map.put(key, length == value.length ? value : Arrays.copyOf(value, length));
    }

    @Override
    public int get(long key, byte[] target) {
        try (ExternalMapQueryContext<Long, byte[], ?> context = map.queryContext(key)) {
            Lock lock = context.readLock();
            lock.lock();
            MapEntry<Long, byte[]> entry = context.entry();
            if (entry == null) {
                return ABSENT;
            }
            // Straight from the map's memory: the context is closed, and its lock released, after the copy.
            Data<byte[]> value = entry.value();
            int length = Math.toIntExact(value.size());
            if (length > target.length) {
                throw new IndexOutOfBoundsException("value of " + length + " bytes, target of " + target.length);
            }
            value.bytes().read(value.offset(), target, 0, length);
            return length;
        }
    }

    @Override
    public void remove(long key) {
        map.remove(key);
    }

    @Override
    public void close() {
        map.close();
    }
}
