package org.pagurus.bench.mix;

import java.util.List;

/** Where the values are. Any thread may ask for an access; all else is called by one thread. */
interface Store extends AutoCloseable {
    /** An access of the calling thread. */
    Access access();

    /** Starts what moves memory. */
    void startMoving();

    /** Ends it. Before {@link #close}. */
    void stopMoving();

    /** What has moved so far. */
    Moved moved();

    /** What is wrong with the store itself. */
    List<String> problems();

    @Override
    void close();

    /** One thread's. Allocates nothing of its own once it is made. */
    interface Access extends AutoCloseable {
        /** Copies a value. @return its bytes; negative if there is none */
        int read(int key, byte[] target);

        /** A value of any length takes the place of the one that was there, if any. */
        void replace(int key, byte[] value, int bytes);

        /** Writes a field of a value, or puts the whole value into the place of the old one if the store cannot. */
        void update(int key, int field, byte[] value, int bytes);

        /** How often this thread has met a page in the middle of its copy. */
        long meetings();

        @Override
        void close();
    }

    /**
     * Counters.
     *
     * @param pages     moved
     * @param folded    those of them that were folded into a run with others
     * @param cancels   copies undone
     * @param bytes     copied
     */
    record Moved(long pages, long folded, long cancels, long bytes) {
        static final Moved NOTHING = new Moved(0, 0, 0, 0);

        Moved minus(Moved before) {
            return new Moved(pages - before.pages, folded - before.folded, cancels - before.cancels, bytes - before.bytes);
        }
    }
}
