package org.pagurus.bench.defrag.store;

/**
 * By how much the process has grown since this was made: its resident memory that no file backs, in a JVM whose Java heap was
 * touched before.
 */
class Growth {
    private final long before = ProcessMemory.unbackedBytes();

    /** The allocator has made what it begins with. */
    void opened() {
        // It counts.
    }

    /** The workload has made what it needs for itself. */
    void begin() {
        // That is on the Java heap, which was touched before.
    }

    /** In bytes, 0 or more. */
    long bytes() {
        return Math.max(0, ProcessMemory.unbackedBytes() - before);
    }

    /** Whether memory may go back to the system while nothing is done. */
    boolean settles() {
        return false;
    }

    /** More figures. */
    String detail() {
        return "";
    }
}
