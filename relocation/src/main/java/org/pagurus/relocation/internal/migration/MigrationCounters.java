package org.pagurus.relocation.internal.migration;

/** What a migrator has done. Written by the thread under the compactor's lock, read by any. */
public final class MigrationCounters {
    private volatile long pagesMigrated;
    private volatile long pagesFolded;
    private volatile long pagesReplaced;
    private volatile long bytesCopied;
    private volatile long cancelled;
    private volatile long pinned;
    private volatile long putBack;

    @SuppressWarnings("NonAtomicOperationOnVolatileField")
    void countCommit(boolean folded, boolean sealed, long bytes) {
        pagesMigrated++;
        pagesFolded += folded ? 1 : 0;
        pagesReplaced += sealed ? 1 : 0;
        bytesCopied += bytes;
    }

    @SuppressWarnings("NonAtomicOperationOnVolatileField")
    void countCancel() {
        cancelled++;
    }

    @SuppressWarnings("NonAtomicOperationOnVolatileField")
    void countPin() {
        pinned++;
    }

    @SuppressWarnings("NonAtomicOperationOnVolatileField")
    void countPutBack() {
        putBack++;
    }

    /** Commits. */
    public long pagesMigrated() {
        return pagesMigrated;
    }

    /** Commits to a folded entry. */
    public long pagesFolded() {
        return pagesFolded;
    }

    /** Commits of sealed pages. */
    public long pagesReplaced() {
        return pagesReplaced;
    }

    /** Bytes copied by moves that were committed. */
    public long bytesCopied() {
        return bytesCopied;
    }

    /** Copies that an accessor cancelled. */
    public long cancelled() {
        return cancelled;
    }

    /** Times {@code begin} met a pin or a page that an accessor had put back. */
    public long pinned() {
        return pinned;
    }

    /** Pages given up after all attempts. */
    public long putBack() {
        return putBack;
    }
}
