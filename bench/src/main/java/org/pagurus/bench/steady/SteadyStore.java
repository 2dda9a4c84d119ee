package org.pagurus.bench.steady;

/** What is overwritten; one thread, but for what moves objects meanwhile. */
interface SteadyStore extends AutoCloseable {
    /**
     * Allocates an object and writes all of it.
     *
     * @return its pointer, or 0 if there is no room
     */
    long write(int size);

    /** What an object takes of the capacity. */
    int slotBytes(long pointer);

    void free(long pointer);

    /** Lets the compactor run, or not. */
    void setCompacting(boolean compacting);

    /** What was moved since the store was made, and what is held. */
    State state();

    @Override
    void close();

    /**
     * A store at a moment.
     *
     * @param bytesCopied  since it was made
     * @param slotBytes    live slots
     * @param heldBytes    memory of pages
     * @param gracePeriods since it was made
     */
    record State(long bytesCopied, long slotBytes, long heldBytes, long gracePeriods) {
    }
}
