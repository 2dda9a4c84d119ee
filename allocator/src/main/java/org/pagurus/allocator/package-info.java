/**
 * The memory of a Pagurus heap: where it comes from, how it is cut into slots, and the page table that lets it move.
 *
 * <p>An application sees two exceptions and the {@link org.pagurus.allocator.Pointer} format; everything else of this module
 * is internal and used by {@code org.pagurus.relocation} alone.
 *
 * <pre>
 *   pointer (64 bit)          page table               memory
 *   0 | page id | offset  -&gt;  entry[page id]       -&gt;  frame run + offset
 *                             class | frame number     (or, folded: version -&gt; base + rank(slot))
 * </pre>
 *
 * <h2>Glossary</h2>
 * <dl>
 *   <dt>frame</dt><dd>64 KiB of OS memory, 64 KiB aligned: the unit of physical memory</dd>
 *   <dt>region</dt><dd>64 frames, 4 MiB, 4 MiB aligned; its free frames are one {@code long}</dd>
 *   <dt>run</dt><dd>1 to 64 neighbouring frames of one region that are allocated and freed together</dd>
 *   <dt>page</dt><dd>the unit that moves: slots of one size class, or one large object; it has an id and a run</dd>
 *   <dt>slot</dt><dd>one allocation's place in a page</dd>
 *   <dt>entry</dt><dd>the 64-bit word of the page table that says where a page is and in which state</dd>
 *   <dt>folded page</dt><dd>a page whose live slots share a run with other pages; its slots say where each is</dd>
 * </dl>
 *
 * <p>This module has no threads and knows nothing of grace periods: whoever frees a run or recycles an id has waited.
 */
package org.pagurus.allocator;
