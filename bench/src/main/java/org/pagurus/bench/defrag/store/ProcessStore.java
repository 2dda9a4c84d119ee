package org.pagurus.bench.defrag.store;

/** A peer: nothing moves objects on request, and its memory is what the process has grown by. It needs a JVM of its own. */
abstract class ProcessStore implements Store {
    private final Growth growth;

    ProcessStore(Growth growth) {
        this.growth = growth;
    }

    @Override
    public final void begin() {
        growth.begin();
    }

    @Override
    public final Memory memory() {
        long grown = growth.bytes();
        return new Memory(grown, 0, grown, grown, growth.detail());
    }

    @Override
    public final boolean settles() {
        return growth.settles();
    }

    @Override
    public final void setCompacting(boolean compacting) {
        // What a peer moves, it moves on its own account.
    }

    @Override
    public final String problem() {
        return "";
    }
}
