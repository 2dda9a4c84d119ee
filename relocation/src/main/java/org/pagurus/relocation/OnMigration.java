package org.pagurus.relocation;

import org.pagurus.relocation.internal.access.Encounter;

/**
 * What an accessor does that meets a migration entry: a page that is being copied right now. Writers meet them, and with {@link
 * ReadMode#EXCLUSIVE} readers too; with {@link ReadMode#READ_THROUGH} readers never do. Chosen for a heap, {@link
 * HeapBuilder#onMigration} and {@link HeapBuilder#sleepableOnMigration}, or for a section, {@link Session#enter(OnMigration)},
 * {@link Session#enterSleepable(OnMigration)} and {@link Session#run}.
 *
 * <p>With each of them a single access is linearizable, atomic updates are atomic, and what one thread wrote before a release it
 * wrote for every thread that acquires it. {@link #FALLBACK} has one rule more. A copy takes some 10 microseconds for
 * each 64 KiB; a page that is only announced to move, which lasts a grace period, blocks nobody: writers pin it.
 */
public enum OnMigration {
    /**
     * Waits for the end of the copy: spins for 20 microseconds, then parks. The move goes on. Only in sleepable sections: a
     * strict one would make its grace periods depend on the migrator's progress. It waits for one bounded copy, because the
     * migrator waits for nothing while a page is being copied; if that takes a second, for example because the migrator's thread
     * was killed, it cancels. Inside a strict section of another heap it cancels at once. The kernel's counterpart is
     * {@code migration_entry_wait} under SRCU.
     *
     * <pre>
     *   writer     putLong: sees MIGRATING -- waits ------------- writes the new frame
     *   migrator   begin --- copy --------------------- commit, wakes
     * </pre>
     */
    WAIT(Encounter.WAIT),
    /**
     * Leaves the section, waits outside until the copy is over, and runs the section again, from its beginning. For this the
     * section is a task: {@link Session#run}. What the task wrote before it met the migration entry stays written, so it has to
     * be one that may be run twice. After 16 vain runs in a row it is run once more with CANCEL. As a heap's default it makes
     * {@code enter()} sections, which cannot be run again, refuse every access (with {@code -Dpagurus.checks=none}, which
     * checks no access, only those that meet a copy).
     *
     * <pre>
     *   writer     run: [ getLong, putLong: sees MIGRATING ]  waits outside   [ getLong, putLong: writes the new frame ]
     *   migrator   begin ------------------------- copy -------------- commit, wakes
     * </pre>
     */
    RETRY(Encounter.RETRY),
    /**
     * Goes on in memory that was reserved before the section, the session's {@link Reserve}; the move goes on too, and nothing is
     * allocated. A read gets a copy of the bytes that was validated against the entry. A plain write waits in a store
     * buffer, as in a processor's, until the copy is over; the section itself sees it at once, others when it is made: at the
     * section's next access after the end of the copy, before its next ordered write, atomic update, view for writing or free,
     * at the latest when the section ends; the last four cancel a copy that is still running. So publish what
     * was written by an ordered write of the session, or after the section: a lock or a field of Java's that is released
     * inside the section does not wait for the buffer. Ordered writes, atomic updates and views for writing never wait: they
     * cancel. A reserve that is too small throws {@link ReserveExhaustedException}. A thread that ends inside
     * the section loses the writes that wait.
     *
     * <pre>
     *   writer     putLong: sees MIGRATING -- buffers -- getLong: from the buffer ---- getLong: writes the new frame, reads it
     *   migrator   begin ------ copy ----------------------------------------- commit
     * </pre>
     */
    FALLBACK(Encounter.FALLBACK),
    /**
     * Undoes the move with one CAS and goes on at once: no accessor ever depends on the migrator's progress. The copy is
     * thrown away; the page stays where it is until the accessor's section ends, and the compactor tries it again later.
     *
     * <pre>
     *   writer     getAndAdd: sees MIGRATING -- cancel, adds in the old frame ----------- exit: unpin
     *   migrator   begin ---- copy ------------------------ commit fails, copy dropped                  begin, copy, commit
     * </pre>
     */
    CANCEL(Encounter.CANCEL);

    private final Encounter encounter;

    OnMigration(Encounter encounter) {
        this.encounter = encounter;
    }

    Encounter encounter() {
        return encounter;
    }
}
