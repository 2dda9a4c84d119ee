package org.pagurus.bench.steady;

import java.util.Arrays;
import java.util.function.IntSupplier;
import java.util.random.RandomGenerator;

/**
 * The objects of a run: fills a store up to a number of live slot bytes and then overwrites, so that it stays as full. A write
 * replaces one object; while the live bytes are above the number, others are freed, and while they are well below it, others are
 * allocated.
 */
final class Replacing {
    private static final int MIN_ROOM = 1024;

    private final SteadyStore store;
    private final RandomGenerator random;
    private final ObjectSizes objectSizes;
    private final int minSize;
    private final int maxSize;
    private final long limitBytes;
    private long[] pointers = new long[MIN_ROOM];
    private int[] slots = new int[MIN_ROOM];
    private int count;
    private long slotBytes;
    /** A number below {@link #chosenOf}; spread over the objects that there are. */
    private IntSupplier choice;
    private int chosenOf;
    private long writes;
    private long writtenBytes;
    private long failures;

    Replacing(SteadyStore store, RandomGenerator random, ObjectSizes objectSizes, SteadyPlan plan, double fill) {
        this.store = store;
        this.random = random;
        this.objectSizes = objectSizes;
        this.minSize = plan.minObjectBytes();
        this.maxSize = plan.maxObjectBytes();
        this.limitBytes = (long) (plan.capacityBytes() * fill);
    }

    /**
     * Allocates until the limit is reached.
     *
     * @return whether there was room for all of it
     */
    boolean fill(Pattern pattern) {
        while (slotBytes + maxSize <= limitBytes) {
            if (!append()) {
                return false;
            }
        }
        writes = 0;
        writtenBytes = 0;
        chosenOf = count;
        choice = pattern.choice(random, count);
        return true;
    }

    private int choose() {
        return (int) ((long) choice.getAsInt() * count / chosenOf);
    }

    private long write() {
        int size = objectSizes.next(random, minSize, maxSize, (double) writtenBytes / limitBytes);
        long pointer = store.write(size);
        if (pointer == 0) {
            failures++;
        } else {
            writes++;
            writtenBytes += size;
        }
        return pointer;
    }

    private boolean append() {
        long pointer = write();
        if (pointer == 0) {
            return false;
        }
        if (count == pointers.length) {
            pointers = Arrays.copyOf(pointers, 2 * count);
            slots = Arrays.copyOf(slots, 2 * count);
        }
        put(count++, pointer);
        return true;
    }

    private void put(int index, long pointer) {
        pointers[index] = pointer;
        slots[index] = store.slotBytes(pointer);
        slotBytes += slots[index];
    }

    private void free(int index) {
        store.free(pointers[index]);
        slotBytes -= slots[index];
    }

    /** One write, and what it takes to stay as full. If there is no room for the new object, the old one stays. */
    void replace() {
        long pointer = write();
        if (pointer == 0) {
            return;
        }
        int index = choose();
        free(index);
        put(index, pointer);
        while (slotBytes > limitBytes) {
            int other = choose();
            free(other);
            count--;
            pointers[other] = pointers[count];
            slots[other] = slots[count];
        }
        boolean room = true;
        while (room && slotBytes + 2L * maxSize <= limitBytes) {
            room = append();
        }
    }

    int count() {
        return count;
    }

    /** Live, in slots, as this side counts them. */
    long slotBytes() {
        return slotBytes;
    }

    /** Objects written since the fill. */
    long writes() {
        return writes;
    }

    /** Bytes written since the fill. */
    long writtenBytes() {
        return writtenBytes;
    }

    /** How often the live bytes were overwritten. */
    double turnovers() {
        return (double) writtenBytes / limitBytes;
    }

    /** Writes that found no room. */
    long failures() {
        return failures;
    }
}
