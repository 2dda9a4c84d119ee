package org.pagurus.bench.caches;

/**
 * What a cache is made for.
 *
 * @param limitBytes    of all values together, at most
 * @param keys          each is below this
 * @param averageBytes  of a value
 * @param largestBytes  of a value
 */
public record Sizing(long limitBytes, int keys, int averageBytes, int largestBytes) {
    /**
     * Checks the numbers.
     *
     * @throws IllegalArgumentException if one is not positive, or the average is above the largest
     */
    public Sizing {
        if (limitBytes < 1 || keys < 1 || averageBytes < 1 || largestBytes < averageBytes) {
            throw new IllegalArgumentException("limitBytes=" + limitBytes + " keys=" + keys + " averageBytes=" + averageBytes
                + " largestBytes=" + largestBytes + ": all must be 1 or more, and the average no more than the largest");
        }
    }

    /** The most that can be live: Caffeine evicts after it has stored, so there may be a value more than the limit allows. */
    long mostLiveBytes() {
        return limitBytes + largestBytes;
    }
}
