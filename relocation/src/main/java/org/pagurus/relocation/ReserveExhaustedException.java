package org.pagurus.relocation;

/**
 * A section with {@link OnMigration#FALLBACK} needed more than its session had reserved. The access or allocation was not made;
 * what the section did before stays, and writes that wait are made when it ends. See {@link Reserve}. Counted in {@link
 * HeapStats#reservesExhausted}.
 */
public final class ReserveExhaustedException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    ReserveExhaustedException(String message) {
        super(message);
    }
}
