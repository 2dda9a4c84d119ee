package org.pagurus.bench.demo;

/**
 * The parts of a run, in order.
 */
public enum Phase {
    /** The JIT compiler learns the code; not measured. */
    WARMING("warm-up", 0.06),
    /** Three months without the compactor. */
    QUIET("compactor off", 0.42),
    /** The same three months with it. */
    COMPACTING("compactor on", 0.42),
    /** No writer any more. */
    SETTLING("settling", 0.10);

    private final String title;
    private final double share;

    Phase(String title, double share) {
        this.title = title;
        this.share = share;
    }

    /**
     * A name for people.
     *
     * @return what goes on
     */
    public String title() {
        return title;
    }

    /** How long it lasts in a run of so many seconds. */
    long nanos(int seconds) {
        return (long) (share * seconds * 1e9);
    }
}
