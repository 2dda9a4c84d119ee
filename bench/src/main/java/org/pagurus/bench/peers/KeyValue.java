package org.pagurus.bench.peers;

/**
 * Values of bytes under keys, in one of the libraries. Keys are dense: from 0 to below {@link Extent#keys}.
 *
 * <p>Any thread may call anything at any time; two calls for one key take effect one after the other, and {@link #get} never
 * sees a half-written value. No thread may call anything during or after {@link #close}.
 */
public interface KeyValue extends AutoCloseable {
    /** What {@link #get} returns for a key without a value. */
    int ABSENT = -1;

    /**
     * Stores a copy of some bytes under a key, in the place of what was there.
     *
     * @param key    from 0 to below the extent's keys
     * @param value  starts with the bytes; it is not kept
     * @param length how many bytes, from 1 to the extent's largest value
     * @throws RuntimeException if the library refuses, for example because it is full
     */
    void put(long key, byte[] value, int length);

    /**
     * Copies a value.
     *
     * @param key    likewise
     * @param target is written from its beginning
     * @return the length of the value, or {@link #ABSENT}; then the target is as before
     * @throws RuntimeException if the value is longer than the target; how much of it was written is not said
     */
    int get(long key, byte[] target);

    /**
     * Removes a value; nothing happens if there is none.
     *
     * @param key likewise
     */
    void remove(long key);

    @Override
    void close();
}
