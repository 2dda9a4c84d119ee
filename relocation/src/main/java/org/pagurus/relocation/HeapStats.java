package org.pagurus.relocation;

/**
 * What a heap holds and has done, in bytes and counts, at one moment; the parts are read one after the other.
 *
 * @param capacityBytes       most that objects, and what waits, may take; huge objects included
 * @param liveBytes           slots in use, each with its slot's length, large and huge objects with the OS pages they take:
 *                            allocated less freed
 * @param mappedBytes         memory that pages may touch, plus free frames not yet with the OS, plus what waits
 * @param usedBytes           memory of pages
 * @param waitingBytes        old frames whose grace period is not over
 * @param freeBytes           free frames, less what huge objects hold of the capacity
 * @param residentBytes       frames, huge objects and page table in memory now, from the kernel
 * @param metadataBytes       page table, resident, plus the heap's Java objects, estimated
 * @param pages               pages in use
 * @param foldedPages         those of them that are folded
 * @param sessions            open sessions
 * @param pagesMigrated       moves committed
 * @param pagesFolded         those moves that folded their page
 * @param pagesReplaced       those moves whose page was sealed: no grace period came before, and no accessor noticed
 * @param migrationsCancelled copies that an accessor cancelled
 * @param pagesPutBack        moves given up because of pins or cancels
 * @param pinsTaken           pins that accessors took on isolated pages, cancels included
 * @param bytesCopied         bytes that committed moves copied, all rounds of large pages
 * @param bytesReleased       bytes of free frames given back to the OS
 * @param gracePeriods        grace periods begun
 * @param hugeObjects         objects above 4 MiB, each in a mapping of its own
 * @param hugeBytes           those of {@code usedBytes} that belong to them
 * @param pinnedObjects       objects pinned beyond sections, see {@link Session#pin}
 * @param pinnedPages         pages that hold them, and stay where they are
 * @param unmovablePages      pages of {@link PageKind#UNMOVABLE}
 * @param sealedPages         pages of {@link PageKind#SEALED}
 * @param hugePageRegions     regions of 4 MiB that the kernel may back with huge pages, see {@link HeapBuilder#hugePages}
 * @param waits               times that an accessor waited for the end of a copy, see {@link OnMigration#WAIT}
 * @param retries             sections run again, see {@link OnMigration#RETRY}
 * @param snapshotReads       reads answered from a copy in a reserve, see {@link OnMigration#FALLBACK}
 * @param bufferedWrites      writes that waited in a reserve
 * @param reservesExhausted   times that a reserve was too small
 */
public record HeapStats(
    long capacityBytes,
    long liveBytes,
    long mappedBytes,
    long usedBytes,
    long waitingBytes,
    long freeBytes,
    long residentBytes,
    long metadataBytes,
    int pages,
    int foldedPages,
    int sessions,
    long pagesMigrated,
    long pagesFolded,
    long pagesReplaced,
    long migrationsCancelled,
    long pagesPutBack,
    long pinsTaken,
    long bytesCopied,
    long bytesReleased,
    long gracePeriods,
    int hugeObjects,
    long hugeBytes,
    int pinnedObjects,
    int pinnedPages,
    int unmovablePages,
    int sealedPages,
    int hugePageRegions,
    long waits,
    long retries,
    long snapshotReads,
    long bufferedWrites,
    long reservesExhausted) {

    /**
     * How much memory is held for each live byte.
     *
     * @return mapped / live; 1 in an empty heap
     */
    public double mappedRatio() {
        return liveBytes == 0 ? 1 : (double) mappedBytes / liveBytes;
    }
}
