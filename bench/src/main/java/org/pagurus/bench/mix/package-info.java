/**
 * The mixes of YCSB on Pagurus and on its peers, each measurement in a JVM of its own: latencies of operations that are due at a
 * fixed rate, throughput of operations one after the other, what the process holds in memory, and its collector's pauses.
 *
 * <pre>
 *   MixPlan --&gt; MixForks, a JVM for each MixCell --&gt; MixChild --&gt; MixRun --&gt; Store: HeapStore, LibraryStore
 *      Team: threads, each with an Accessor --&gt; ClosedLoop  operations per second       (these three of the package latency)
 *                                           --&gt; Arrivals    latencies, from when an operation was due
 *      Background: one thread that replaces values
 *   MixRow: a line for each JVM --&gt; MixSummary: medians with the least and the most
 * </pre>
 *
 * <h2>Glossary</h2>
 * <ul>
 *   <li><b>contender</b>: what keeps the values: Pagurus in one of two ways, or a peer.</li>
 *   <li><b>update</b>: a write of one field of a value. <i>In place</i>: of the field alone. <i>Replace</i>: of a new value of
 *       another size, after which the old one is freed; peers can do nothing else.</li>
 *   <li><b>read-modify-write</b>: reads a value, adds one to a count in a field, and writes as an update does; alone with the
 *       key.</li>
 *   <li><b>record</b>, <b>other value</b>: the accessors use the records; the other values are replaced in the background by
 *       others of other sizes, in every contender and state. That is what fragments memory.</li>
 *   <li><b>state</b>: whether memory moves meanwhile; see {@link org.pagurus.bench.mix.State}.</li>
 *   <li><b>resident</b>: memory of the process that is no file's, from the kernel.</li>
 *   <li><b>pause</b>: all threads stopped by the collector, see {@code PauseLog}.</li>
 * </ul>
 */
package org.pagurus.bench.mix;
