package org.pagurus.bench.mix;

import java.util.List;
import java.util.concurrent.atomic.AtomicLongArray;
import org.pagurus.bench.latency.Mover;
import org.pagurus.relocation.Heap;
import org.pagurus.relocation.HeapStats;
import org.pagurus.relocation.PageMover;
import org.pagurus.relocation.Session;

/**
 * Values in a heap with its defaults, found by an array of pointers. A value that is replaced is written before its pointer is
 * published, and the old one is freed after that: sections that still have the old pointer end before its memory is used again.
 */
final class HeapStore implements Store {
    private static final long BURST_BYTES = 1 << 20;
    private static final long ROOM_BYTES = 64L << 20;

    private final State state;
    private final boolean inPlace;
    private final Heap heap;
    private final AtomicLongArray pointers;
    private Mover mover;

    HeapStore(Keys keys, State state, boolean inPlace) {
        this.state = state;
        this.inPlace = inPlace;
        this.heap = Heap.builder().capacity(capacityBytes(keys)).build();
        this.pointers = new AtomicLongArray(keys.count());
    }

    /** So large that a heap without a compactor is never so full that it compacts all the same. */
    static long capacityBytes(Keys keys) {
        return 3L * keys.count() * Values.USUAL_BYTES + ROOM_BYTES;
    }

    @Override
    public Access access() {
        return new HeapAccess();
    }

    @Override
    public void startMoving() {
        switch (state) {
            case ON -> heap.startCompactor();
            case CONTINUOUS -> {
                PageMover pages = new PageMover(heap);
                mover = new Mover(() -> pages.moveNext(BURST_BYTES), 0, false);
            }
            default -> {
                // Nothing moves.
            }
        }
    }

    @Override
    public void stopMoving() {
        heap.stopCompactor();
        if (mover != null) {
            mover.close();
            mover = null;
        }
    }

    @Override
    public Moved moved() {
        HeapStats stats = heap.stats();
        return new Moved(stats.pagesMigrated(), stats.pagesFolded(), stats.migrationsCancelled(), stats.bytesCopied());
    }

    @Override
    public List<String> problems() {
        return heap.verify();
    }

    @Override
    public void close() {
        heap.close();
    }

    /** With a session of the calling thread. */
    private final class HeapAccess implements Access {
        private final Session session = heap.openSession();

        @Override
        public int read(int key, byte[] target) {
            session.enter();
            try {
                long pointer = pointers.getAcquire(key);
                if (pointer == 0) {
                    return -1;
                }
                int bytes = Values.bytes(session.getInt(pointer, Values.LENGTH_OFFSET));
                session.getBytes(pointer, 0, target, 0, bytes);
                return bytes;
            } finally {
                session.exit();
            }
        }

        @Override
        public void replace(int key, byte[] value, int bytes) {
            // Outside the section: there the heap may wait and compact when it is full.
            long pointer = session.allocate(bytes);
            session.enter();
            try {
                session.putBytes(pointer, 0, value, 0, bytes);
            } finally {
                session.exit();
            }
            // Orders the bytes before the pointer, for the acquire in read. Each old pointer is got, and freed, by one thread.
            long old = pointers.getAndSet(key, pointer);
            if (old != 0) {
                session.free(old);
            }
        }

        @Override
        public void update(int key, int field, byte[] value, int bytes) {
            if (!inPlace) {
                replace(key, value, bytes);
                return;
            }
            session.enter();
            try {
                int offset = Values.offset(field, Values.USUAL_FIELD_BYTES);
                session.putBytes(pointers.getAcquire(key), offset, value, offset, Values.USUAL_FIELD_BYTES);
            } finally {
                session.exit();
            }
        }

        @Override
        public long meetings() {
            return session.cancels() + session.waits() + session.retries() + session.snapshots() + session.buffered();
        }

        @Override
        public void close() {
            session.close();
        }
    }
}
