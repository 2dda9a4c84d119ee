package org.pagurus.bench.trace;

/** Requests in their order. Immutable; any thread may read. */
public final class Trace {
    /** The least size of a request, in bytes. */
    public static final int MIN_SIZE = 1;
    /** The largest size of a request, in bytes: what one object of a heap can have. */
    public static final int MAX_SIZE = 1 << 30;

    private final int[] keys;
    private final int[] sizes;
    private final byte[] operations;
    private final int keyCount;
    private final int largest;
    private final int smallest;
    private final long footprintBytes;
    private final long skipped;

    /** Takes the arrays as they are. */
    Trace(int[] keys, int[] sizes, byte[] operations, int keyCount, long skipped) {
        this.keys = keys;
        this.sizes = sizes;
        this.operations = operations;
        this.keyCount = keyCount;
        this.skipped = skipped;
        int[] lastSizes = new int[keyCount];
        int most = 0;
        int least = MAX_SIZE;
        for (int i = 0; i < keys.length; i++) {
            if (operation(i) != Operation.DELETE) {
                lastSizes[keys[i]] = sizes[i];
                most = Math.max(most, sizes[i]);
                least = Math.min(least, sizes[i]);
            }
        }
        largest = most;
        smallest = Math.min(least, most);
        long sum = 0;
        for (int size : lastSizes) {
            sum += size;
        }
        footprintBytes = sum;
    }

    /**
     * How many requests there are.
     *
     * @return their number
     */
    public int requests() {
        return keys.length;
    }

    /**
     * How many keys there are; each is below this.
     *
     * @return their number
     */
    public int keys() {
        return keyCount;
    }

    /**
     * The key of a request.
     *
     * @param request from 0
     * @return from 0 to below {@link #keys()}
     */
    public int key(int request) {
        return keys[request];
    }

    /**
     * The size of a request.
     *
     * @param request from 0
     * @return bytes; 0 for a delete
     */
    public int size(int request) {
        return sizes[request];
    }

    /**
     * The operation of a request.
     *
     * @param request from 0
     * @return what it asks for
     */
    public Operation operation(int request) {
        return TraceBuilder.OPERATIONS[operations[request]];
    }

    /**
     * The largest size of a value.
     *
     * @return bytes; 0 if there are deletes only
     */
    public int largestBytes() {
        return largest;
    }

    /**
     * The smallest size of a value.
     *
     * @return bytes; 0 if there are deletes only
     */
    public int smallestBytes() {
        return smallest;
    }

    /**
     * The sum of the last sizes of all keys.
     *
     * @return bytes
     */
    public long footprintBytes() {
        return footprintBytes;
    }

    /**
     * Requests of size 0 that were left out.
     *
     * @return their number
     */
    public long skipped() {
        return skipped;
    }
}
