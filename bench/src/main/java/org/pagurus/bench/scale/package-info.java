/**
 * How costs grow with live bytes and with sessions, and what that means for a heap that is larger than the machine.
 *
 * <pre>
 *   ScalePlan --&gt; MovingRun    by live bytes: the compactor, with the cost runs of {@code bench.compaction}
 *             --&gt; UsingRun     by live bytes: metadata, walks over the heap, sections, reads, allocation
 *             --&gt; MallocRun    by live bytes: allocation by malloc
 *             --&gt; SessionsRun  by sessions: grace periods, slices, allocation
 *   Samples of all rounds --&gt; Series, one for each Measure --&gt; Growth
 *   ScaleResult: all series --&gt; ScaleTable, ScaleGoals, Extrapolation
 * </pre>
 *
 * <h2>Glossary</h2>
 * <ul>
 *   <li><b>live</b>: bytes in objects of 1 KiB, or a little less where they are moved, whose slots lose nothing.</li>
 *   <li><b>round</b>: all measurements once; a <b>figure</b> is the median of all rounds.</li>
 *   <li><b>ratio</b>: a figure / that of the smallest size.</li>
 *   <li><b>growth</b>: the power of the size that fits the figures best.</li>
 *   <li><b>plan</b>: a pass of the compactor's planner over all pages.</li>
 * </ul>
 */
package org.pagurus.bench.scale;
