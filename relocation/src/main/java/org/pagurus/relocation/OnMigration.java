package org.pagurus.relocation;

/** What an accessor does that meets a migration entry: a page that is being copied right now. */
public enum OnMigration {
    /**
     * Undoes the move with one CAS and goes on at once: no accessor ever depends on the migrator's progress. The copy is
     * thrown away; the page stays where it is until the accessor's section ends, and the compactor tries it again later.
     *
     * <pre>
     *   writer     getAndAdd: sees MIGRATING -- cancel, adds in the old frame ----------- exit: unpin
     *   migrator   begin ---- copy ------------------------ commit fails, copy dropped                  begin, copy, commit
     * </pre>
     */
    CANCEL
}
