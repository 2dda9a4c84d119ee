package org.pagurus.bench.caches;

import java.util.Map;
import org.pagurus.bench.peers.KeyValue;

/**
 * Values under keys, below a limit: {@code put} may evict other values, or the one that is put. One thread puts, gets and
 * removes, unless the implementation says more; any thread asks for figures.
 */
public interface ValueCache extends KeyValue {
    /**
     * Who evicts, and how.
     *
     * @return a few words
     */
    String policy();

    /**
     * The sum of the lengths of all values.
     *
     * @return bytes
     */
    long liveBytes();

    /**
     * What is held now, from the kernel. Not inside a section.
     *
     * @return bytes
     */
    CacheMemory memory();

    /**
     * What moving objects has done so far.
     *
     * @return by name; empty where nothing moves
     */
    default Map<String, Long> compaction() {
        return Map.of();
    }

    /**
     * Checks the cache's own structures; nobody writes meanwhile.
     *
     * @return an empty text if all is right
     */
    default String problem() {
        return "";
    }
}
