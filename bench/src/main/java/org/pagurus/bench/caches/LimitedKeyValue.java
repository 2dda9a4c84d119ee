package org.pagurus.bench.caches;

import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import org.pagurus.bench.peers.KeyValue;

/** What the limits over a store have in common: the store, its memory and the sum of the lengths. */
abstract class LimitedKeyValue implements ValueCache {
    private final KeyValue store;
    private final GrownMemory memory;
    /** Written by one thread. */
    private final AtomicLong liveBytes = new AtomicLong();

    /** Over a store that was opened after {@code memory}; what the store itself holds may say more. */
    LimitedKeyValue(KeyValue store, GrownMemory memory) {
        this.store = store;
        this.memory = memory;
    }

    KeyValue store() {
        return store;
    }

    void grow(long bytes) {
        liveBytes.lazySet(liveBytes.get() + bytes);
    }

    @Override
    public long liveBytes() {
        return liveBytes.get();
    }

    @Override
    public CacheMemory memory() {
        return store instanceof ValueCache cache ? cache.memory() : memory.now();
    }

    @Override
    public Map<String, Long> compaction() {
        return store instanceof ValueCache cache ? cache.compaction() : Map.of();
    }

    @Override
    public String problem() {
        return store instanceof ValueCache cache ? cache.problem() : "";
    }

    @Override
    public void close() {
        store.close();
    }
}
