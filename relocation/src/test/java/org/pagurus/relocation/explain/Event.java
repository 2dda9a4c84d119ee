package org.pagurus.relocation.explain;

/**
 * Something that happened in a round.
 *
 * @param lane      the thread's name, or {@link SceneResult#GRACE_PERIOD}
 * @param kind      what it is
 * @param page      the page that it concerns; 0 if none
 * @param fromNanos when it began, since the beginning of the round: before that it is negative
 * @param toNanos   when it ended; the same for a moment; null if it had not ended when the run was over
 * @param text      how it began
 * @param endText   how it ended; null where that needs no word
 */
public record Event(String lane, Kind kind, int page, long fromNanos, Long toNanos, String text, String endText) {
    /** What an event is. */
    public enum Kind {
        /** A reader's section. */
        SECTION,
        /** A reader stands before a migration entry. */
        MEETING,
        /** A reader waits outside its section. */
        OUTSIDE,
        /** A page is being copied. */
        MIGRATING,
        /** A grace period that somebody waits for. */
        GRACE_PERIOD,
        /** A step of the migrator. */
        STEP,
        /** A stall report, or the watchdog's. */
        ALARM
    }

    public boolean isOpen() {
        return toNanos == null;
    }

    /** Whether it was going on at that time. */
    public boolean covers(long nanos) {
        return fromNanos <= nanos && (toNanos == null || nanos <= toNanos);
    }

    public boolean isMoment() {
        return toNanos != null && toNanos == fromNanos;
    }
}
