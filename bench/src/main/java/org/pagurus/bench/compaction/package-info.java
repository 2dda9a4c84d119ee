/**
 * What compaction costs: time for each MiB moved in heaps of several sizes, how long slices of {@code doWork} take under load,
 * what metadata takes beside full pages, and how fast pages are moved beside a plain copy.
 *
 * <pre>
 *   CompactionPlan --&gt; CostRun, SliceRun --&gt; SliceTimer --&gt; Compactor.doWork, called by the benchmark
 *                  --&gt; MetadataRun
 *                  --&gt; CopyRun --&gt; SliceTimer, Writer (times its own writes)
 *   CompactionResult: all rows --&gt; CompactionTable, CompactionGoals
 * </pre>
 *
 * <h2>Glossary</h2>
 * <ul>
 *   <li><b>live</b>: bytes in objects of 1 KiB, whose slots lose nothing.</li>
 *   <li><b>slice</b>: a call of {@code doWork} that did something, or took as long as if it had.</li>
 *   <li><b>busy</b>: the time of all slices; <b>span</b>: from the begin of the first to the end of the last, so with the grace
 *       periods that were waited for. Nobody else works on the heap.</li>
 *   <li><b>moved</b>: bytes that committed moves copied, as the heap counts them.</li>
 * </ul>
 */
package org.pagurus.bench.compaction;
