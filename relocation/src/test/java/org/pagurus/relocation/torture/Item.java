package org.pagurus.relocation.torture;

/**
 * An object that is published, found, rewritten by one thread, and freed. Its stamp is different for each allocation, so it is
 * the generation too. Its length is a multiple of 8.
 *
 * <pre>
 *   0      stamp
 *   8      sequence: 2 * version; odd while the next version is written
 *   16     checksum of stamp and contents
 *   24     contents, word by word: see Words
 * </pre>
 */
final class Item {
    static final int SEQUENCE = 8;
    static final int CHECKSUM = 16;
    static final int CONTENTS = 24;
    /** The writer of a sealed one. */
    static final int SEALED = -2;

    final long pointer;
    final int bytes;
    final long stamp;
    /** The number of the one thread that writes to it after its publication; none if below 0. */
    final int writer;
    private int version;
    private boolean brokenOff;

    Item(long pointer, int bytes, long stamp, int writer) {
        this.pointer = pointer;
        this.bytes = bytes;
        this.stamp = stamp;
        this.writer = writer;
    }

    int words() {
        return words(bytes);
    }

    static int words(int bytes) {
        return (bytes - CONTENTS) / Long.BYTES;
    }

    /** Whether the heap lets nobody write to it. */
    boolean isSealed() {
        return writer == SEALED;
    }

    // ---- its writer, or anybody when that one rests ----

    /** The version that was written last. */
    int version() {
        return version;
    }

    /** Whether a write was broken off: then nobody knows what it holds, until it is written again. */
    boolean isUndecided() {
        return brokenOff;
    }

    /** Returns the version to write. */
    int beginRewrite() {
        brokenOff = true;
        return version + 1;
    }

    void endRewrite() {
        version++;
        brokenOff = false;
    }

    @Override
    public String toString() {
        return "item(pointer=0x" + Long.toHexString(pointer) + " bytes=" + bytes + " stamp=" + Long.toHexString(stamp)
            + " writer=" + writer + ")";
    }
}
