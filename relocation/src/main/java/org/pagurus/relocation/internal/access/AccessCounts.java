package org.pagurus.relocation.internal.access;

/**
 * What accessors did about pages on the move.
 *
 * @param pins      pins taken, cancels included
 * @param cancels   copies undone
 * @param waits     times that an accessor waited for the end of a copy
 * @param retries   sections run again
 * @param snapshots reads answered from a validated copy
 * @param buffered  writes that went to a store buffer
 * @param exhausted accesses and allocations refused because a reserve was used up
 */
public record AccessCounts(long pins, long cancels, long waits, long retries, long snapshots, long buffered, long exhausted) {
    /** Nothing yet. */
    public static final AccessCounts NONE = new AccessCounts(0, 0, 0, 0, 0, 0, 0);

    /** The sums. */
    public AccessCounts plus(AccessCounts other) {
        return new AccessCounts(pins + other.pins, cancels + other.cancels, waits + other.waits, retries + other.retries,
            snapshots + other.snapshots, buffered + other.buffered, exhausted + other.exhausted);
    }
}
