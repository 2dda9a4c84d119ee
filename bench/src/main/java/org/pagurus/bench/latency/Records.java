package org.pagurus.bench.latency;

import java.util.List;
import org.pagurus.relocation.Heap;
import org.pagurus.relocation.OnMigration;
import org.pagurus.relocation.Session;

/**
 * The records of a heap, as in YCSB: a key and ten fields of 100 bytes. Each field begins with the key too, so that a read can
 * see whether it got what it asked for.
 */
final class Records {
    static final int KEY_BYTES = Long.BYTES;
    static final int FIELDS = 10;
    static final int FIELD_BYTES = 100;
    static final int BYTES = KEY_BYTES + FIELDS * FIELD_BYTES;
    /** What a record takes of its page of 64 KiB. */
    static final int SLOT_BYTES = 1024;
    /** Odd, so that no two records have the same key. */
    private static final long KEYS = 0x9E3779B97F4A7C15L;

    private final long[] pointers;

    /**
     * Fills a heap.
     *
     * @param liveBytes slots in all
     */
    Records(Heap heap, long liveBytes) {
        pointers = new long[count(liveBytes)];
        // Once it is closed, its pages are nobody's.
        try (Session loader = heap.openSession()) {
            for (int i = 0; i < pointers.length; i++) {
                pointers[i] = loader.allocateZeroed(BYTES);
                loader.enter(OnMigration.CANCEL);
                try {
                    loader.putLong(pointers[i], 0, key(i));
                    for (int field = 0; field < FIELDS; field++) {
                        loader.putLong(pointers[i], fieldOffset(field), key(i));
                    }
                } finally {
                    loader.exit();
                }
            }
        }
    }

    static int count(long liveBytes) {
        return (int) (liveBytes / SLOT_BYTES);
    }

    static int fieldOffset(int field) {
        return KEY_BYTES + field * FIELD_BYTES;
    }

    static long key(int index) {
        return (index + 1) * KEYS;
    }

    int count() {
        return pointers.length;
    }

    long pointer(int index) {
        return pointers[index];
    }

    /**
     * Looks at all of them.
     *
     * @throws IllegalStateException if one is not what it was, or the heap's verifier finds something
     */
    void requireIntact(Heap heap) {
        try (Session session = heap.openSession()) {
            for (int i = 0; i < pointers.length; i++) {
                session.enter(OnMigration.CANCEL);
                try {
                    for (int field = -1; field < FIELDS; field++) {
                        long found = session.getLong(pointers[i], field < 0 ? 0 : fieldOffset(field));
                        if (found != key(i)) {
                            throw new IllegalStateException("record " + i + " is wrong: field=" + field + " key=" + key(i)
                                + " found=" + found);
                        }
                    }
                } finally {
                    session.exit();
                }
            }
        }
        List<String> problems = heap.verify();
        if (!problems.isEmpty()) {
            throw new IllegalStateException("the heap's verifier found " + problems);
        }
    }
}
