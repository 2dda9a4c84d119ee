package org.pagurus.bench.caches;

import org.agrona.UnsafeApi;
import org.pagurus.bench.peers.KeyValue;

/** {@code malloc} by Unsafe: each value a piece of its own, its address in an array by key. One thread. */
final class MallocKeyValue implements KeyValue {
    private static final long ARRAY_OFFSET = UnsafeApi.arrayBaseOffset(byte[].class);

    private final long[] addresses;
    private final int[] lengths;

    MallocKeyValue(int keys) {
        addresses = new long[keys];
        lengths = new int[keys];
    }

    @Override
    public void put(long key, byte[] value, int length) {
        long address = UnsafeApi.allocateMemory(length);
        UnsafeApi.copyMemory(value, ARRAY_OFFSET, null, address, length);
        remove(key);
        addresses[(int) key] = address;
        lengths[(int) key] = length;
    }

    @Override
    public int get(long key, byte[] target) {
        long address = addresses[(int) key];
        if (address == 0) {
            return ABSENT;
        }
        int length = lengths[(int) key];
        if (length > target.length) {
            throw new IndexOutOfBoundsException("value of " + length + " bytes, target of " + target.length);
        }
        UnsafeApi.copyMemory(null, address, target, ARRAY_OFFSET, length);
        return length;
    }

    @Override
    public void remove(long key) {
        long address = addresses[(int) key];
        if (address != 0) {
            addresses[(int) key] = 0;
            UnsafeApi.freeMemory(address);
        }
    }

    @Override
    public void close() {
        for (int key = 0; key < addresses.length; key++) {
            remove(key);
        }
    }
}
