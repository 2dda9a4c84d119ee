package org.pagurus.relocation;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.function.BiFunction;
import java.util.random.RandomGenerator;
import org.pagurus.allocator.Pointer;
import org.pagurus.allocator.internal.pages.Entry;
import org.pagurus.allocator.internal.pages.Page;
import org.pagurus.allocator.internal.pages.PageTable;
import org.pagurus.allocator.internal.pages.Run;
import org.pagurus.rcu.Fence;
import org.pagurus.rcu.RcuBuilder;
import org.pagurus.rcu.RcuDomain;
import org.pagurus.relocation.internal.migration.MigrationCounters;
import org.pagurus.relocation.internal.protocol.Protocol;
import org.pagurus.relocation.internal.space.Space;

/** A heap whose protocol is watched and may have a bug, and the ways into it that the torture needs. */
public final class HeapInside {
    private final Heap heap;
    private final Mutation mutation;

    private HeapInside(Heap heap, Mutation mutation) {
        this.heap = heap;
        this.mutation = mutation;
    }

    /**
     * Builds a heap.
     *
     * @param fence    of its grace periods
     * @param mutation the seeded bug, or null
     * @param around   puts something around the protocol, see {@link WatchedProtocol}
     * @param frames   sees all frames come and go
     */
    public static HeapInside build(HeapBuilder settings, Fence fence, Mutation mutation,
        BiFunction<PageTable, Protocol, Protocol> around, FrameWatch frames) {
        return new HeapInside(settings.build(new Assembly() {
            @Override
            RcuBuilder rcu(HeapBuilder same) {
                return super.rcu(same).fence(fence);
            }

            @Override
            Space space(HeapBuilder same, RcuDomain domain) {
                return new WatchedSpace(same, domain, mutation, around, frames);
            }
        }), mutation);
    }

    /** A space that tells of its frames. */
    private static final class WatchedSpace extends Space {
        private final FrameWatch frames;
        private final boolean recyclesEarly;

        WatchedSpace(HeapBuilder settings, RcuDomain domain, Mutation mutation,
            BiFunction<PageTable, Protocol, Protocol> around, FrameWatch frames) {
            super(settings.capacityBytes(), settings.reserveFrames(), settings.hugePages(), domain, table ->
                around.apply(table, mutation == null ? new Protocol(table) : mutation.protocol(table, domain)));
            this.frames = frames;
            this.recyclesEarly = mutation == Mutation.EARLY_RECYCLING;
        }

        @Override
        protected void afterTake(long address, int frameCount) {
            frames.afterTake(address, frameCount);
        }

        @Override
        protected void beforeFree(long address, int frameCount) {
            frames.beforeFree(address, frameCount);
        }

        @Override
        public void retireRun(Run run) {
            if (recyclesEarly) {
                freeRun(run);
            } else {
                super.retireRun(run);
            }
        }
    }

    public Heap heap() {
        return heap;
    }

    /** A driver of its migrator. */
    public ForcedMoves forcedMoves(Random random) {
        return new ForcedMoves(heap, random);
    }

    /** The page of an id chosen at random; null if there is none. */
    public Page anyPage(Random random) {
        return heap.space().pages().get(1 + random.nextInt(heap.space().pages().end()));
    }

    /** The page of a pointer; null if there is none any more. */
    public Page pageOf(long pointer) {
        return heap.space().pages().get(Pointer.pageId(pointer));
    }

    /** What the seeded bug does by itself, at any time, in any thread outside sections. */
    public void misbehave(RandomGenerator random) {
        if (mutation == Mutation.COLLECT_WITHOUT_GRACE_PERIOD) {
            RashCollector.collectSome(heap.space(), random);
        }
    }

    /** Takes pages away from some sessions, or collects what was freed. */
    public void takePagesAway(Random random) {
        if (random.nextBoolean()) {
            heap.space().revoke(session -> random.nextBoolean());
        } else {
            heap.space().collectAll();
        }
    }

    /** Gives free frames back to the OS. */
    public void release() {
        heap.space().frames().release(0, 64);
    }

    /** Direct compaction for a run of so many frames: folds, and then evacuates stretches of a region. */
    public void makeRoom(int frames, long timeoutNanos) {
        heap.compactor().makeRoom(frames, frames, timeoutNanos, () -> 0);
    }

    /** What its migrator has done. Any thread. */
    public MigrationCounters moves() {
        return heap.compactor().migrator().counters();
    }

    /** Takes over sessions of dead threads. */
    public void takeOverDeadSessions() {
        heap.compactor().lock().lock();
        try {
            heap.takeOverDeadSessions();
        } finally {
            heap.compactor().lock().unlock();
        }
    }

    /** As {@link Heap#verify}; and nobody has left a pin. For a heap without sections and pinned objects. */
    public List<String> verify() {
        List<String> problems = new ArrayList<>(heap.verify());
        for (int id = 1; id < heap.space().pages().end(); id++) {
            long entry = heap.space().table().entryAcquire(id);
            if (Entry.pins(entry) != 0) {
                problems.add("page=" + id + " " + Entry.toString(entry) + ": a pin was left behind");
            }
        }
        return problems;
    }

    /** Runs what waits for grace periods; no section is open. */
    public boolean collectAll(long timeoutNanos) {
        // Twice: what was freed while a page's first slots waited needs a grace period of its own.
        heap.space().revoke(session -> true);
        boolean done = true;
        for (int i = 0; i < 2; i++) {
            heap.space().collectAll();
            done &= heap.space().domain().barrier(timeoutNanos);
        }
        return done;
    }

    /** Unmaps a heap that a bug keeps from being closed. No thread uses it any more. */
    public void discard() {
        heap.space().markClosed();
        heap.space().unmap();
    }
}
