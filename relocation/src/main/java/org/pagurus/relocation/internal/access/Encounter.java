package org.pagurus.relocation.internal.access;

/** What a section does when it meets a migration entry. The public {@code OnMigration} has the words for users. */
public enum Encounter {
    /** Waits for the end of the copy. Sleepable sections only. */
    WAIT,
    /** Throws {@link RetrySignal}: the section is left and run again. */
    RETRY,
    /** Goes on in the {@link StoreBuffer}. */
    FALLBACK,
    /** Undoes the move. */
    CANCEL
}
