package org.pagurus.bench.defrag;

import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicLongArray;
import java.util.random.RandomGenerator;

/**
 * The objects of a workload: what it allocated and has not freed. One thread, the store's; the accessor reads
 * {@link #pointers}, anyone {@link #liveBytes} and {@link #operations}.
 *
 * <p>An object has an index for its life, by which the accessor finds it. A dense list of the indices in use makes a random live
 * object cheap to find.
 */
final class LiveSet {
    private final Store store;
    private final AtomicLongArray pointers;
    private final int[] sizes;
    private final int[] generations;
    /** Indices: of live objects up to {@link #count}, free ones behind it. */
    private final int[] dense;
    /** By index: its place in {@link #dense}. */
    private final int[] places;
    private final AtomicLong liveBytes = new AtomicLong();
    private volatile int used;
    private int count;
    private final AtomicLong operations = new AtomicLong();
    private long allocatedBytes;

    LiveSet(Store store, int maxObjects) {
        this.store = store;
        this.pointers = new AtomicLongArray(maxObjects);
        this.sizes = new int[maxObjects];
        this.generations = new int[maxObjects];
        this.dense = new int[maxObjects];
        this.places = new int[maxObjects];
        for (int i = 0; i < maxObjects; i++) {
            dense[i] = i;
            places[i] = i;
        }
    }

    /** Allocates an object and publishes it. Returns its index. */
    int add(int size) {
        if (count == dense.length) {
            throw new IllegalStateException("more than " + count + " objects are live");
        }
        int index = dense[count];
        long pointer = store.allocate(size, Stamp.header(index, ++generations[index]));
        sizes[index] = size;
        count++;
        used = Math.max(used, index + 1);
        liveBytes.lazySet(liveBytes.get() + size);
        allocatedBytes += size;
        operations.lazySet(operations.get() + 1);
        // A volatile store after those of the stamp: whoever finds the pointer sees the stamp.
        pointers.set(index, pointer);
        return index;
    }

    /** Unlinks an object and frees it. */
    void remove(int index) {
        long pointer = pointers.get(index);
        int place = places[index];
        if (pointer == 0 || place >= count) {
            throw new IllegalStateException("index " + index + " is not live");
        }
        count--;
        int last = dense[count];
        dense[place] = last;
        places[last] = place;
        dense[count] = index;
        places[index] = count;
        liveBytes.lazySet(liveBytes.get() - sizes[index]);
        operations.lazySet(operations.get() + 1);
        pointers.set(index, 0);
        store.free(pointer, Stamp.header(index, generations[index]));
    }

    void clear() {
        while (count > 0) {
            remove(dense[count - 1]);
        }
    }

    /** The index of a live object, each as likely as any other. */
    int random(RandomGenerator random) {
        return dense[random.nextInt(count)];
    }

    void removeRandom(RandomGenerator random) {
        remove(random(random));
    }

    /** The index of the n-th live object, in no order that means anything. */
    int at(int n) {
        return dense[n];
    }

    int count() {
        return count;
    }

    int sizeOf(int index) {
        return sizes[index];
    }

    long liveBytes() {
        return liveBytes.get();
    }

    /** Allocations and frees so far. */
    long operations() {
        return operations.get();
    }

    /** The sum of all sizes that were ever asked for. */
    long allocatedBytes() {
        return allocatedBytes;
    }

    /** Indices from 0 that may be in use. */
    int used() {
        return used;
    }

    /** By index: the object's pointer, 0 if there is none. */
    AtomicLongArray pointers() {
        return pointers;
    }

    /** Checks every live object. Returns how many are wrong. */
    long wrong() {
        long wrong = 0;
        for (int n = 0; n < count; n++) {
            int index = dense[n];
            if (!store.isRight(pointers.get(index), sizes[index], Stamp.header(index, generations[index]))) {
                wrong++;
            }
        }
        return wrong;
    }
}
