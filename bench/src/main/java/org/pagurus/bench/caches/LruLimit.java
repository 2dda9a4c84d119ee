package org.pagurus.bench.caches;

import org.pagurus.bench.peers.KeyValue;

/** The value that was not used for the longest time goes first, and before the new one comes. One thread. */
final class LruLimit extends LimitedKeyValue {
    private final long limitBytes;
    private final LruRing used;
    private final int[] lengths;

    LruLimit(KeyValue store, GrownMemory memory, long limitBytes, int keys) {
        super(store, memory);
        this.limitBytes = limitBytes;
        used = new LruRing(keys);
        lengths = new int[keys];
    }

    @Override
    public void put(long key, byte[] value, int length) {
        int entry = (int) key;
        if (length > limitBytes) {
            remove(key);
            return;
        }
        // What is replaced is no reason to evict another; as the newest it is not evicted itself, unless it alone is left.
        int before = used.contains(entry) ? lengths[entry] : 0;
        used.use(entry);
        while (liveBytes() - before + length > limitBytes) {
            remove(used.oldest());
        }
        store().put(key, value, length);
        lengths[entry] = length;
        grow(length - before);
    }

    @Override
    public int get(long key, byte[] target) {
        if (!used.contains((int) key)) {
            return ABSENT;
        }
        used.use((int) key);
        return store().get(key, target);
    }

    @Override
    public void remove(long key) {
        int entry = (int) key;
        if (used.contains(entry)) {
            used.remove(entry);
            grow(-lengths[entry]);
            lengths[entry] = 0;
            store().remove(key);
        }
    }

    @Override
    public String policy() {
        return "LRU by bytes";
    }
}
