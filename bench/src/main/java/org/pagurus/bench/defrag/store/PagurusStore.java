package org.pagurus.bench.defrag.store;

import java.util.List;
import java.util.concurrent.atomic.AtomicLongArray;
import org.pagurus.bench.frames.FrameMap;
import org.pagurus.relocation.Heap;
import org.pagurus.relocation.HeapBuilder;
import org.pagurus.relocation.HeapStats;
import org.pagurus.relocation.Session;

/** Pagurus: each access in a section of its own. All settings but capacity and CPU share are the heap's defaults. */
public final class PagurusStore implements Store {
    private static final int TABLE_ENTRY_BYTES = 8;
    private static final int OS_PAGE_BYTES = 4096;

    private final Heap heap;

    /** A heap of that capacity; its compactor may take a whole core, or as much as by default. */
    public PagurusStore(long capacityBytes, boolean capLifted) {
        HeapBuilder builder = Heap.builder().capacity(capacityBytes);
        if (capLifted) {
            builder.maxCpu(1);
        }
        heap = builder.build();
    }

    @Override
    public Mutator mutator() {
        return new SectionMutator(heap.openSession());
    }

    /** In a section: the words behind the header. */
    private static boolean isRight(Session session, long pointer, long header, int size) {
        boolean right = session.getLong(pointer, Stamp.SIZE_OFFSET) == Stamp.sizeWord(header, size);
        int last = Stamp.lastOffset(size);
        for (int offset = Stamp.STRIDE; offset < last; offset += Stamp.STRIDE) {
            right &= session.getLong(pointer, offset) == Stamp.word(header, offset);
        }
        return right && (last < Stamp.MIN_BYTES || session.getLong(pointer, last) == Stamp.word(header, last));
    }

    @Override
    public Access access(AtomicLongArray pointers) {
        return new SectionAccess(heap.openSession(), pointers);
    }

    @Override
    public void begin() {
        // Only the heap's own memory is counted.
    }

    @Override
    public Memory memory() {
        HeapStats stats = heap.stats();
        long table = ((long) stats.pages() * TABLE_ENTRY_BYTES + OS_PAGE_BYTES - 1) / OS_PAGE_BYTES * OS_PAGE_BYTES;
        return new Memory(stats.residentBytes(), stats.metadataBytes(), stats.mappedBytes(),
            stats.residentBytes() + stats.metadataBytes() - Math.min(table, stats.metadataBytes()),
            "slotBytes=" + stats.liveBytes() + " usedBytes=" + stats.usedBytes() + " waitingBytes=" + stats.waitingBytes()
                + " freeBytes=" + stats.freeBytes() + " pages=" + stats.pages() + " foldedPages=" + stats.foldedPages()
                + " pagesMigrated=" + stats.pagesMigrated() + " cancelled=" + stats.migrationsCancelled() + " putBack="
                + stats.pagesPutBack() + " bytesCopied=" + stats.bytesCopied() + " bytesReleased=" + stats.bytesReleased());
    }

    @Override
    public String frames() {
        return FrameMap.of(heap.regionMap()).text();
    }

    @Override
    public boolean settles() {
        return true;
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
    public String problem() {
        List<String> problems = heap.verify();
        return problems.isEmpty() ? "" : "verifier: " + String.join("; ", problems);
    }

    @Override
    public void close() {
        heap.close();
    }

    /** The session of a thread that allocates. */
    private record SectionMutator(Session session) implements Mutator {
        @Override
        public long allocate(int size, long header) {
            // Outside the section: there the heap may wait and compact when it is full.
            long pointer = session.allocate(size);
            session.enter();
            try {
                session.putLong(pointer, 0, header);
                session.putLong(pointer, Stamp.SIZE_OFFSET, Stamp.sizeWord(header, size));
                int last = Stamp.lastOffset(size);
                for (int offset = Stamp.STRIDE; offset < last; offset += Stamp.STRIDE) {
                    session.putLong(pointer, offset, Stamp.word(header, offset));
                }
                if (last >= Stamp.MIN_BYTES) {
                    session.putLong(pointer, last, Stamp.word(header, last));
                }
            } finally {
                session.exit();
            }
            return pointer;
        }

        @Override
        public void free(long pointer, long header) {
            session.free(pointer);
        }

        @Override
        public boolean isRight(long pointer, int size, long header) {
            session.enter();
            try {
                return session.getLong(pointer, 0) == header && PagurusStore.isRight(session, pointer, header, size);
            } finally {
                session.exit();
            }
        }

        @Override
        public void close() {
            session.close();
        }
    }

    /** A session of the accessor's thread. */
    private record SectionAccess(Session session, AtomicLongArray pointers) implements Access {
        @Override
        public int read(int index) {
            session.enter();
            try {
                // Loaded inside the section: an object that is unlinked after this is freed after the section.
                long pointer = pointers.get(index);
                if (pointer == 0) {
                    return ABSENT;
                }
                long header = session.getLong(pointer, 0);
                long size = Stamp.sizeOf(header, session.getLong(pointer, Stamp.SIZE_OFFSET));
                return Stamp.indexOf(header) == index && size >= Stamp.MIN_BYTES && size <= session.usableSize(pointer)
                    && isRight(session, pointer, header, (int) size) ? RIGHT : WRONG;
            } finally {
                session.exit();
            }
        }

        @Override
        public void close() {
            session.close();
        }
    }
}
