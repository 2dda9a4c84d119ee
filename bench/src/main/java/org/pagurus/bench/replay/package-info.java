/**
 * A trace of requests, replayed through a cache on Pagurus or on a peer.
 *
 * <pre>
 *   ReplayForks (parent) --&gt; ReplayChild, a JVM for each subject --&gt; a row as JSON --&gt; ReplayTable, the file
 *
 *   ReplayChild:  ReplayTask --&gt; Trace --&gt; Replay --&gt; ValueCache
 *                                            ^           ^
 *                                            +-- CacheSampler (live and held memory while it runs)
 * </pre>
 *
 * <h2>Glossary</h2>
 * <ul>
 *   <li><b>subject</b>: what keeps the values: Pagurus or a peer, each in a JVM of its own with the flags it needs.</li>
 *   <li><b>hit</b>: a read of a key that is in the cache, whatever size the request names. A miss is filled: the value is put.
 *       Every hit is checked: it must be the value that was put last under its key, in every byte.</li>
 *   <li><b>requests/s</b>: requests by the time from the first to the last, on one thread; making and checking values is in it,
 *       and costs every subject the same. Percentiles are of the cache's calls alone.</li>
 *   <li><b>live</b>: the sum of the lengths of the values in the cache.</li>
 *   <li><b>resident</b>: from the kernel. Of Pagurus: frames and page table. Of a peer: the growth of the process since before it
 *       was opened, in a JVM whose Java heap was touched before; if values are on the Java heap, that heap is what grows.</li>
 *   <li><b>ratio</b>: resident and metadata / live. <b>peak</b>: the highest that a sample found, <b>mean</b>: the mean of the
 *       samples; samples with less than half of the limit live are left out, so they are of a filled cache. <b>settled</b>: 2 s
 *       after the last request.</li>
 * </ul>
 *
 * <p>Keys and policy are on the Java heap and in no figure, but for OHC, Terracotta and Chronicle Map, which keep keys off it.
 */
package org.pagurus.bench.replay;
