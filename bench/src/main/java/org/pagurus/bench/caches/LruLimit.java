package org.pagurus.bench.caches;

import org.pagurus.bench.peers.KeyValue;

/**
 * The value that was not used for the longest time goes first, and before the new one comes. One thread.
 *
 * <pre>
 *   a ring of keys in use, with the entry {@code keys} as its head:  head -- newest -- ... -- oldest -- head
 * </pre>
 */
final class LruLimit extends LimitedKeyValue {
    private static final int UNLINKED = -1;

    private final long limitBytes;
    private final int head;
    private final int[] older;
    private final int[] newer;
    private final int[] lengths;

    LruLimit(KeyValue store, GrownMemory memory, long limitBytes, int keys) {
        super(store, memory);
        this.limitBytes = limitBytes;
        head = keys;
        older = new int[keys + 1];
        newer = new int[keys + 1];
        lengths = new int[keys];
        for (int key = 0; key < keys; key++) {
            older[key] = UNLINKED;
        }
        older[head] = head;
        newer[head] = head;
    }

    @Override
    public void put(long key, byte[] value, int length) {
        int entry = (int) key;
        if (older[entry] != UNLINKED) {
            unlink(entry);
            // Counted out before the loop, replaced after it: the old value is no reason to evict another.
            grow(-lengths[entry]);
        }
        while (newer[head] != head && liveBytes() + length > limitBytes) {
            remove(newer[head]);
        }
        if (liveBytes() + length > limitBytes) {
            store().remove(key);
            return;
        }
        store().put(key, value, length);
        lengths[entry] = length;
        grow(length);
        link(entry);
    }

    @Override
    public int get(long key, byte[] target) {
        int entry = (int) key;
        if (older[entry] == UNLINKED) {
            return ABSENT;
        }
        unlink(entry);
        link(entry);
        return store().get(key, target);
    }

    @Override
    public void remove(long key) {
        int entry = (int) key;
        if (older[entry] != UNLINKED) {
            unlink(entry);
            grow(-lengths[entry]);
            store().remove(key);
        }
    }

    /** As the newest. {@code older[head]} is the newest, {@code newer[head]} the oldest. */
    private void link(int entry) {
        int newest = older[head];
        older[entry] = newest;
        newer[newest] = entry;
        newer[entry] = head;
        older[head] = entry;
    }

    private void unlink(int entry) {
        newer[older[entry]] = newer[entry];
        older[newer[entry]] = older[entry];
        older[entry] = UNLINKED;
    }

    @Override
    public String policy() {
        return "LRU by bytes";
    }
}
