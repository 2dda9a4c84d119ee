/**
 * Pages, their slots and the page table.
 *
 * <pre>
 *   PageTable  entry[id] ----&gt; run address           plain: the only form on the fast path
 *                        \---&gt; FoldDescriptor ----&gt;  base + rank(slot) in a run shared by several pages
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
 *   session k &lt;--&gt; UNOWNED &lt;--&gt; BINNED (has free slots)       session, collector and compactor take pages
 *                     ^  \------ COLLECTING | COMPACTING -----&gt; DEAD
 * </pre>
 */
package org.pagurus.allocator.internal.pages;
