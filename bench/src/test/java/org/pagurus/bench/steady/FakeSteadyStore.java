package org.pagurus.bench.steady;

/** Moves three bytes for each one written while it is told to compact, and holds a quarter more than is live. */
final class FakeSteadyStore implements SteadyStore {
    static final long WRITE_NANOS = 1_000;
    static final long SLOW_NANOS = 50_000;
    static final int SLOW_EVERY = 100;
    static final int MOVED = 3;

    private static final int ROUND = 16;

    private final long capacityBytes;
    private final long compactingNanos;
    private final long[] slots = new long[1 << 20];
    private int next;
    private long slotBytes;
    private long copied;
    private long nanos;
    private boolean compacting;
    private boolean full;

    FakeSteadyStore(long capacityBytes) {
        this(capacityBytes, 0);
    }

    /** Each write takes so much longer while it compacts. */
    FakeSteadyStore(long capacityBytes, long compactingNanos) {
        this.capacityBytes = capacityBytes;
        this.compactingNanos = compactingNanos;
    }

    /** From now on nothing has room. */
    void fill() {
        full = true;
    }

    long nanos() {
        return nanos;
    }

    @Override
    public long write(int size) {
        nanos += (next % SLOW_EVERY == 0 ? SLOW_NANOS : WRITE_NANOS) + (compacting ? compactingNanos : 0);
        int slot = (size + ROUND - 1) / ROUND * ROUND;
        if (full || slotBytes + slot > capacityBytes) {
            return 0;
        }
        slotBytes += slot;
        copied += compacting ? (long) MOVED * size : 0;
        slots[++next] = slot;
        return next;
    }

    @Override
    public int slotBytes(long pointer) {
        return (int) slots[(int) pointer];
    }

    @Override
    public void free(long pointer) {
        slotBytes -= slots[(int) pointer];
        slots[(int) pointer] = 0;
    }

    @Override
    public void setCompacting(boolean isCompacting) {
        compacting = isCompacting;
    }

    @Override
    public State state() {
        return new State(copied, slotBytes, slotBytes + slotBytes / 4, 0);
    }

    @Override
    public void close() {
        // Nothing is held.
    }
}
