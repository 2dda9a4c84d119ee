/**
 * The defragmentation benchmark: how much memory is held for each live byte while workloads that fragment it run.
 *
 * <pre>
 *   Schedule --&gt; Forks (parent) --&gt; Child, a JVM for each run --&gt; rows as JSON
 *            --&gt; Medians --&gt; DefragTable, files
 *
 *   Child:  WorkloadRun --&gt; Workers, a thread for each part --&gt; Phase --&gt; LiveSet --&gt; Store
 *           Accessor, reads and checks --&gt; ObjectTable, Store          PeakSampler, memory while a phase runs --&gt; Store
 * </pre>
 *
 * <p>Workload T replays a trace ({@link org.pagurus.bench.trace}) as an LRU cache.
 *
 * <h2>Glossary</h2>
 * <ul>
 *   <li><b>live</b>: bytes that the workload asked for and has not freed; what it remembers of them is on the Java heap and not
 *       counted anywhere.</li>
 *   <li><b>resident</b>: from the kernel. Of Pagurus: frames and page table. Of malloc: the growth of the process' anonymous
 *       resident memory since before the workload, in a JVM whose Java heap was resident before. Of values on the Java
 *       heap: likewise, in a JVM whose Java heap begins small. Other peers are measured as malloc is.</li>
 *   <li><b>metadata</b>: of Pagurus: page table and the heap's Java objects (pages with their bitmaps, runs, folds), estimated by
 *       the heap. Not in it: sessions and the grace period domain, a few KiB that do not grow with the heap. Of peers: 0; what
 *       they have off the Java heap is resident, and what Netty, OHC and Terracotta have on it is not counted.</li>
 *   <li><b>total</b>: resident and metadata, the page table once. It is 8 bytes for each page, and the heap reports it in
 *       both; what the pages in use need of it is subtracted, so that a total is never too small.</li>
 *   <li><b>ratio</b>: total / live. <b>peak</b>: the highest ratio that a sample found while the phase ran. Samples with less
 *       live than a sixteenth of the limit are left out: the first page of an empty heap has any ratio.</li>
 *   <li><b>timeline</b>: live, resident and total at the sampler's looks, and at those of settling, from the workload's begin on;
 *       about 200 points for a workload, so a peak may fall between two of them.</li>
 *   <li><b>frames</b>: of Pagurus, what each frame held when a phase had ended and when it had settled.</li>
 *   <li><b>settled</b>: when a phase has ended, the first moment at which the ratio holds its bar, or 2 s later.</li>
 *   <li><b>pause</b>: how long one access took that reads and checks one object. The accessor makes about 100,000 in a second.
 *       The <b>control</b> is the longest time between two looks at the clock with nothing in between, on the same thread and
 *       about as long altogether: what the machine's scheduler and the JVM add to any access.</li>
 *   <li><b>bar</b>: what a figure must not exceed. Peers have none. A missed bar is reported, not an error; a wrong read is.</li>
 *   <li><b>part</b>: what one thread does of a workload. <b>round</b>: one run of everything; more rounds take turns.</li>
 * </ul>
 *
 * <p>Stores and how memory is counted are in {@code store}, what is done to them in {@code workload}, and the libraries with the
 * flags that each needs in {@link org.pagurus.bench.peers}.
 */
package org.pagurus.bench.defrag;
