package org.pagurus.bench.defrag;

import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLongArray;
import org.pagurus.bench.defrag.store.Memory;
import org.pagurus.bench.defrag.store.Store;

/** Remembers what was asked for; there is no memory behind it. */
final class RecordingStore implements Store, Store.Mutator {
    private final Map<Long, Integer> sizes = new HashMap<>();
    private long next = 1;
    private long liveBytes;
    private long mostLiveBytes;
    private long allocatedBytes;
    private long freed;

    @Override
    public Mutator mutator() {
        return this;
    }

    @Override
    public void begin() {
        // Nothing is measured.
    }

    @Override
    public long allocate(int size, long header) {
        sizes.put(next, size);
        liveBytes += size;
        allocatedBytes += size;
        mostLiveBytes = Math.max(mostLiveBytes, liveBytes);
        return next++;
    }

    @Override
    public void free(long pointer, long header) {
        liveBytes -= sizes.remove(pointer);
        freed++;
    }

    @Override
    public boolean isRight(long pointer, int size, long header) {
        return sizes.get(pointer) == size;
    }

    @Override
    public Access access(AtomicLongArray pointers) {
        throw new UnsupportedOperationException();
    }

    @Override
    public Memory memory() {
        return new Memory(liveBytes, 0, liveBytes, liveBytes, "");
    }

    @Override
    public boolean settles() {
        return false;
    }

    @Override
    public void setCompacting(boolean compacting) {
        // Nothing moves.
    }

    @Override
    public String problem() {
        return "";
    }

    @Override
    public void close() {
        // Nothing is held.
    }

    long liveBytes() {
        return liveBytes;
    }

    long mostLiveBytes() {
        return mostLiveBytes;
    }

    long allocatedBytes() {
        return allocatedBytes;
    }

    long freed() {
        return freed;
    }

    Map<Long, Integer> sizes() {
        return sizes;
    }
}
