package org.pagurus.bench.caches;

/**
 * What is held at one moment.
 *
 * @param residentBytes memory, from the kernel
 * @param metadataBytes what is needed to find its way and is not in {@code residentBytes}
 */
public record CacheMemory(long residentBytes, long metadataBytes) {
    /**
     * All that is held for each byte of a value.
     *
     * @param liveBytes the sum of the lengths
     * @return the ratio; 1 if nothing is live
     */
    public double ratio(long liveBytes) {
        return liveBytes <= 0 ? 1 : (double) totalBytes() / liveBytes;
    }

    /**
     * Both together.
     *
     * @return bytes
     */
    public long totalBytes() {
        return residentBytes + metadataBytes;
    }
}
