package org.pagurus.relocation.torture;

import java.util.Locale;
import org.pagurus.relocation.HeapBuilder;
import org.pagurus.relocation.OnMigration;

/** What the accessors of a run do when they meet a migration entry. */
public enum Policy {
    /** They cancel it. */
    CANCEL;

    /** The name for the command line. */
    public String id() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** Makes it the heap's. */
    void configure(HeapBuilder settings) {
        settings.onMigration(OnMigration.CANCEL);
    }

    /** How players enter their sections. */
    Sections sections() {
        return Sections.STRICT;
    }
}
