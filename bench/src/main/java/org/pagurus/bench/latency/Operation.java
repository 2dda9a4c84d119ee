package org.pagurus.bench.latency;

/** What a thread of the load does again and again. */
public interface Operation {
    /** Does it once. */
    void run();

    /**
     * How often this thread has met a page in the middle of its copy.
     *
     * @return so far
     */
    long meetings();
}
