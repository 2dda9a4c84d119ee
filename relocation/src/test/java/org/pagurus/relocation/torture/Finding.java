package org.pagurus.relocation.torture;

/**
 * The first thing that was wrong in a run.
 *
 * @param kind       what it was
 * @param text       for people
 * @param afterNanos when, since the run began, in nanoseconds
 */
public record Finding(Kind kind, String text, long afterNanos) {
    /** What can be wrong. */
    public enum Kind {
        /** A write is missing, at a look or at the end. */
        LOST_UPDATE("lost update"),
        /** A read saw less than writes that had ended before it. */
        STALE("stale read"),
        /** Contents that do not fit together: a copy of different moments. */
        TORN("wrong checksum"),
        /** Another object, or another generation of it, than the pointer's. */
        FOREIGN("wrong object"),
        /** Memory that was free already was read. */
        POISON("freed memory read"),
        /** Memory that was free already was written. */
        LATE_WRITE("freed memory written"),
        /** A pinned object moved. */
        PIN("moved while pinned"),
        /** The heap found a defect of its own: an illegal transition, frames freed twice, a live pointer that is none. */
        REFUSED("refused by the heap"),
        /** The heap at rest is not consistent. */
        VERIFIER("heap verifier"),
        /** Threads did not come to their end. */
        NO_PROGRESS("no progress"),
        /** Something else was thrown. */
        ERROR("error");

        private final String title;

        Kind(String title) {
            this.title = title;
        }

        /** The name for people. */
        public String title() {
            return title;
        }
    }
}
