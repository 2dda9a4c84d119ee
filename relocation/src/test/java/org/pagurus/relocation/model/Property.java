package org.pagurus.relocation.model;

/** What must hold in every state. */
enum Property {
    /** The slot of each page holds the number of writes to it, wherever the page is (I2, I4). */
    NO_UPDATE_LOST,
    /** A read sees the writes that ended before it began, and none that has not happened. */
    READS_LINEARIZABLE,
    /** A frame is free only when no section holds an address in it, and no page lives in it (I3). */
    USE_AFTER_FREE,
    /** Between begin and commit the migrator has a step that it can make (I1). */
    NO_WAIT_IN_MIGRATING,
    /** While not all have ended, somebody has a step that changes something. */
    NO_DEADLOCK,
    /** From every state all can come to their end: no step is repeated for ever. */
    END_IN_REACH,
    /** No transition is refused by the real entry class. */
    LEGAL_TRANSITIONS,
    /** A page is never moved to a slot where a page lives. */
    NO_OVERLAP,
    /** At the end entries are PRESENT without pins, and every frame is free or has a page. */
    TIDY_END
}
