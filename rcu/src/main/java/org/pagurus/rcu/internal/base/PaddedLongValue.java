package org.pagurus.rcu.internal.base;

/**
 * The value of a {@link PaddedLong}, between its two paddings.
 */
abstract class PaddedLongValue extends LeftPadding {
    /** Only by the access modes in {@link PaddedLong}. */
    long value;
}
