package org.pagurus.bench.steady;

import java.util.Arrays;
import java.util.function.IntSupplier;
import java.util.random.RandomGenerator;

/**
 * The objects of a run: fills a store up to a number of live slot bytes and then replaces objects, so that it stays as full.
 * A write that would take it above that number gets a size up to its predecessor's.
 */
final class Replacing {
    private static final int MIN_ROOM = 1024;

    private final SteadyStore store;
    private final RandomGenerator random;
    private final int minSize;
    private final int maxSize;
    private final long limitBytes;
    private long[] pointers = new long[MIN_ROOM];
    private int[] sizes = new int[MIN_ROOM];
    private int[] slots = new int[MIN_ROOM];
    private int count;
    private long slotBytes;
    private IntSupplier choice;
    private long writtenBytes;
    private long failures;

    Replacing(SteadyStore store, RandomGenerator random, int minSize, int maxSize, long limitBytes) {
        this.store = store;
        this.random = random;
        this.minSize = minSize;
        this.maxSize = maxSize;
        this.limitBytes = limitBytes;
    }

    /**
     * Allocates until the limit is reached.
     *
     * @return whether there was room for all of it
     */
    boolean fill(Pattern pattern) {
        while (slotBytes + maxSize <= limitBytes) {
            int size = random.nextInt(minSize, maxSize + 1);
            long pointer = store.write(size);
            if (pointer == 0) {
                return false;
            }
            if (count == pointers.length) {
                pointers = Arrays.copyOf(pointers, 2 * count);
                sizes = Arrays.copyOf(sizes, 2 * count);
                slots = Arrays.copyOf(slots, 2 * count);
            }
            pointers[count] = pointer;
            sizes[count] = size;
            slots[count] = store.slotBytes(pointer);
            slotBytes += slots[count++];
        }
        choice = pattern.choice(random, count);
        return true;
    }

    /** Replaces one object. If there is no room for its successor it stays. */
    void replace() {
        int index = choice.getAsInt();
        int size = random.nextInt(minSize, maxSize + 1);
        if (slotBytes > limitBytes && size > sizes[index]) {
            size = random.nextInt(minSize, sizes[index] + 1);
        }
        long pointer = store.write(size);
        if (pointer == 0) {
            failures++;
            return;
        }
        store.free(pointers[index]);
        int slot = store.slotBytes(pointer);
        slotBytes += slot - slots[index];
        pointers[index] = pointer;
        sizes[index] = size;
        slots[index] = slot;
        writtenBytes += size;
    }

    int count() {
        return count;
    }

    /** Live, in slots, as this side counts them. */
    long slotBytes() {
        return slotBytes;
    }

    /** Bytes written into new objects by {@link #replace}. */
    long writtenBytes() {
        return writtenBytes;
    }

    /** Writes that found no room. */
    long failures() {
        return failures;
    }
}
