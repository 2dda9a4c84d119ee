package org.pagurus.bench.caches;

import java.util.Arrays;

/**
 * Keys in the order of their last use: a ring with a head. One thread.
 *
 * <pre>
 *   head -- newest -- ... -- oldest -- head          older: to the right, newer: to the left
 * </pre>
 */
public final class LruRing {
    /** {@link #oldest}: there is no key. */
    public static final int NONE = -1;

    private final int head;
    private final int[] older;
    private final int[] newer;

    /**
     * Without a key.
     *
     * @param keys each key is below this
     */
    public LruRing(int keys) {
        head = keys;
        older = new int[keys + 1];
        newer = new int[keys + 1];
        Arrays.fill(older, NONE);
        older[head] = head;
        newer[head] = head;
    }

    /**
     * Whether a key is there.
     *
     * @param key from 0
     * @return true from {@link #use} to {@link #remove}
     */
    public boolean contains(int key) {
        return older[key] != NONE;
    }

    /**
     * Makes a key the newest, whether it was there or not.
     *
     * @param key from 0
     */
    public void use(int key) {
        if (contains(key)) {
            remove(key);
        }
        int newest = older[head];
        older[key] = newest;
        newer[newest] = key;
        newer[key] = head;
        older[head] = key;
    }

    /**
     * Takes a key out that is there.
     *
     * @param key from 0
     */
    public void remove(int key) {
        newer[older[key]] = newer[key];
        older[newer[key]] = older[key];
        older[key] = NONE;
    }

    /**
     * The key that was not used for the longest time.
     *
     * @return a key, or {@link #NONE}
     */
    public int oldest() {
        return newer[head] == head ? NONE : newer[head];
    }
}
