package org.pagurus.bench.steady;

import org.pagurus.allocator.OffHeapExhaustedException;
import org.pagurus.relocation.Heap;
import org.pagurus.relocation.HeapStats;
import org.pagurus.relocation.Session;

/** A heap with its defaults. */
final class HeapSteadyStore implements SteadyStore {
    private final Heap heap;
    private final Session session;
    private final byte[] content;

    HeapSteadyStore(long capacityBytes, int maxObjectBytes) {
        heap = Heap.builder().capacity(capacityBytes).build();
        session = heap.openSession();
        content = new byte[maxObjectBytes];
    }

    @Override
    public long write(int size) {
        long pointer;
        try {
            // Outside the section: there the heap may wait and compact when it is full.
            pointer = session.allocate(size);
        } catch (OffHeapExhaustedException e) {
            return 0;
        }
        session.enter();
        try {
            session.putBytes(pointer, 0, content, 0, size);
        } finally {
            session.exit();
        }
        return pointer;
    }

    @Override
    public int slotBytes(long pointer) {
        return session.usableSize(pointer);
    }

    @Override
    public void free(long pointer) {
        session.free(pointer);
    }

    @Override
    public void setCompacting(boolean compacting) {
        if (compacting) {
            heap.startCompactor();
        } else {
            heap.stopCompactor();
        }
    }

    @Override
    public State state() {
        HeapStats stats = heap.stats();
        return new State(stats.bytesCopied(), stats.liveBytes(), stats.usedBytes(), stats.gracePeriods());
    }

    @Override
    public void close() {
        session.close();
        heap.close();
    }
}
