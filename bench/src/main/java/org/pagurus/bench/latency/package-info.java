/**
 * Accessors while pages move by force: the mix of YCSB-A on one heap, half reads, half updates, records chosen by Zipf's law,
 * while 1 MiB of the pages that hold the records is moved at intervals or without a pause.
 *
 * <pre>
 *   LatencyPlan, rounds of all --&gt; Stage, one heap with its Records
 *       Team: threads, each with a Client --&gt; ClosedLoop  operations per second
 *                                         --&gt; Arrivals    latencies, from when an operation was due
 *       Mover: one thread, page moves (PageMover, among relocation's tests) or CopyingAlone
 *   LatencyRow: a line for each round --&gt; LatencySummary: medians, table, goals
 * </pre>
 *
 * <p>{@code Team}, {@code ClosedLoop}, {@code Arrivals} and {@code Mover} measure the mixes of {@link org.pagurus.bench.mix} too.
 *
 * <h2>Glossary</h2>
 * <ul>
 *   <li><b>load</b>: what happens beside the accessors: <i>quiet</i>, nothing; <i>moving</i>, pages are moved; <i>same load</i>,
 *       a thread copies as much memory as often, and moves nothing. What the last two have in common is not the moves' doing: the
 *       scheduler's part, and the memory bus's.</li>
 *   <li><b>latency</b>: from the moment an operation was due to its end. Operations are due at a fixed rate whatever became of
 *       the one before, so a stall delays all that were due meanwhile, and each is counted (no coordinated omission).</li>
 *   <li><b>access</b>: an operation itself, from its begin to its end.</li>
 *   <li><b>met</b>: an access that found a page in the middle of its copy and did what the policy says: the session counted a
 *       cancel, a wait, a retry, a read from a snapshot or a buffered write. Reads with READ_THROUGH never notice one.</li>
 *   <li><b>on the processor</b>: an access without the time in which its thread was not running, at most: see
 *       {@code ProcessorTime}.</li>
 * </ul>
 */
package org.pagurus.bench.latency;
