/**
 * The torture of the heap: threads of all kinds do all that an application can do, while pages are moved, folded and evacuated
 * without a pause. Objects are such that whatever a broken protocol does to them is seen, soon after it was done. The idea is
 * that of the Linux kernel's rcutorture (Documentation/RCU/torture.rst). No JUnit here: the command line runs the same classes,
 * from relocation's test jar, as seeded bugs have no place in the library's own.
 *
 * <h2>Words</h2>
 * <dl>
 * <dt>site</dt><dd>a place that lives as long as the run: counters that all threads increment, lanes with one writer each, and
 *     a pattern. What all threads together have counted has to be there in the end, and a lane at each look</dd>
 * <dt>hot site</dt><dd>the one at which many accesses meet, and whose page moves often</dd>
 * <dt>item</dt><dd>an object that is allocated, published, found, rewritten and freed. It carries its stamp, which is owner and
 *     generation in one, a sequence and a checksum; each of its words says to which item, place and version it belongs</dd>
 * <dt>board</dt><dd>where items are published. Own items are on none: one thread alone knows them</dd>
 * <dt>poison</dt><dd>what frames are filled with when they are freed, and have to hold still when they are taken</dd>
 * <dt>player</dt><dd>a thread that does everything; mayflies are threads that come and go, some of them inside a section</dd>
 * <dt>act</dt><dd>one thing that a thread does. It may be broken off at each access, and then has done what it has counted</dd>
 * <dt>round</dt><dd>some tenths of a second. At its end all threads end, sums are compared and the whole heap is walked</dd>
 * <dt>finding</dt><dd>the first thing that was wrong. It ends the run</dd>
 * </dl>
 *
 * <h2>Who does what</h2>
 * <pre>
 *     Torture (conducts: rounds; WaitWatch; stacks of threads that do not end)
 *        |
 *        +-- Player ---&gt; Sections (by Policy: strict, sleepable, run again)
 *        |      |           +-- SiteActs   counters, lanes, patterns
 *        |      |           +-- ItemActs   visit, rewrite, replace --&gt; ItemReader, ItemWriter
 *        |      |           +-- PinActs    pin; use outside sections; unpin
 *        |      +-- OwnActs                allocate, free, freeNow, reallocate
 *        +-- Mayflies                      the same for a moment
 *        +-- Mover                         ForcedMoves, the compactor, direct compaction, sessions taken over
 *     Stage: what they all share.  TortureOptions in, TortureResult out.
 *     DelayedProtocol: delays at every step of the protocol.  Poison: sees every frame.
 * </pre>
 *
 * <h2>What can be found</h2>
 * {@link org.pagurus.relocation.torture.Finding.Kind} lists it. That each seeded bug is found is proved by HeapTortureTest and
 * {@code ./pagurus torture heap --mutation all}; {@link org.pagurus.relocation.Mutation} lists them.
 *
 * <h2>Where the mover goes</h2>
 * A defect shows only if a page moves while somebody holds an address in it, which a random page seldom does. So a thread that is
 * about to sleep with an address tells the mover ({@code Stage.holdAddress}), which moves that page at once. That is a hint, by
 * opaque accesses that order nothing, and a protocol without a defect does not mind it.
 *
 * <h2>Chance</h2>
 * Every random choice comes from one seed. The order in which threads run does not, so the same seed finds the same bug most of
 * the time, not always.
 */
package org.pagurus.relocation.torture;
