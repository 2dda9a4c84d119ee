package org.pagurus.rcu.internal.callbacks;

/**
 * How much may wait for grace periods at a time, in callbacks and in the bytes that they will free.
 *
 * @param maxCallbacks 1 or more
 * @param maxBytes     1 or more
 */
public record Budget(long maxCallbacks, long maxBytes) {
    /** No limit. */
    public static final Budget UNLIMITED = new Budget(Long.MAX_VALUE, Long.MAX_VALUE);

    /** Whether one more callback with so many bytes fits in. Where nothing waits, anything does. */
    boolean admits(final long callbacks, final long bytes, final long moreBytes) {
        return callbacks < maxCallbacks && (bytes <= maxBytes - moreBytes || callbacks == 0);
    }
}
