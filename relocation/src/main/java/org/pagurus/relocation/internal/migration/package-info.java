/**
 * The compactor's parts: what to move ({@link org.pagurus.relocation.internal.migration.Planner}), how it is moved ({@link
 * org.pagurus.relocation.internal.migration.Migrator}), and whether all is still right ({@link
 * org.pagurus.relocation.internal.migration.HeapVerifier}). One thread at a time runs them, under the compactor's lock.
 *
 * <pre>
 *   plan -&gt; own pages, snapshot their retired slots, isolate all -&gt; ONE grace period for all -&gt; page by page:
 *           collect the snapshot, describe, touch the target | begin, copy, commit |
 *           (above 1 MiB, {@link org.pagurus.relocation.internal.migration.PreCopy}: first copy in rounds, piece by piece)
 *        -&gt; cancelled pages once more -&gt; put back what is left, hand the pages over, retire the emptied runs
 * </pre>
 *
 * <p>Sealed pages go a shorter way, in the same batch or in one of their own:
 * <pre>
 *   plan -&gt; own pages -&gt; page by page: describe, copy, replace
 *        -&gt; pinned ones once more -&gt; hand the pages over, retire the emptied runs
 * </pre>
 *
 * <p>The snapshot and the isolation share the batch's grace period: the slots that were retired before it are free after it
 * and are not copied. Of sealed pages they are copied along; when that is not worth it, the pages are collected first.
 */
package org.pagurus.relocation.internal.migration;
