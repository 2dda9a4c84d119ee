package org.pagurus.examples.cache;

import java.util.zip.CRC32C;

/**
 * A value copied out of the cache, in a buffer that is used again for the next one. For one thread.
 */
public final class ValueCopy {
    private static final int FIRST_BYTES = 4096;

    private final CRC32C crc = new CRC32C();
    private byte[] bytes = new byte[FIRST_BYTES];
    private int length;
    private int checksum;

    /** Creates an empty copy. */
    public ValueCopy() {
        // Nothing to set: an empty value has length 0 and checksum 0.
    }

    /** Makes room for a value; its bytes are copied next. */
    byte[] prepare(StoredValue value) {
        length = value.length();
        checksum = value.checksum();
        if (bytes.length < length) {
            bytes = new byte[Math.max(length, 2 * bytes.length)];
        }
        return bytes;
    }

    /**
     * The buffer.
     *
     * @return at least {@link #length} bytes; another array after a longer value came
     */
    public byte[] bytes() {
        return bytes;
    }

    /**
     * The value's length.
     *
     * @return how many bytes of the buffer belong to it
     */
    public int length() {
        return length;
    }

    /**
     * Checks every byte against the checksum that was computed when the value was stored.
     *
     * @return true if the bytes are the ones that were put
     */
    public boolean isIntact() {
        crc.reset();
        crc.update(bytes, 0, length);
        return (int) crc.getValue() == checksum;
    }
}
