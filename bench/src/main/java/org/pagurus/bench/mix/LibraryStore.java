package org.pagurus.bench.mix;

import java.util.List;
import org.pagurus.bench.peers.KeyValue;

/** Values in one of the peers: an update replaces the whole value. What a peer moves by itself, nobody counts. */
final class LibraryStore implements Store {
    private final KeyValue values;
    private final Access access;

    /** @param values is closed with this */
    LibraryStore(KeyValue values) {
        this.values = values;
        this.access = new LibraryAccess();
    }

    @Override
    public Access access() {
        return access;
    }

    @Override
    public void startMoving() {
        // It has started already.
    }

    @Override
    public void stopMoving() {
        // It ends when the library does.
    }

    @Override
    public Moved moved() {
        return Moved.NOTHING;
    }

    @Override
    public List<String> problems() {
        return List.of();
    }

    @Override
    public void close() {
        values.close();
    }

    /** Of any thread. */
    private final class LibraryAccess implements Access {
        @Override
        public int read(int key, byte[] target) {
            return values.get(key, target);
        }

        @Override
        public void replace(int key, byte[] value, int bytes) {
            values.put(key, value, bytes);
        }

        @Override
        public void update(int key, int field, byte[] value, int bytes) {
            values.put(key, value, bytes);
        }

        @Override
        public long meetings() {
            return 0;
        }

        @Override
        public void close() {
            // Nothing is this thread's own.
        }
    }
}
