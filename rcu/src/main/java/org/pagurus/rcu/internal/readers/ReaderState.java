package org.pagurus.rcu.internal.readers;

import org.pagurus.rcu.internal.base.LeftPadding;

/**
 * The hot fields of a {@link ReaderSlot}, between two paddings: the owner writes them at every enter and exit.
 * All are {@code long} so that none leaves the padded place (see {@link LeftPadding}).
 */
abstract class ReaderState extends LeftPadding {
    /** See {@link Epochs}. Written by the owner, read by every scan; only by the access modes in {@link ReaderSlot}. */
    long state;
    /** How many sections are open, or {@link ReaderSlot#CLOSED}. Plain: for the owner only; others read it for reports. */
    long nesting;
    /** 1 if enter runs a full fence, 0 if scans do it for the readers. Written before the reader is published. */
    long fenced;
}
