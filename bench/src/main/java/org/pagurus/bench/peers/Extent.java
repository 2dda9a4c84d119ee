package org.pagurus.bench.peers;

/**
 * How much a store must be able to hold.
 *
 * @param keys         keys in use at the same time, at most; keys are below this
 * @param bytes        of all values together, at most
 * @param averageBytes of a value; the smallest average if it changes
 * @param largestBytes of a value, at most
 */
public record Extent(long keys, long bytes, int averageBytes, int largestBytes) {
    /**
     * Checks the numbers.
     *
     * @throws IllegalArgumentException if one is not positive, or the average is above the largest
     */
    public Extent {
        if (keys < 1 || bytes < 1 || averageBytes < 1 || largestBytes < averageBytes) {
            throw new IllegalArgumentException("keys=" + keys + " bytes=" + bytes + " averageBytes=" + averageBytes
                + " largestBytes=" + largestBytes + ": all must be 1 or more, and largestBytes no less than averageBytes");
        }
    }
}
