package org.pagurus.bench.defrag.store;

/**
 * What an allocator holds at one moment, in bytes; the package's glossary defines the words.
 *
 * @param residentBytes memory, from the kernel
 * @param metadataBytes what it needs to find its way
 * @param mappedBytes   memory that it may touch without asking
 * @param totalBytes    all that is counted
 * @param detail        more figures, for a reader who looks for the reason
 */
public record Memory(long residentBytes, long metadataBytes, long mappedBytes, long totalBytes, String detail) {
    /** Total / live; 1 if nothing is live. */
    public double ratio(long liveBytes) {
        return liveBytes <= 0 ? 1 : (double) totalBytes / liveBytes;
    }
}
