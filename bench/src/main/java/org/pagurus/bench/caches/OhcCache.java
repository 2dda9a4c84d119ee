package org.pagurus.bench.caches;

import org.pagurus.bench.peers.OhcKeyValue;

/** OHC with its own eviction. Any thread may call anything. */
final class OhcCache implements ValueCache {
    private final GrownMemory memory = new GrownMemory();
    private final OhcKeyValue cache;

    OhcCache(Sizing sizing) {
        cache = OhcKeyValue.cache(sizing.limitBytes() / sizing.averageBytes(), sizing.limitBytes());
    }

    @Override
    public void put(long key, byte[] value, int length) {
        if (!cache.offer(key, value, length)) {
            // A cache may let go of the new value, but not keep the old one.
            cache.remove(key);
        }
    }

    @Override
    public int get(long key, byte[] target) {
        return cache.get(key, target);
    }

    @Override
    public void remove(long key) {
        cache.remove(key);
    }

    @Override
    public String policy() {
        return "OHC's own (LRU)";
    }

    @Override
    public long liveBytes() {
        return cache.liveBytes();
    }

    @Override
    public CacheMemory memory() {
        return memory.now();
    }

    @Override
    public void close() {
        cache.close();
    }
}
