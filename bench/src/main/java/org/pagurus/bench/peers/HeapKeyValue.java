package org.pagurus.bench.peers;

import java.util.Arrays;
import java.util.concurrent.atomic.AtomicReferenceArray;

/** Arrays of bytes on the Java heap, in an array by key: what a program without any library would do. */
public final class HeapKeyValue implements KeyValue {
    private final AtomicReferenceArray<byte[]> values;

    /**
     * An empty store.
     *
     * @param extent its keys are used
     */
    public HeapKeyValue(Extent extent) {
        values = new AtomicReferenceArray<>(Math.toIntExact(extent.keys()));
    }

    @Override
    public void put(long key, byte[] value, int length) {
        values.set((int) key, Arrays.copyOf(value, length));
    }

    @Override
    public int get(long key, byte[] target) {
        byte[] value = values.get((int) key);
        if (value == null) {
            return ABSENT;
        }
        System.arraycopy(value, 0, target, 0, value.length);
        return value.length;
    }

    @Override
    public void remove(long key) {
        values.set((int) key, null);
    }

    @Override
    public void close() {
        // The collector takes it.
    }
}
