package org.pagurus.bench.defrag;

import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicLongArray;
import org.pagurus.bench.defrag.store.Memory;
import org.pagurus.bench.defrag.store.Store;

/** Holds so many times what is live, by its own word, and sleeps in one read of a thousand. Pointers carry their sizes. */
final class FakeStore implements Store, Store.Mutator {
    private static final int SIZE_SHIFT = 32;
    private static final int SLOW_OF = 1000;

    private final double waste;
    private final long slowMillis;
    private final AtomicLong live = new AtomicLong();
    private final AtomicLong next = new AtomicLong(1);
    private final AtomicInteger slowReads = new AtomicInteger();

    FakeStore(double waste, long slowMillis) {
        this.waste = waste;
        this.slowMillis = slowMillis;
    }

    /** How many reads were slow so far. */
    int slowReads() {
        return slowReads.get();
    }

    @Override
    public Mutator mutator() {
        return this;
    }

    @Override
    public long allocate(int size, long header) {
        live.addAndGet(size);
        return (long) size << SIZE_SHIFT | next.getAndIncrement();
    }

    @Override
    public void free(long pointer, long header) {
        live.addAndGet(-(pointer >> SIZE_SHIFT));
    }

    @Override
    public boolean isRight(long pointer, int size, long header) {
        return pointer >> SIZE_SHIFT == size;
    }

    @Override
    public Access access(AtomicLongArray pointers) {
        int[] reads = {0};
        return new Access() {
            @Override
            public int read(int index) {
                if (pointers.get(index) == 0) {
                    return ABSENT;
                }
                if (slowMillis > 0 && ++reads[0] % SLOW_OF == 0) {
                    sleep();
                }
                return RIGHT;
            }

            @Override
            public void close() {
                // Nothing is held.
            }
        };
    }

    private void sleep() {
        try {
            Thread.sleep(slowMillis);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        slowReads.incrementAndGet();
    }

    @Override
    public void begin() {
        // Nothing is measured.
    }

    @Override
    public Memory memory() {
        long total = (long) (waste * live.get());
        return new Memory(total, 0, total, total, "");
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
}
