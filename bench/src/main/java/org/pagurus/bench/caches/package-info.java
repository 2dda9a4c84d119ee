/**
 * Caches of bytes with a limit, over Pagurus and over each peer, with the means to check every value that comes out of them and
 * to ask the kernel what they hold.
 *
 * <pre>
 *   Subject --&gt; ValueCache: PagurusCache     Caffeine's policy, values in a heap (org.pagurus.examples.cache)
 *                           OhcCache         OHC with its own eviction
 *                           HeapCache        Caffeine with arrays on the Java heap
 *                           CaffeineLimit    Caffeine's policy over a KeyValue that only keeps what it is given
 *                           LruLimit         least recently used, over any KeyValue
 * </pre>
 *
 * <p>The limit counts the values' lengths, for all of them. Metadata, keys and what is rounded up come on top, and show in the
 * memory.
 */
package org.pagurus.bench.caches;
