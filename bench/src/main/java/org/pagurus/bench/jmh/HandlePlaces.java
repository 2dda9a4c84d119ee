package org.pagurus.bench.jmh;

import org.agrona.UnsafeApi;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.TearDown;

/**
 * The same objects behind a table with an 8-byte handle for each: the usual way to have objects that can be moved. Unchecked, and
 * without a word for objects on the move: the least that such a table costs.
 */
public class HandlePlaces extends Places {
    private long memory;
    private long table;

    /** Allocates and fills. */
    @Setup
    public void fill() {
        memory = UnsafeApi.allocateMemory(bytes());
        UnsafeApi.setMemory(memory, bytes(), (byte) 0);
        table = UnsafeApi.allocateMemory((long) count() * Long.BYTES);
        long[] handles = new long[count()];
        for (int i = 0; i < handles.length; i++) {
            handles[i] = i;
            UnsafeApi.putLong(entryOf(i), memory + (long) i * OBJECT_BYTES);
        }
        shuffle(handles);
    }

    private long entryOf(long handle) {
        return table + handle * Long.BYTES;
    }

    /** Where the object of a handle is now. */
    final long addressOf(long handle) {
        return UnsafeApi.getLong(entryOf(handle));
    }

    /** Frees. */
    @TearDown
    public void free() {
        UnsafeApi.freeMemory(table);
        UnsafeApi.freeMemory(memory);
    }
}
