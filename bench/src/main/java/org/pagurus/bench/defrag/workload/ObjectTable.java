package org.pagurus.bench.defrag.workload;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLongArray;
import org.pagurus.bench.defrag.store.Store;

/** What is known of all objects of a workload, by index; its parts are the {@link LiveSet}s of threads. Any thread may ask. */
public final class ObjectTable {
    final AtomicLongArray pointers;
    final int[] sizes;
    final int[] generations;
    /** The place of an index in the list of the live set that has it. */
    final int[] places;

    private final List<LiveSet> parts = new ArrayList<>();

    /** A table for live sets that allocate through those mutators, each for so many objects at most. */
    public ObjectTable(List<Store.Mutator> mutators, int maxObjectsOfPart) {
        int indices = Math.multiplyExact(mutators.size(), maxObjectsOfPart);
        pointers = new AtomicLongArray(indices);
        sizes = new int[indices];
        generations = new int[indices];
        places = new int[indices];
        for (int part = 0; part < mutators.size(); part++) {
            parts.add(new LiveSet(this, mutators.get(part), part, mutators.size(), maxObjectsOfPart));
        }
    }

    /** The live sets, in the order of the mutators. */
    public List<LiveSet> parts() {
        return parts;
    }

    /** By index: the object's pointer, 0 if there is none. */
    public AtomicLongArray pointers() {
        return pointers;
    }

    /** Indices from 0 that may be in use. */
    public int used() {
        int used = 0;
        for (int part = 0; part < parts.size(); part++) {
            used = Math.max(used, parts.get(part).used());
        }
        return used;
    }

    /** Bytes that were asked for and are not freed. */
    public long liveBytes() {
        long live = 0;
        for (int part = 0; part < parts.size(); part++) {
            live += parts.get(part).liveBytes();
        }
        return live;
    }

    /** Allocations and frees so far. */
    public long operations() {
        long operations = 0;
        for (int part = 0; part < parts.size(); part++) {
            operations += parts.get(part).operations();
        }
        return operations;
    }

    /** How many objects are live. While the workload rests. */
    public int count() {
        return parts.stream().mapToInt(LiveSet::count).sum();
    }
}
