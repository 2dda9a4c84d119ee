/**
 * Pages, their slots and the page table.
 *
 * <pre>
 *   PageTable  entry[id] ----&gt; run address           plain: the only form on the fast path
 *                        \---&gt; version ---\           folded: the slots of that version say where each is
 *   IdTable    page[id]  ----&gt; Page ---------&gt; Slots: PlainSlots | FoldedSlots | TinySlots
 * </pre>
 *
 * <h2>Life of a slot</h2>
 * A slot has a <em>place</em>: its own number, or its rank if its page is folded; bits and bytes are kept by place.
 * <pre>
 *   free --allocateSlot (owner)--&gt; allocated --retireLocally (owner)--&gt; retired --reclaimSlot (owner)--&gt; free
 *                                             \--retire (anyone)--------&gt; retired --collect (owner)------&gt; free
 *                                                                               both after a grace period
 *   allocated       0                 1                                   1                              0
 *   locally retired 0                 0                                   1 | 0                          0
 *   retired         0                 0                                   0 | 1                          0
 * </pre>
 *
 * <p>The first two are written by the page's owner alone, without atomics; {@code retired} is atomic, so that any thread may free
 * any slot. Invariants: {@code (retired | locallyRetired) & ~allocated == 0}; {@code retired & locallyRetired == 0};
 * {@code heldCount == bitCount(allocated & ~locallyRetired)}; {@code retiredCount == bitCount(retired)}.
 *
 * <h2>Life of a page</h2>
 * The owner word changes by CAS; only the owner allocates, collects, moves or removes the page:
 * <pre>
 *   session k --- HELD --- UNOWNED --- BINNED (has free slots)     taken by sessions, collector and compactor
 *      |                      |          |
 *      +-- taken away --- COLLECTING | COMPACTING --- DEAD
 * </pre>
 *
 * <p>A session keeps the pages that it fills. Its page can be taken away at any time: by a CAS of the owner word, and then a
 * grace period. The session looks at the owner word for each step, inside a section; so when the grace period is over, no step is
 * under way that still found the session's own id in it. Until then whoever took the page believes none of the bits that its
 * owner writes, only those of other threads.
 *
 * <p>Unmovable and sealed pages are never a session's: HELD for one allocation, and then UNOWNED or BINNED again. Their slots are
 * never retired locally, so whoever takes them may believe all bits at once.
 */
package org.pagurus.allocator.internal.pages;
