package org.pagurus.bench.caches;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.RemovalCause;
import org.pagurus.bench.peers.KeyValue;

/**
 * Caffeine decides what stays in a store, by the lengths of the values, as in the examples' cache. One thread: the store changes
 * before the index, and evictions run on the thread that causes them.
 */
final class CaffeineLimit extends LimitedKeyValue {
    private final Cache<Long, Integer> lengths;

    CaffeineLimit(KeyValue store, GrownMemory memory, long limitBytes) {
        super(store, memory);
        lengths = Caffeine.newBuilder().maximumWeight(limitBytes).weigher((Long key, Integer length) -> length)
            .executor(Runnable::run).removalListener(this::removed).build();
    }

    /** A replaced value has gone from the store already. */
    private void removed(Long key, Integer length, RemovalCause cause) {
        grow(-length);
        if (cause != RemovalCause.REPLACED) {
            store().remove(key);
        }
    }

    @Override
    public void put(long key, byte[] value, int length) {
        store().put(key, value, length);
        grow(length);
        lengths.put(key, length);
    }

    @Override
    public int get(long key, byte[] target) {
        return lengths.getIfPresent(key) == null ? ABSENT : store().get(key, target);
    }

    @Override
    public void remove(long key) {
        lengths.invalidate(key);
    }

    @Override
    public String policy() {
        return "Caffeine (W-TinyLFU)";
    }
}
