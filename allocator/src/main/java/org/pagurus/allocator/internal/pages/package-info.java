/**
 * Pages, their slots and the page table.
 *
 * <pre>
 *   PageTable  entry[id] ----&gt; run address           plain: the only form on the fast path
 *                        \---&gt; Slots ----FoldDescriptor ----&gt;  basegt;  base + rank(slot) in a run shared by several pages
 *   IdTable    page[id]  ----&gt; Page: which slots are allocated, which retired, who owns it
 * </pre>
 *
 * <h2>Life of a slot</h2>
 * <pre>
 *   free --allocateSlot (owner)--&gt; allocated --retire (anyone)--&gt; retired --collect (owner, after a grace period)--&gt;
 * free
 *   allocated[w] bit:   0                1                            1                                              0
 *   retired[w] bit:     0                0                            1                                              0
 * </pre>
 *
 * <p>{@code allocated} is written by the page's owner alone, without atomics; {@code retired} is atomic, so that any thread
 * may free any slot. Invariants: {@code retired & ~allocated == 0}; {@code allocatedCount == bitCount(allocated)}; the slots
 * of a folded page's descriptor include all its allocated slots.
 *
 * <h2>Life of a page</h2>
 * The owner word changes by CAS; only the owner allocates, collects, moves or removes the page:
 * <pre>
 *   session k --- HELD --- UNOWNED --- BINNED (has free slots)     taken by sessions, collector and compactor
 *      |                      |          |
 *      +------ revoked --- COLLECTING | COMPACTING --- DEAD
 * </pre>
 *
 * <p>A session's page can be revoked at any time: by a CAS to COLLECTING, and then a grace period. The session looks at the
 * owner word for each allocation, inside a section; so when the grace period is over, no allocation is under way that still
 * found the session's own id in it.
 */
package org.pagurus.allocator.internal.pages;
