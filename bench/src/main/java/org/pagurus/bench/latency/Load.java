package org.pagurus.bench.latency;

/** What happens beside the accessors. */
public enum Load {
    /** Nothing. */
    QUIET("quiet"),
    /** Pages are moved. */
    MOVING("moving"),
    /** As much is copied as often, and nothing is moved. */
    SAME_LOAD("same load");

    private final String id;

    Load(String id) {
        this.id = id;
    }

    /**
     * The name in tables and files.
     *
     * @return the name
     */
    public String id() {
        return id;
    }
}
