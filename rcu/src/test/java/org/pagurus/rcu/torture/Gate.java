package org.pagurus.rcu.torture;

import org.pagurus.rcu.Reader;
import org.pagurus.rcu.SleepableDomain;

/** A thread's way into sections, which nest. */
interface Gate {
    void enter();

    void exit();

    /** By a registered reader. */
    static Gate of(final Reader reader) {
        return new Gate() {
            @Override
            public void enter() {
                reader.enter();
            }

            @Override
            public void exit() {
                reader.exit();
            }
        };
    }

    /** By tickets. */
    static Gate of(final SleepableDomain domain) {
        return new Gate() {
            private final long[] tickets = new long[Sections.MAX_DEPTH];
            private int depth;

            @Override
            public void enter() {
                tickets[depth] = domain.enterSleepable();
                depth++;
            }

            @Override
            public void exit() {
                depth--;
                domain.exitSleepable(tickets[depth]);
            }
        };
    }
}
