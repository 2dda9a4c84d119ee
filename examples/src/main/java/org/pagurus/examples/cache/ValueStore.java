package org.pagurus.examples.cache;

import java.util.concurrent.atomic.LongAdder;
import java.util.zip.CRC32C;
import org.agrona.concurrent.UnsafeBuffer;
import org.pagurus.relocation.Heap;
import org.pagurus.relocation.Session;

/**
 * The Pagurus half of the cache: values off-heap, without keys. Thread-safe; each thread uses its own session.
 */
final class ValueStore {
    private final Heap heap;
    private final Freeing freeing;
    private final LongAdder liveBytes = new LongAdder();
    private final ThreadLocal<CRC32C> crc = ThreadLocal.withInitial(CRC32C::new);
    private final ThreadLocal<UnsafeBuffer> view = ThreadLocal.withInitial(() -> new UnsafeBuffer(0, 0));

    /** What is done to a value that no reader can find any more. */
    @FunctionalInterface
    interface Freeing {
        void free(Session session, long pointer);
    }

    ValueStore(Heap heap, Freeing freeing) {
        this.heap = heap;
        this.freeing = freeing;
    }

    /** The calling thread's session. */
    Session session() {
        return heap.session();
    }

    /**
     * Stores a copy of some bytes. Nobody else knows the value yet.
     *
     * @throws org.pagurus.allocator.OffHeapExhaustedException if the heap has no room; nothing was stored
     */
    StoredValue store(byte[] bytes, int offset, int length) {
        long pointer = 0;
        if (length > 0) {
            Session session = heap.session();
            pointer = session.allocate(length);
            session.enter();
            try {
                session.putBytes(pointer, 0, bytes, offset, length);
            } finally {
                session.exit();
            }
        }
        CRC32C sum = crc.get();
        sum.reset();
        sum.update(bytes, offset, length);
        liveBytes.add(length);
        return new StoredValue(pointer, length, (int) sum.getValue());
    }

    /** Frees a value that no section can find from now on. Never waits. */
    void free(StoredValue value) {
        liveBytes.add(-value.length());
        if (value.length() > 0) {
            freeing.free(heap.session(), value.pointer());
        }
    }

    /** Copies a value that was found in the running section. */
    void copy(StoredValue value, byte[] target) {
        if (value.length() > 0) {
            heap.session().getBytes(value.pointer(), 0, target, 0, value.length());
        }
    }

    /** Shows a value that was found in the running section. */
    void read(StoredValue value, ValueReader reader) {
        UnsafeBuffer shown = view.get();
        if (value.length() > 0) {
            heap.session().wrapForReading(value.pointer(), shown);
            // The slot may be longer than the value.
            shown.wrap(shown.addressOffset(), value.length());
        } else {
            shown.wrap(0, 0);
        }
        reader.read(shown);
    }

    /** The sum of the lengths of all values stored and not freed. */
    long liveBytes() {
        return liveBytes.sum();
    }
}
