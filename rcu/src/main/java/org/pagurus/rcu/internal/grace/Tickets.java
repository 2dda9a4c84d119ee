package org.pagurus.rcu.internal.grace;

/**
 * What entering a counted section returns and leaving it takes back: a pure codec without state.
 * <pre>
 *   63          32 31            1   0
 *   +-------------+---------------+-----+
 *   |   domain    |    stripe     |index|     domain 1, 2, 3, ... so no ticket is 0 or below
 *   +-------------+---------------+-----+
 * </pre>
 */
final class Tickets {
    private static final int DOMAIN_SHIFT = 32;
    private static final int STRIPE_SHIFT = 1;
    private static final long INDEX_MASK = 1;

    private Tickets() {
    }

    static long of(final int domain, final int stripe, final int index) {
        return (long) domain << DOMAIN_SHIFT | (long) stripe << STRIPE_SHIFT | index;
    }

    static int domain(final long ticket) {
        return (int) (ticket >>> DOMAIN_SHIFT);
    }

    static int stripe(final long ticket) {
        return (int) ticket >>> STRIPE_SHIFT;
    }

    static int index(final long ticket) {
        return (int) (ticket & INDEX_MASK);
    }
}
