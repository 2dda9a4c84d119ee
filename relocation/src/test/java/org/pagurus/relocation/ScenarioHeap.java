package org.pagurus.relocation;

import java.util.concurrent.locks.Lock;
import java.util.function.Function;
import org.pagurus.allocator.Pointer;
import org.pagurus.allocator.internal.pages.PageTable;
import org.pagurus.rcu.RcuDomain;
import org.pagurus.relocation.internal.migration.Migrator;
import org.pagurus.relocation.internal.protocol.Protocol;

/** A heap with a protocol of the caller's, whose migrator the caller drives: for the scenarios of {@code explain}. */
public final class ScenarioHeap implements AutoCloseable {
    private static final long LONG_NANOS = 1_000_000_000L;
    private final Heap heap;

    public ScenarioHeap(HeapBuilder settings, Function<PageTable, Protocol> protocolOf) {
        heap = settings.build(protocolOf);
    }

    public Heap heap() {
        return heap;
    }

    public RcuDomain domain() {
        return heap.space().domain();
    }

    /** What its migrator is used under. Whoever waits for it waits for a batch. */
    public Lock lock() {
        return heap.compactor().lock();
    }

    public long entry(long pointer) {
        return heap.space().table().entryAcquire(Pointer.pageId(pointer));
    }

    public long pagesMigrated() {
        return migrator().counters().pagesMigrated();
    }

    public long pagesPutBack() {
        return migrator().counters().putBack();
    }

    private Migrator migrator() {
        return heap.compactor().migrator();
    }

    // ---- under the lock ----

    /** Announces that an object's page moves as it is. */
    public boolean isolate(long pointer) {
        return migrator().addMove(heap.space().pages().get(Pointer.pageId(pointer)).run());
    }

    public void startGracePeriod() {
        migrator().startGracePeriod();
    }

    /** @return whether the batch is over */
    public boolean isOver() {
        return migrator().isIdle();
    }

    /** @return whether anything was done */
    public boolean step() {
        return migrator().step(System.nanoTime() + LONG_NANOS) > 0;
    }

    @Override
    public void close() {
        heap.close();
    }
}
