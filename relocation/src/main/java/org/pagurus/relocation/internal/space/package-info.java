/**
 * The pages of one heap: where sessions get them, where freed slots and frames wait for their grace period, and what becomes
 * free.
 *
 * <pre>
 *   session --take--&gt; bin (pages with free slots)  or  a new page on a new run
 *   session --release--&gt; bin | UNOWNED | COLLECTING (retired slots wait) ----&gt; bin | removed: its run is free
 *   migrator --retireRun--&gt; waiting --grace period--&gt; free frames
 *   huge page removed, its entry ABSENT ----&gt; waiting --grace period--&gt; unmapped
 *   pinned and freed: collect keeps the slot (PinTable) --last unpin--&gt; retired again
 * </pre>
 *
 * <p>All waiting goes through {@code RcuDomain.defer}: its callbacks collect a page's slots, free a run, or recycle a
 * descriptor's id. Whoever polls the domain runs them: a session that needs a page, or the compactor.
 */
package org.pagurus.relocation.internal.space;
