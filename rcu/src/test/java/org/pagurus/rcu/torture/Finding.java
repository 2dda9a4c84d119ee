package org.pagurus.rcu.torture;

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
        /** A grace period ended while a section ran that it had to wait for. */
        AGE("age"),
        /** A section found an element that was not whole: before its publication, or after its grace periods. */
        TORN("torn"),
        /** A grace period that was started inside a section ended inside it. */
        SECTION("own section"),
        /** The forbidden outcome of {@link StoreBuffering}. */
        LITMUS("litmus"),
        /** A callback ran in the wrong order, or not before barrier returned. */
        CALLBACK("callback"),
        /** No grace period ended for too long. */
        NO_PROGRESS("no progress"),
        /** Something was thrown. */
        ERROR("error");

        private final String title;

        Kind(final String title) {
            this.title = title;
        }

        /** The name for people. */
        public String title() {
            return title;
        }
    }
}
