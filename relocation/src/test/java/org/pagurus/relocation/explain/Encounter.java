package org.pagurus.relocation.explain;

import org.pagurus.relocation.OnMigration;

/** What a reader does when the page that it reads is being copied. */
public enum Encounter {
    /** The seed's attempt: a loop in the place of the page fault handler. Test code only. */
    SPIN(OnMigration.CANCEL, "spins until the entry changes"),
    /** Reads the old frame, and notices nothing. */
    READ_THROUGH(OnMigration.CANCEL, "reads the old frame and goes on"),
    CANCEL(OnMigration.CANCEL, "cancels the move with one compare-and-set and goes on"),
    WAIT(OnMigration.WAIT, "waits for the commit, in a section that may block"),
    RETRY(OnMigration.RETRY, "leaves the section, to wait outside"),
    FALLBACK(OnMigration.FALLBACK, "reads a validated copy in its reserve and goes on");

    private final OnMigration policy;
    private final String words;

    Encounter(OnMigration policy, String words) {
        this.policy = policy;
        this.words = words;
    }

    OnMigration policy() {
        return policy;
    }

    String words() {
        return words;
    }
}
