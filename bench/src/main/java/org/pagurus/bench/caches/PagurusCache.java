package org.pagurus.bench.caches;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.pagurus.examples.cache.OffHeapCache;
import org.pagurus.relocation.Heap;
import org.pagurus.relocation.HeapStats;

/**
 * The examples' cache in a heap with a running compactor, all settings but the capacity the defaults. Any thread may call
 * anything.
 */
public final class PagurusCache implements ValueCache {
    /** Enough that fragmentation shows as memory held and not as an allocation that fails. */
    private static final int ROOM = 4;
    private static final long LEAST_ROOM_BYTES = 64L << 20;
    private static final int TABLE_ENTRY_BYTES = 8;
    private static final int OS_PAGE_BYTES = 4096;

    private final Heap heap;
    private final OffHeapCache<Long> cache;

    /**
     * An empty cache.
     *
     * @param limitBytes  of all values together; {@code Long.MAX_VALUE} for none
     * @param mostLiveBytes that the heap has to have room for, with much to spare
     */
    public PagurusCache(long limitBytes, long mostLiveBytes) {
        heap = Heap.builder().capacity(capacityBytes(mostLiveBytes)).build();
        cache = new OffHeapCache<>(heap, limitBytes);
        heap.startCompactor();
    }

    /**
     * The heap that a limit needs.
     *
     * @param mostLiveBytes the limit
     * @return bytes
     */
    public static long capacityBytes(long mostLiveBytes) {
        return ROOM * mostLiveBytes + LEAST_ROOM_BYTES;
    }

    @Override
    public void put(long key, byte[] value, int length) {
        cache.put(key, value, 0, length);
    }

    @Override
    public int get(long key, byte[] target) {
        int length = cache.getInto(key, target);
        if (length > target.length) {
            throw new IndexOutOfBoundsException("value of " + length + " bytes, target of " + target.length);
        }
        return length;
    }

    @Override
    public void remove(long key) {
        cache.remove(key);
    }

    @Override
    public String policy() {
        return "Caffeine (W-TinyLFU)";
    }

    @Override
    public long liveBytes() {
        return cache.liveBytes();
    }

    /** Resident and metadata, the page table once: it is in both, and what the pages in use need of it is subtracted. */
    @Override
    public CacheMemory memory() {
        HeapStats stats = heap.stats();
        long table = ((long) stats.pages() * TABLE_ENTRY_BYTES + OS_PAGE_BYTES - 1) / OS_PAGE_BYTES * OS_PAGE_BYTES;
        return new CacheMemory(stats.residentBytes(), Math.max(0, stats.metadataBytes() - table));
    }

    @Override
    public Map<String, Long> compaction() {
        HeapStats stats = heap.stats();
        Map<String, Long> counters = new LinkedHashMap<>();
        counters.put("pagesMigrated", stats.pagesMigrated());
        counters.put("pagesFolded", stats.pagesFolded());
        counters.put("migrationsCancelled", stats.migrationsCancelled());
        counters.put("pagesPutBack", stats.pagesPutBack());
        counters.put("bytesCopied", stats.bytesCopied());
        counters.put("bytesReleased", stats.bytesReleased());
        counters.put("gracePeriods", stats.gracePeriods());
        return counters;
    }

    @Override
    public String problem() {
        heap.stopCompactor();
        List<String> problems = heap.verify();
        return problems.isEmpty() ? "" : "verifier: " + String.join("; ", problems);
    }

    @Override
    public void close() {
        cache.close();
        heap.close();
    }
}
