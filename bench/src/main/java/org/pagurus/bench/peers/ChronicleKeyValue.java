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
    /** The largest value takes so many chunks; a segment's limit is its number of chunks. */
    private static final int LARGEST_IN_CHUNKS = 64;
    /** What its own default aims at. */
    private static final int AVERAGE_IN_CHUNKS = 8;
    private static final double BLOAT = 10;

    private final ChronicleMap<Long, byte[]> map;

    /**
     * An empty store.
     *
     * @param extent it is laid out for it
     */
    public ChronicleKeyValue(Extent extent) {
        int chunk = Math.max(extent.averageBytes() / AVERAGE_IN_CHUNKS, extent.largestBytes() / LARGEST_IN_CHUNKS);
        map = ChronicleMapBuilder.of(Long.class, byte[].class).entries(extent.keys()).averageValueSize(extent.averageBytes())
            .actualChunkSize(Math.max(Long.BYTES, roundedUp(chunk))).maxChunksPerEntry(2 * LARGEST_IN_CHUNKS)
            .maxBloatFactor(BLOAT).putReturnsNull(true).removeReturnsNull(true).create();
    }

    private static int roundedUp(int bytes) {
        return bytes + Long.BYTES - 1 & -Long.BYTES;
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
