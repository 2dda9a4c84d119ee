package org.pagurus.rcu.litmus;

import java.util.function.Supplier;

import org.pagurus.rcu.Fence;
import org.pagurus.rcu.RcuBuilder;
import org.pagurus.rcu.RcuDomain;
import org.pagurus.rcu.Reader;
import org.pagurus.rcu.SleepableDomain;

/**
 * The domain of one litmus test, and its sections, by registered reader or by ticket. One for each test class, in a static field:
 * jcstress makes millions of states, and a domain and a registration for each would take longer than the race. The threads of
 * jcstress change their roles between iterations, so each registers when it first reads.
 */
abstract class Sections {
    private final RcuDomain domain;

    private Sections(final RcuDomain domain) {
        this.domain = domain;
    }

    /** Sections of registered readers of a strict domain. */
    static Sections ofReaders(final Supplier<RcuBuilder> builder, final Fence fence) {
        return new OfReaders(builder.get().fence(fence).strict());
    }

    /** Sections opened by ticket. */
    static Sections ofTickets(final Supplier<RcuBuilder> builder, final Fence fence) {
        return new OfTickets(builder.get().fence(fence).sleepable());
    }

    /** Opens a section; returns what closes it. */
    abstract long enter();

    abstract void exit(long ticket);

    /** Starts a grace period. */
    final long start() {
        return domain.startGracePeriod();
    }

    /** Looks whether a grace period is over. */
    final boolean isElapsed(final long cookie) {
        return domain.isElapsed(cookie);
    }

    private static final class OfReaders extends Sections {
        private final ThreadLocal<Reader> readers;

        OfReaders(final RcuDomain domain) {
            super(domain);
            this.readers = ThreadLocal.withInitial(domain::register);
        }

        @Override
        long enter() {
            readers.get().enter();
            return 0;
        }

        @Override
        void exit(final long ticket) {
            readers.get().exit();
        }
    }

    private static final class OfTickets extends Sections {
        private final SleepableDomain domain;

        OfTickets(final SleepableDomain domain) {
            super(domain);
            this.domain = domain;
        }

        @Override
        long enter() {
            return domain.enterSleepable();
        }

        @Override
        void exit(final long ticket) {
            domain.exitSleepable(ticket);
        }
    }
}
