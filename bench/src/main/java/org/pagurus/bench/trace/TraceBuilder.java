package org.pagurus.bench.trace;

import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;

/** Collects requests, and numbers their keys as they come. For one thread. */
final class TraceBuilder {
    static final Operation[] OPERATIONS = Operation.values();
    private static final int FIRST = 1 << 12;
    /** Arrays beyond this may be refused by the JVM. */
    private static final int MAX_REQUESTS = Integer.MAX_VALUE - 16;

    private final Map<Object, Integer> numbers = new HashMap<>();
    private final long mostRequests;
    private final boolean skipEmpty;
    private int[] keys = new int[FIRST];
    private int[] sizes = new int[FIRST];
    private byte[] operations = new byte[FIRST];
    private int count;
    private int keyCount;
    private long skipped;

    /**
     * Nothing yet.
     *
     * @param mostRequests what comes after so many is not looked at
     * @param skipEmpty    whether requests of size 0 are left out; otherwise they are refused
     */
    TraceBuilder(long mostRequests, boolean skipEmpty) {
        this.mostRequests = Math.min(mostRequests, MAX_REQUESTS);
        this.skipEmpty = skipEmpty;
    }

    boolean isFull() {
        return count >= mostRequests;
    }

    int requests() {
        return count;
    }

    /**
     * A request for a key that the file names.
     *
     * @param key   with {@code equals} and {@code hashCode}
     * @param size  in bytes; of no meaning for a delete
     * @param where for messages
     * @throws TraceException if the size is out of range
     */
    void add(Operation operation, Object key, long size, Place where) {
        if (operation == Operation.DELETE) {
            append(operation, number(key), 0);
        } else if (isUsable(size, where)) {
            append(operation, number(key), (int) size);
        }
    }

    /** A write of an object that no other request names. */
    void addNew(long size, Place where) {
        if (isUsable(size, where)) {
            append(Operation.WRITE, keyCount++, (int) size);
        }
    }

    private boolean isUsable(long size, Place where) {
        if (size == 0 && skipEmpty) {
            skipped++;
            return false;
        }
        if (size < Trace.MIN_SIZE || size > Trace.MAX_SIZE) {
            throw where.wrong("size " + size + " is out of range; allowed are " + Trace.MIN_SIZE + " to " + Trace.MAX_SIZE
                + " bytes" + (size == 0 ? "; --skip-empty leaves requests of size 0 out" : ""));
        }
        return true;
    }

    private int number(Object key) {
        Integer known = numbers.putIfAbsent(key, keyCount);
        return known == null ? keyCount++ : known;
    }

    private void append(Operation operation, int key, int size) {
        if (count == keys.length) {
            int longer = (int) Math.min(MAX_REQUESTS, 2L * count);
            keys = Arrays.copyOf(keys, longer);
            sizes = Arrays.copyOf(sizes, longer);
            operations = Arrays.copyOf(operations, longer);
        }
        keys[count] = key;
        sizes[count] = size;
        operations[count] = (byte) operation.ordinal();
        count++;
    }

    /**
     * The requests so far.
     *
     * @param name of the file
     * @throws TraceException if there are none
     */
    Trace build(String name) {
        if (count == 0) {
            throw new TraceException(name + ": there are no requests in it");
        }
        return new Trace(Arrays.copyOf(keys, count), Arrays.copyOf(sizes, count), Arrays.copyOf(operations, count), keyCount,
            skipped);
    }
}
