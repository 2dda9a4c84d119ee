package org.pagurus.bench.caches;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.Policy;
import java.util.Arrays;

/** Caffeine with arrays of bytes on the Java heap: what a program without any library for memory does. Any thread. */
final class HeapCache implements ValueCache {
    private final GrownMemory memory = new GrownMemory();
    private final Cache<Long, byte[]> cache;
    private final Policy.Eviction<Long, byte[]> eviction;

    HeapCache(long limitBytes) {
        cache = Caffeine.newBuilder().maximumWeight(limitBytes).weigher((Long key, byte[] value) -> value.length)
            .executor(Runnable::run).build();
        eviction = cache.policy().eviction().orElseThrow();
    }

    @Override
    public void put(long key, byte[] value, int length) {
        cache.put(key, Arrays.copyOf(value, length));
    }

    @Override
    public int get(long key, byte[] target) {
        byte[] value = cache.getIfPresent(key);
        if (value == null) {
            return ABSENT;
        }
        System.arraycopy(value, 0, target, 0, value.length);
        return value.length;
    }

    @Override
    public void remove(long key) {
        cache.invalidate(key);
    }

    @Override
    public String policy() {
        return "Caffeine (W-TinyLFU)";
    }

    @Override
    public long liveBytes() {
        return eviction.weightedSize().orElseThrow();
    }

    @Override
    public CacheMemory memory() {
        return memory.now();
    }

    @Override
    public void close() {
        cache.invalidateAll();
    }
}
