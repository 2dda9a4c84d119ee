package org.pagurus.relocation;

import org.pagurus.rcu.RcuDomain;
import org.pagurus.relocation.internal.migration.Effort;
import org.pagurus.relocation.internal.migration.Planner;
import org.pagurus.relocation.internal.space.Space;

/** What a benchmark of a heap's parts has to reach, and users have not: grace periods and plans by themselves, the page table. */
public final class HeapProbe {
    /** As thorough as in a quiet heap. */
    private static final Effort THOROUGH = new Effort(64, false, 16, false, false);
    private static final long NO_DEADLINE_NANOS = 600_000_000_000L;

    private final Heap heap;
    private final Space space;
    private final Planner planner;

    /**
     * A probe with a planner of its own.
     *
     * @param heap that is looked at
     */
    public HeapProbe(Heap heap) {
        this.heap = heap;
        this.space = heap.space();
        this.planner = new Planner(space);
    }

    /** What the heap's grace periods are made by. */
    public RcuDomain domain() {
        return space.domain();
    }

    /**
     * Looks at every page and lists what is worth folding, as the compactor does for each of its plans; nothing is folded.
     * Outside sections. The compactor should have made no plan before: runs remember the number of the last plan that met them,
     * and planners count for themselves.
     */
    public void plan() {
        heap.compactor().lock().lock();
        try {
            planner.begin(THOROUGH, session -> false);
            if (!planner.scan(System.nanoTime() + NO_DEADLINE_NANOS)) {
                throw new IllegalStateException("a look at " + space.pages().size() + " pages took more than 600 s");
            }
        } finally {
            planner.forget();
            heap.compactor().lock().unlock();
        }
    }

    /** Bytes of the page table in memory now, from the kernel. */
    public long pageTableBytes() {
        return space.table().residentBytes();
    }

    /** Page ids that the heap has room for: 8 bytes of address space each. */
    public int pageIds() {
        return space.table().capacity();
    }
}
