package org.pagurus.relocation.torture;

import java.util.Locale;
import org.pagurus.relocation.HeapBuilder;
import org.pagurus.relocation.OnMigration;

/** What most sections of a run do when they meet a migration entry. Some do otherwise: a heap has to bear all together. */
public enum Policy {
    /** They cancel the move. */
    CANCEL(OnMigration.CANCEL, Sections.STRICT, Sections.STRICT, Sections.SLEEPABLE),
    /** They wait, and so are sleepable; strict ones beside them cancel. */
    WAIT(OnMigration.WAIT, Sections.SLEEPABLE, Sections.SLEEPABLE, Sections.STRICT),
    /** They are left and run again; others cancel. */
    RETRY(OnMigration.RETRY, Sections.RUN, Sections.RUN, Sections.SLEEPABLE, Sections.STRICT),
    /** They go on in reserved memory; some cancel. */
    FALLBACK(OnMigration.FALLBACK, Sections.STRICT, Sections.SLEEPABLE, Sections.CANCELLING);

    private final OnMigration onMigration;
    private final Sections sections;

    Policy(OnMigration onMigration, Sections... kinds) {
        this.onMigration = onMigration;
        this.sections = (session, random, body) -> kinds[random.nextInt(kinds.length)].run(session, random, body);
    }

    /** The name for the command line. */
    public String id() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** What it is for the heap. */
    public OnMigration onMigration() {
        return onMigration;
    }

    /** Makes it the heap's, where it may be a default: RETRY would refuse every section but tasks. */
    void configure(HeapBuilder settings) {
        if (this == WAIT || this == FALLBACK) {
            settings.sleepableOnMigration(onMigration);
        }
        if (this == FALLBACK) {
            settings.onMigration(onMigration);
        }
    }

    /** How threads enter their sections. */
    Sections sections() {
        return sections;
    }
}
