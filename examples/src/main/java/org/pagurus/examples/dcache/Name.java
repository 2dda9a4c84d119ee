package org.pagurus.examples.dcache;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.pagurus.relocation.Session;

/**
 * One component of a path with its hash, as the kernel's {@code qstr}. Its bytes are kept as words, so that comparing one with
 * the name of a dentry costs an access for every eight bytes. Immutable.
 */
final class Name {
    private final String text;
    private final long[] words;
    private final int bytes;
    private final int hash;

    Name(String text) {
        byte[] encoded = text.getBytes(StandardCharsets.UTF_8);
        if (encoded.length == 0 || encoded.length > DentryLayout.NAME_LENGTH || text.indexOf('/') >= 0 || text.equals(".")
            || text.equals("..")) {
            throw new IllegalArgumentException("name=\"" + text + "\": needs 1 to " + DentryLayout.NAME_LENGTH
                + " bytes of UTF-8, without a slash, and not . or ..");
        }
        this.text = text;
        this.bytes = encoded.length;
        this.hash = Arrays.hashCode(encoded);
        this.words = new long[(encoded.length + Long.BYTES - 1) / Long.BYTES];
        ByteBuffer padded = ByteBuffer.wrap(Arrays.copyOf(encoded, words.length * Long.BYTES)).order(ByteOrder.nativeOrder());
        padded.asLongBuffer().get(words);
    }

    int hash() {
        return hash;
    }

    /** Whether a dentry has this name. Plain reads: a rename may be under way; the caller holds d_lock or checks d_seq. */
    boolean isThatOf(Session session, long dentry) {
        if (session.getInt(dentry, DentryLayout.NAME_HASH_OFFSET) != hash
            || session.getInt(dentry, DentryLayout.NAME_BYTES_OFFSET) != bytes) {
            return false;
        }
        for (int i = 0; i < words.length; i++) {
            if (session.getLong(dentry, DentryLayout.NAME_OFFSET + i * Long.BYTES) != words[i]) {
                return false;
            }
        }
        return true;
    }

    /** Gives a dentry this name; it is not published, or its d_seq is odd. */
    void writeTo(Session session, long dentry) {
        session.putInt(dentry, DentryLayout.NAME_HASH_OFFSET, hash);
        session.putInt(dentry, DentryLayout.NAME_BYTES_OFFSET, bytes);
        for (int i = 0; i < DentryLayout.NAME_LENGTH / Long.BYTES; i++) {
            session.putLong(dentry, DentryLayout.NAME_OFFSET + i * Long.BYTES, i < words.length ? words[i] : 0);
        }
    }

    /** A dentry's name. If a rename is under way it may be of two names' bytes: the caller checks rename_lock. */
    static String read(Session session, long dentry) {
        int length = session.getInt(dentry, DentryLayout.NAME_BYTES_OFFSET);
        byte[] read = new byte[DentryLayout.NAME_LENGTH];
        session.getBytes(dentry, DentryLayout.NAME_OFFSET, read, 0, read.length);
        return new String(read, 0, length, StandardCharsets.UTF_8);
    }

    @Override
    public String toString() {
        return text;
    }
}
