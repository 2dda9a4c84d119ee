package org.pagurus.relocation.model;

/** Where the migrator stands in its batch. What is of no use any more is 0. */
final class MigratorState {
    static final int TAKE_RUN = 0;
    static final int ISOLATE = 1;
    static final int START_GRACE_PERIOD = 2;
    static final int AWAIT_GRACE_PERIOD = 3;
    static final int BEGIN = 4;
    static final int START_LATE_GRACE_PERIOD = 5;
    static final int AWAIT_IN_MIGRATING = 6;
    static final int COPY = 7;
    static final int COMMIT = 8;
    static final int WAKE = 9;
    static final int MOVED = 10;
    static final int FINISH = 11;
    static final int ENDED = 12;

    int at;
    /** Batches that are finished. */
    int batch;
    /** The page at work. */
    int page;
    /** Rounds over the batch that are finished. */
    int round;
    /** The sections that the grace period still waits for. */
    int grace;
    /** The frame that the pages move to. */
    int target;
    /** Slots used in it. */
    int cursor;
    /** The pages of the batch that have not moved. */
    int unmoved;
    /** The frames that were left by their last page. */
    int left;
    /** What {@code begin} returned, as {@link Entries} shortens it; 0 once the copy was thrown away. */
    int migrating;

    void transfer(Packing packing) {
        at = packing.field(at, 4);
        batch = packing.field(batch, 2);
        page = packing.field(page, 2);
        round = packing.field(round, 2);
        grace = packing.field(grace, State.ACCESSORS);
        target = packing.field(target, 2);
        cursor = packing.field(cursor, 2);
        unmoved = packing.field(unmoved, State.PAGES);
        left = packing.field(left, State.FRAMES);
        migrating = packing.field(migrating, 8);
    }
}
