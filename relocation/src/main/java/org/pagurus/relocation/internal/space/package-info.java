/**
 * The pages of one heap: where sessions get them, where freed slots and frames wait for their grace period, and what becomes
 * free.
 *
 * <pre>
 *   session --take--&gt; bin (pages with free slots)  or  a new page on a new run; then it keeps the page (SessionPages)
 *   session --give up | taken away--&gt; bin | UNOWNED | COLLECTING (retired slots wait) ----&gt; bin | removed: its run is free
 *   session's own free --grace period, by itself--&gt; free in its page
 *   migrator --retireRun--&gt; waiting --grace period--&gt; free frames
 *   huge page removed, its entry ABSENT ----&gt; waiting --grace period--&gt; unmapped
 *   pinned and freed: collect keeps the slot (PinTable) --last unpin--&gt; retired again
 * </pre>
 *
 * <p>All other waiting goes through {@code RcuDomain.defer}: its callbacks collect a page's slots or free a run. Whoever
 * polls the domain runs them: a session that needs a page, or the compactor.
 */
package org.pagurus.relocation.internal.space;
