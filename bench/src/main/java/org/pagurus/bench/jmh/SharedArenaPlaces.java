package org.pagurus.bench.jmh;

import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.TearDown;

/** Objects in one segment of a shared arena, found by their offsets. The segment is in a field, as a session is. */
public class SharedArenaPlaces extends Places {
    private SharedArena arena;
    private Object segment;

    /** Allocates and fills. */
    @Setup
    public void fill() {
        arena = new SharedArena();
        segment = arena.allocate(bytes());
        long[] offsets = new long[count()];
        for (int i = 0; i < offsets.length; i++) {
            offsets[i] = (long) i * OBJECT_BYTES;
            for (int index = 0; index < OBJECT_BYTES; index += Long.BYTES) {
                SharedArena.put(segment, offsets[i] + index, 0);
            }
        }
        shuffle(offsets);
    }

    /** Checked, as every access to a segment. */
    final long getLong(long offset) {
        return SharedArena.get(segment, offset);
    }

    /** Frees. */
    @TearDown
    public void free() {
        arena.close();
    }
}
