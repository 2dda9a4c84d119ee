package org.pagurus.examples.dcache;

import org.pagurus.relocation.Session;

/**
 * The chains of dentries, by parent and name: {@code dentry_hashtable}. The bucket heads are one Pagurus object, and move like
 * the rest. Readers are lockless; writers hold the cache's update lock, so a bucket needs no lock of its own.
 *
 * <p>A dentry that was removed, or moved to another chain, keeps a link for readers that stand on it. One that moved takes them
 * along to its new chain, where they do not find what they look for: a miss counts only if no rename came meanwhile.
 */
final class HashTable {
    private final long heads;
    private final int mask;

    /** @param buckets how many, a power of two */
    HashTable(Session session, int buckets) {
        if (buckets <= 0 || Integer.bitCount(buckets) != 1) {
            throw new IllegalArgumentException("buckets=" + buckets + ": needs a power of two");
        }
        mask = buckets - 1;
        heads = session.allocateZeroed((long) buckets * Long.BYTES);
    }

    /** The parent's pointer salts the hash, as the kernel uses the parent's address: it is good only because it never changes. */
    private int headOffset(long parent, int nameHash) {
        long mixed = (parent ^ nameHash) * 0x9E37_79B9_7F4A_7C15L;
        return ((int) (mixed >>> 40) & mask) * Long.BYTES;
    }

    /** The first dentry of the chain; 0 if there is none. Acquire: who finds a dentry sees what it had when it was inserted. */
    long first(Session session, long parent, int nameHash) {
        return session.getLongAcquire(heads, headOffset(parent, nameHash));
    }

    /** The next one in the chain. */
    long next(Session session, long dentry) {
        return session.getLongAcquire(dentry, DentryLayout.NEXT_IN_CHAIN_OFFSET);
    }

    /** Puts a dentry in front of the chain of its parent and name. Release: what was written to it comes before. */
    void insert(Session session, long dentry) {
        int head = headOffset(Dentry.parent(session, dentry), session.getInt(dentry, DentryLayout.NAME_HASH_OFFSET));
        session.putLongRelease(dentry, DentryLayout.NEXT_IN_CHAIN_OFFSET, session.getLong(heads, head));
        session.putLongRelease(heads, head, dentry);
    }

    /** Takes a dentry out of the chain; its own link stays. */
    void remove(Session session, long dentry) {
        int head = headOffset(Dentry.parent(session, dentry), session.getInt(dentry, DentryLayout.NAME_HASH_OFFSET));
        long holder = heads;
        int link = head;
        while (session.getLong(holder, link) != dentry) {
            holder = session.getLong(holder, link);
            link = DentryLayout.NEXT_IN_CHAIN_OFFSET;
        }
        session.putLongRelease(holder, link, next(session, dentry));
    }

    /** After a grace period. */
    void free(Session session) {
        session.free(heads);
    }
}
