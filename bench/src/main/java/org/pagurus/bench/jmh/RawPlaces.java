package org.pagurus.bench.jmh;

import org.agrona.UnsafeApi;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.TearDown;

/** Objects in one piece of the C library's memory, found by their addresses. */
public class RawPlaces extends Places {
    private long memory;

    /** Allocates and fills. */
    @Setup
    public void fill() {
        memory = UnsafeApi.allocateMemory(bytes());
        UnsafeApi.setMemory(memory, bytes(), (byte) 0);
        long[] addresses = new long[count()];
        for (int i = 0; i < addresses.length; i++) {
            addresses[i] = memory + (long) i * OBJECT_BYTES;
        }
        shuffle(addresses);
    }

    /** Frees. */
    @TearDown
    public void free() {
        UnsafeApi.freeMemory(memory);
    }
}
