package org.pagurus.examples.cache;

/**
 * Where a value is, and what its bytes must sum up to. Immutable. Compared by identity, as Caffeine does when a value is
 * replaced: an equal pointer may belong to another value later.
 */
final class StoredValue {
    private final long pointer;
    private final int length;
    private final int checksum;

    /**
     * A value that has been filled.
     *
     * @param pointer  its memory; 0 if {@code length} is 0
     * @param checksum CRC32C of its bytes
     */
    StoredValue(long pointer, int length, int checksum) {
        this.pointer = pointer;
        this.length = length;
        this.checksum = checksum;
    }

    long pointer() {
        return pointer;
    }

    int length() {
        return length;
    }

    int checksum() {
        return checksum;
    }
}
