package org.pagurus.bench.defrag.workload;

import java.util.List;

/** Something that fragments memory. Its phases share what they need, and each call of {@link #phases} makes that anew. */
public interface Workload {
    /** The name on the command line and in tables. */
    String name();

    /** What it does, in a few words. */
    String description();

    /** Its phases, in order. Made anew for each run. */
    List<Phase> phases();

    /** The most objects that are ever live. */
    int maxObjects();

    /** The most bytes that are ever live. */
    long limitBytes();

    /** The size of the largest object. */
    int largestBytes();

    /**
     * What each of so many threads does, all at the same time: workloads with the same phases, which together keep to the limit.
     * One, the workload itself, if it is not for several threads.
     */
    default List<Workload> parts(int threads) {
        return List.of(this);
    }

    /** What it keeps on the Java heap for itself, beside what is known of each object, in bytes. */
    default long ownBytes() {
        return 0;
    }

    /** The heap that Pagurus gets. */
    default long capacityBytes() {
        return roomyCapacity(limitBytes());
    }

    /** Enough that fragmentation shows as memory held and not as an allocation that fails. */
    static long roomyCapacity(long limitBytes) {
        return 4 * limitBytes + (64L << 20);
    }
}
