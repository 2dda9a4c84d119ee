package org.pagurus.bench.caches;

import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Function;

/** Caches that break their word, for the proof that checks can fail; and one that keeps it. */
public enum SeededBug {
    /** None. */
    NONE(Simple::new),
    /** A replaced value stays. */
    STALE(limit -> new Simple(limit) {
        @Override
        public void put(long key, byte[] value, int length) {
            if (get(key, new byte[length]) == ABSENT) {
                super.put(key, value, length);
            }
        }
    }),
    /** A removed value stays. */
    UNDEAD(limit -> new Simple(limit) {
        @Override
        public void remove(long key) {
            // The bug.
        }
    }),
    /** Keys share a value. */
    SWAPPED(limit -> new Simple(limit) {
        @Override
        public void put(long key, byte[] value, int length) {
            super.put(key / 2, value, length);
        }

        @Override
        public int get(long key, byte[] target) {
            return super.get(key / 2, target);
        }
    }),
    /** A bit of the last byte changes. */
    FLIPPED(limit -> new Simple(limit) {
        @Override
        public int get(long key, byte[] target) {
            int length = super.get(key, target);
            if (length > 0) {
                target[length - 1] ^= 1;
            }
            return length;
        }
    });

    private final Function<Long, ValueCache> maker;

    SeededBug(Function<Long, ValueCache> maker) {
        this.maker = maker;
    }

    /**
     * A cache with the bug.
     *
     * @param limitBytes what comes when it is reached is not kept
     * @return an empty cache
     */
    public ValueCache open(long limitBytes) {
        return maker.apply(limitBytes);
    }

    /** Keeps what comes first. Any thread. */
    private static class Simple implements ValueCache {
        private final Map<Long, byte[]> values = new HashMap<>();
        private final long limitBytes;
        private long live;

        Simple(long limitBytes) {
            this.limitBytes = limitBytes;
        }

        @Override
        public synchronized void put(long key, byte[] value, int length) {
            byte[] before = values.remove(key);
            live -= before == null ? 0 : before.length;
            if (live + length <= limitBytes) {
                values.put(key, Arrays.copyOf(value, length));
                live += length;
            }
        }

        @Override
        public synchronized int get(long key, byte[] target) {
            byte[] value = values.get(key);
            if (value == null || value.length > target.length) {
                return ABSENT;
            }
            System.arraycopy(value, 0, target, 0, value.length);
            return value.length;
        }

        @Override
        public synchronized void remove(long key) {
            byte[] before = values.remove(key);
            live -= before == null ? 0 : before.length;
        }

        @Override
        public String policy() {
            return "first come";
        }

        @Override
        public synchronized long liveBytes() {
            return live;
        }

        @Override
        public CacheMemory memory() {
            return new CacheMemory(2 * liveBytes(), 0);
        }

        @Override
        public void close() {
            // The collector takes it.
        }
    }
}
