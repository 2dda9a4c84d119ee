package org.pagurus.relocation.explain;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import org.pagurus.relocation.Heap;
import org.pagurus.relocation.HeapBuilder;
import org.pagurus.relocation.OnMigration;
import org.pagurus.relocation.ReadMode;

/**
 * A protocol and what readers do under it. Readers meet migration entries only in EXCLUSIVE heaps, so all but one are.
 *
 * <p>The deadlock needs both mistakes: the first three have the grace period inside MIGRATING or readers that spin, and only the
 * one that has both hangs.
 */
public enum Scenario {
    /** The seed's: the migrator waits for the reader, and the reader for the migrator. */
    SPIN_INSIDE(Encounter.SPIN, true, "the attempt of the exchange: MIGRATING first, then the grace period; strict readers spin"),
    /** The same migrator, and readers that do not depend on it. */
    CANCEL_INSIDE(Encounter.CANCEL, true, "the same wrong migrator; strict readers cancel"),
    /** The same readers, and a migrator that waits for nobody while they spin. */
    SPIN(Encounter.SPIN, false, "the grace period before MIGRATING; strict readers spin, for one bounded copy"),
    READ_THROUGH(Encounter.READ_THROUGH, false, "phased; strict readers read through and never wait (the default)"),
    CANCEL(Encounter.CANCEL, false, "phased; strict readers that meet migration entries cancel"),
    WAIT(Encounter.WAIT, false, "phased; readers in sleepable sections wait"),
    RETRY(Encounter.RETRY, false, "phased; strict sections are left and run again"),
    FALLBACK(Encounter.FALLBACK, false, "phased; strict readers fall back on memory reserved before the section");

    private final Encounter encounter;
    private final boolean inside;
    private final String title;

    Scenario(Encounter encounter, boolean inside, String title) {
        this.encounter = encounter;
        this.inside = inside;
        this.title = title;
    }

    /** The name for people and command lines: {@code spin-inside}. */
    public String id() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    public static Optional<Scenario> of(String id) {
        return Arrays.stream(values()).filter(one -> one.id().equals(id)).findFirst();
    }

    public String title() {
        return title;
    }

    public Encounter encounter() {
        return encounter;
    }

    /** Whether the migrator waits for its grace period between begin and commit, which I1 forbids. */
    public boolean isGracePeriodInside() {
        return inside;
    }

    /** Whether nobody gets on. */
    public boolean isDeadlock() {
        return inside && encounter == Encounter.SPIN;
    }

    /** Whether the readers' sections may block. */
    public boolean isSleepable() {
        return encounter == Encounter.WAIT;
    }

    HeapBuilder settings() {
        HeapBuilder settings = Heap.builder()
            .readMode(encounter == Encounter.READ_THROUGH ? ReadMode.READ_THROUGH : ReadMode.EXCLUSIVE);
        return encounter.policy() == OnMigration.WAIT ? settings.sleepableOnMigration(OnMigration.WAIT)
            : settings.onMigration(encounter.policy());
    }
}
