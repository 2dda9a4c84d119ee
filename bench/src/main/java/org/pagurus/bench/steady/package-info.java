/**
 * The cleaner in its steady state: a heap of fixed capacity is filled to a part of it and overwritten, with the compactor and
 * without, and what is reported is what moving costs.
 *
 * <pre>
 *   SteadyPlan --&gt; SteadyRun --&gt; Replacing (fill, replace) --&gt; SteadyStore --&gt; HeapSteadyStore
 *                                   ^ Pattern: which object, ObjectSizes: what comes instead
 *   SteadyRow: one run          SteadySummary: medians of rounds, goals
 * </pre>
 *
 * <h2>Glossary</h2>
 * <ul>
 *   <li><b>fill</b>: live slot bytes / capacity. Slots, not requested bytes: what size classes round up is no room to clean
 *       in.</li>
 *   <li><b>write</b>: one object is replaced: a new one of another size is allocated and written, the old one is freed.</li>
 *   <li><b>moved / written</b>: bytes that the heap copied / bytes written into new objects, in the measured time.</li>
 *   <li><b>times</b>: how often the live bytes were overwritten in the measured time.</li>
 *   <li><b>off</b>: nobody drives the compactor. Allocations still compact directly before they fail; what that copies is
 *       counted as moved.</li>
 *   <li><b>held</b>: memory of pages / live slot bytes, at the end.</li>
 *   <li><b>cleaner</b>: what a log that is cleaned would move, see {@link org.pagurus.bench.steady.Cleaner}.</li>
 * </ul>
 */
package org.pagurus.bench.steady;
