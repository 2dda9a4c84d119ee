package org.pagurus.relocation.internal.access;

/**
 * How the sessions of a heap behave.
 *
 * @param exclusive        whether readers hold pages as writers do
 * @param strictDefault    what a strict section does at a migration entry unless it says otherwise
 * @param sleepableDefault the same for a sleepable section
 */
public record AccessMode(boolean exclusive, Encounter strictDefault, Encounter sleepableDefault) {
    /** Whether sections need a reserve before they are entered. */
    public boolean fallsBack() {
        return strictDefault == Encounter.FALLBACK || sleepableDefault == Encounter.FALLBACK;
    }
}
