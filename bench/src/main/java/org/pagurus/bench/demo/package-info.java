/**
 * The demonstration: months of a cache's life in seconds, with real values, first without the compactor and then with it.
 *
 * <pre>
 *   JdkValues --&gt; CacheLife (the writer)  --\
 *                     |                       OffHeapCache on a Heap --&gt; Sampler --&gt; ProgressLine
 *                 Population                --/                           |
 *                     '--&gt; Readers -----------                            '--&gt; DemoResult --&gt; ResultTable, ResultJson
 * </pre>
 *
 * <h2>Time</h2>
 * <pre>
 *   | warm-up | three months, compactor off | three months, compactor on | settling |
 *   0 %      6 %                          48 %                         90 %      100 %
 *                                          before                                after
 * </pre>
 * In each month one kind of value is loaded, a part of the population is replaced by values of other sizes, and most of the
 * month before expires. Both halves play the same script at the same pace under the same readers, so that their latencies
 * compare. Before each measurement the writer pauses and closes its session.
 *
 * <h2>What is checked</h2>
 * <ul>
 *   <li>Every byte of every value that a reader gets, by CRC32C.</li>
 *   <li>Small counters that the writer updates in place while their pages move: no update may be lost.</li>
 *   <li>Byte accounting: lengths, slots, pages and resident memory have to fit together ({@link
 *       org.pagurus.bench.demo.Accounting}).</li>
 *   <li>The heap's own verifier, at the end. Readers go on meanwhile: they could only disturb it by freeing, which Caffeine's
 *       housekeeping does on their threads when evictions are due; after the writer's last {@code cleanUp} none is.</li>
 * </ul>
 */
package org.pagurus.bench.demo;
