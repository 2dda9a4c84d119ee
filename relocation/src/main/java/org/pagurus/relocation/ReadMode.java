package org.pagurus.relocation;

/** How readers behave while a page is on the move. */
public enum ReadMode {
    /**
     * A reader never notices a move: until it sees the commit it reads the old frame, which is recycled only after a further
     * grace period. No reader ever waits, pins or cancels.
     */
    READ_THROUGH,
    /**
     * Readers behave as writers do: they pin isolated pages and cancel running copies. The old frame is free at commit,
     * without a second grace period. For heaps that run close to their limit, or that must never read a stale frame. Pages of
     * {@link PageKind#SEALED} are not concerned: their readers pin nothing, and their old frames, with the same contents, wait.
     */
    EXCLUSIVE
}
