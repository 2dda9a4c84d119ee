package org.pagurus.bench.caches;

/**
 * What the process has grown by since a peer was opened. It needs a JVM of its own: one whose Java heap was touched before, or,
 * where values are on the Java heap, one whose heap grows as they come.
 */
final class GrownMemory {
    private final long before;

    /** From now on; garbage is no part of what was there before. */
    GrownMemory() {
        System.gc();
        before = ProcessMemory.residentBytes();
    }

    CacheMemory now() {
        return new CacheMemory(Math.max(0, ProcessMemory.residentBytes() - before), 0);
    }
}
