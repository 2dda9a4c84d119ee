package org.pagurus.bench.defrag.workload;

import java.util.concurrent.atomic.AtomicLong;
import java.util.random.RandomGenerator;
import org.pagurus.bench.defrag.store.Stamp;
import org.pagurus.bench.defrag.store.Store;

/**
 * The objects that a thread of a workload allocated, or took over, and has not freed. One thread at a time, the mutator's; the
 * accessor reads the table's pointers, anyone {@link #liveBytes} and {@link #operations}.
 *
 * <p>An object has an index for its life, by which the accessor finds it. A dense list of the indices in use makes a random live
 * object cheap to find.
 */
public final class LiveSet {
    private final ObjectTable table;
    private final Store.Mutator mutator;
    /** Indices: of live objects up to {@link #count}, free ones behind it. */
    private final int[] dense;
    private final AtomicLong liveBytes = new AtomicLong();
    private final AtomicLong operations = new AtomicLong();
    private final int parts;
    private volatile int used;
    private int count;
    private long allocatedBytes;

    LiveSet(ObjectTable table, Store.Mutator mutator, int part, int parts, int maxObjects) {
        this.table = table;
        this.mutator = mutator;
        this.parts = parts;
        this.dense = new int[maxObjects];
        for (int i = 0; i < maxObjects; i++) {
            dense[i] = part + i * parts;
            table.places[dense[i]] = i;
        }
    }

    /** Allocates an object and publishes it. Returns its index. */
    public int add(int size) {
        if (count == dense.length) {
            throw new IllegalStateException("more than " + count + " objects are live");
        }
        int index = dense[count];
        long pointer = mutator.allocate(size, Stamp.header(index, ++table.generations[index]));
        table.sizes[index] = size;
        count++;
        used = Math.max(used, index + 1);
        liveBytes.lazySet(liveBytes.get() + size);
        allocatedBytes += size;
        operations.lazySet(operations.get() + 1);
        // A volatile store after those of the stamp: whoever finds the pointer sees the stamp.
        table.pointers.set(index, pointer);
        return index;
    }

    /** Unlinks an object and frees it. */
    public void remove(int index) {
        long pointer = table.pointers.get(index);
        int place = table.places[index];
        if (pointer == 0 || place >= count) {
            throw new IllegalStateException("index " + index + " is not live");
        }
        count--;
        int last = dense[count];
        dense[place] = last;
        table.places[last] = place;
        dense[count] = index;
        table.places[index] = count;
        liveBytes.lazySet(liveBytes.get() - table.sizes[index]);
        operations.lazySet(operations.get() + 1);
        table.pointers.set(index, 0);
        mutator.free(pointer, Stamp.header(index, table.generations[index]));
    }

    /**
     * Gives an object to another live set, and takes a free index for it, so that both have as many indices as before. The
     * threads of both rest.
     */
    void handOver(int index, LiveSet other) {
        if (other.count == other.dense.length) {
            throw new IllegalStateException("more than " + other.count + " objects are live");
        }
        int size = table.sizes[index];
        int place = table.places[index];
        int free = other.dense[other.count];
        // It becomes the last live one here, and changes places with the first free one there.
        count--;
        int last = dense[count];
        dense[place] = last;
        table.places[last] = place;
        dense[count] = free;
        table.places[free] = count;
        other.dense[other.count] = index;
        table.places[index] = other.count;
        other.count++;
        other.used = Math.max(other.used, index + 1);
        liveBytes.lazySet(liveBytes.get() - size);
        other.liveBytes.lazySet(other.liveBytes.get() + size);
    }

    /** Frees everything. */
    public void clear() {
        while (count > 0) {
            remove(dense[count - 1]);
        }
    }

    /** The index of a live object, each as likely as any other. */
    public int random(RandomGenerator random) {
        return dense[random.nextInt(count)];
    }

    /** Frees a live object, each as likely as any other. */
    public void removeRandom(RandomGenerator random) {
        remove(random(random));
    }

    /** A number below the most objects for an index of which nobody handed anything over, for arrays of a workload's own. */
    int slotOf(int index) {
        return index / parts;
    }

    /** The index of the n-th live object, in no order that means anything. */
    public int at(int n) {
        return dense[n];
    }

    /** What is known of its objects and of those of other threads. */
    public ObjectTable table() {
        return table;
    }

    /** How many objects are live. */
    public int count() {
        return count;
    }

    /** The size of the object at an index. */
    public int sizeOf(int index) {
        return table.sizes[index];
    }

    /** Bytes that were asked for and are not freed. */
    public long liveBytes() {
        return liveBytes.get();
    }

    /** Allocations and frees so far. */
    public long operations() {
        return operations.get();
    }

    /** The sum of all sizes that were ever asked for. */
    public long allocatedBytes() {
        return allocatedBytes;
    }

    /** Indices from 0 that may be in use. */
    public int used() {
        return used;
    }

    /** Checks every live object. Returns how many are wrong. */
    public long wrong() {
        long wrong = 0;
        for (int n = 0; n < count; n++) {
            int index = dense[n];
            if (!mutator.isRight(table.pointers.get(index), table.sizes[index], Stamp.header(index, table.generations[index]))) {
                wrong++;
            }
        }
        return wrong;
    }
}
