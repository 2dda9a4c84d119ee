package org.pagurus.bench.compaction;

/**
 * What a heap keeps about full pages.
 *
 * @param objectBytes   size of each object
 * @param usedBytes     memory of pages, nearly all of them full
 * @param metadataBytes page table, resident, and the heap's Java objects, estimated by the heap
 */
public record MetadataRow(int objectBytes, long usedBytes, long metadataBytes) {
    /**
     * The part that metadata adds.
     *
     * @return metadata / memory of pages
     */
    public double part() {
        return (double) metadataBytes / usedBytes;
    }
}
