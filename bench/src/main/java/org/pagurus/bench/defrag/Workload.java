package org.pagurus.bench.defrag;

import java.util.List;

/** Something that fragments memory. A workload has no state of its own: its phases share what they need. */
interface Workload {
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

    /** The heap that Pagurus gets. */
    default long capacityBytes() {
        return roomyCapacity(limitBytes());
    }

    /** Enough that fragmentation shows as memory held and not as an allocation that fails. */
    static long roomyCapacity(long limitBytes) {
        return 4 * limitBytes + (64L << 20);
    }
}
