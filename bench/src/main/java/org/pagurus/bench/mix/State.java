package org.pagurus.bench.mix;

import java.util.Locale;

/** What moves memory beside the accessors. Values are replaced by others of other sizes in each of them. */
public enum State {
    /** Nothing does: the heap's compactor is not started. */
    OFF,
    /** The heap's own compactor, as it is without any setting. */
    ON,
    /** All pages, one after the other and round again, without a pause. */
    CONTINUOUS,
    /** Whatever a library does by itself; the only state of the peers. */
    OWN;

    /**
     * The name in tables and files.
     *
     * @return the name
     */
    public String id() {
        return name().toLowerCase(Locale.ROOT);
    }
}
