package org.pagurus.relocation.internal.migration;

/**
 * How hard a pass of the {@link Planner} tries.
 *
 * @param copyForByte     at most so many bytes are copied for each byte that becomes free
 * @param needsFrames     whether saving OS pages is not enough: when frames are scarce, the free slots of a page are worth more
 *                        than OS pages
 * @param maxTargetFrames the longest run that pages are folded into, where frames are needed: it has to be free in one piece,
 *                        and it is in the way of other runs ever after
 * @param sparesDemanded  whether the free slots that sessions are about to allocate are left where they are
 * @param sparesResting   whether pages that were cancelled or pinned lately are left alone
 */
public record Effort(double copyForByte, boolean needsFrames, int maxTargetFrames, boolean sparesDemanded,
    boolean sparesResting) {
    /** No page rests for so long. */
    private static final long LONGEST_REST_NANOS = 3_600_000_000_000L;

    /** The time at which a page has to be movable for this effort. */
    long movableAtNanos(long nowNanos) {
        return sparesResting ? nowNanos : nowNanos + LONGEST_REST_NANOS;
    }

    /** Whether it is worth copying so many bytes to free so many. */
    boolean isWorth(long freedBytes, long copiedBytes) {
        return freedBytes > 0 && freedBytes * copyForByte >= copiedBytes;
    }
}
