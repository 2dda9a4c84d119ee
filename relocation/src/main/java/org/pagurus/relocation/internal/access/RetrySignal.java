package org.pagurus.relocation.internal.access;

/**
 * Ends a section that met a migration entry and is to be run again. An {@link Error}, so that handlers of exceptions let it
 * pass; one instance without a stack, so that throwing it allocates nothing.
 */
public final class RetrySignal extends Error {
    /** The only one: it carries nothing. */
    public static final RetrySignal INSTANCE = new RetrySignal();
    private static final long serialVersionUID = 1L;

    private RetrySignal() {
        super("a section met a migration entry, and session.run(task) runs it again; let this error pass", null, false, false);
    }
}
