package org.pagurus.rcu.internal.readers;

/**
 * The arithmetic of epochs, reader states and cookies: a pure codec without state.
 * <pre>
 *   epoch    1, 2, 3, ...   how many grace periods were started, plus one; 64 bits, it never wraps
 *   cookie   2, 3, 4, ...   the epoch that starting the grace period made: the grace period is named after it
 *   state    0              the reader is outside every section
 *            1, 2, 3, ...   the epoch that the reader loaded when its outermost section began
 * </pre>
 * The one rule: a reader whose state is {@code s != 0} holds back the grace period {@code c} if and only if {@code s < c}.
 */
public final class Epochs {
    /** The state of a reader outside every section. */
    public static final long IDLE = 0L;
    /** The epoch of a new domain. No grace period carries this number: the first cookie is one higher. */
    public static final long FIRST = 1L;

    private Epochs() {
    }

    /** Whether a domain at this epoch has handed out this cookie. */
    public static boolean isCookie(final long cookie, final long epoch) {
        return cookie > FIRST && cookie <= epoch;
    }

    /** Whether every grace period up to {@code completed} being over means that this one is. */
    public static boolean isElapsed(final long cookie, final long completed) {
        return completed >= cookie;
    }

    /** Whether a reader in this state holds back the grace period of this cookie. */
    public static boolean holds(final long state, final long cookie) {
        return state != IDLE && state < cookie;
    }

    /** The highest grace period that neither {@code oldest} nor a reader in this state holds back. */
    public static long older(final long oldest, final long state) {
        return state != IDLE && state < oldest ? state : oldest;
    }

    /** How many grace periods were started since a reader in this state entered its section. */
    public static long behind(final long state, final long epoch) {
        return state == IDLE ? 0 : epoch - state;
    }
}
