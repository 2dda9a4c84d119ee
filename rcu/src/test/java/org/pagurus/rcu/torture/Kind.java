package org.pagurus.rcu.torture;

import java.util.Locale;

/** The kinds of domains. */
public enum Kind {
    /** Registered readers only. */
    STRICT,
    /** Registered readers and tickets. */
    SLEEPABLE;

    /** The name for the command line. */
    public String id() {
        return name().toLowerCase(Locale.ROOT);
    }
}
