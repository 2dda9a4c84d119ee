/**
 * Caches of many small values under replacement: Pagurus beside OHC and arrays on the Java heap.
 *
 * <pre>
 *   CachePlan (parent): rounds x variants --&gt; CacheChild, a JVM for each --&gt; CacheRun --&gt; rows as JSON
 *        |
 *        +--&gt; CacheMedian (with the table), CacheGoals
 * </pre>
 *
 * <h2>Glossary</h2>
 * <ul>
 *   <li><b>load</b>: keys by Zipf's law with exponent 0.99, a quarter more of them than fit. A get that misses puts a value of
 *       another size, 100 to 2,000 bytes; in the mixed part one operation of twenty replaces a value as well.</li>
 *   <li><b>gets/s</b>: by the time that gets and the filling of misses take; choosing keys is not in it.</li>
 *   <li><b>parts</b>: fill; replacement, until twice the limit has been put again, so that allocators are fragmented and
 *       collectors have been at work; warm-up; gets alone (misses are filled), without a clock around each, for the
 *       throughput; mixed, with a clock around each get, for percentiles and memory. In the mixed part every byte of every hit
 *       is checked, among gets alone the header.</li>
 *   <li><b>resident</b>: of the whole process, from the kernel: what no file backs; the mean of looks during the mixed part.
 *       Keys, policy, code and collector are in it, for all variants.</li>
 *   <li><b>variant</b>: a subject with the size of its Java heap: so many times what is live there. Arrays run with several,
 *       because a collector trades memory for pauses. All but G1's run on the same JDK with the same collector, generational
 *       ZGC, where there is one.</li>
 *   <li><b>at the same p99.9</b>: of the heap sizes under ZGC the one with the least resident memory is compared whose p99.9 of
 *       get is at most 1.1 times that of Pagurus; if there is none, the one with the shortest p99.9.</li>
 * </ul>
 */
package org.pagurus.bench.cache;
