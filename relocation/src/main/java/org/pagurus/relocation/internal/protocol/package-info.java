/**
 * The migration protocol: the transitions of an entry, as migrator and accessors make them.
 *
 * <pre>
 *   migrator   isolate ---- grace period ---- begin -- copy -- commit ---- grace period ---- old frames free
 *                 |                             |                 \
 *   writer        pin, until its section ends   cancel             (put back, if pinned or cancelled)
 *   reader        never notices: reads the old frame until it sees the commit (READ_THROUGH)
 *
 *   migrator   copy -- replace ---- grace period ---- old frames free        sealed pages, which have readers only
 * </pre>
 *
 * <h2>Why no update is lost (I2)</h2>
 * A writer that found the entry plain did so in a section that the grace period between {@code isolate} and {@code begin}
 * waits for, or in one that began later and so sees ISOLATED. A writer that found ISOLATED pinned it, and {@code begin} needs
 * pins 0: both are CASes of one word, so one of them comes first. A writer that finds MIGRATING cancels, and the copy is
 * thrown away: {@code commit} is a CAS from MIGRATING, and only the migrator makes MIGRATING. One that waits, or is run again,
 * has not written; it looks at the entry anew. One that puts its write off makes it later, as one of these. A sealed page has no
 * writers: {@link org.pagurus.relocation.internal.protocol.Protocol#replace} says what follows.
 *
 * <h2>Why waiting is bounded (I1)</h2>
 * Between {@code begin} and {@code commit} the migrator copies one page and makes one CAS. No lock, no allocation, no grace
 * period; the target was touched before. So an accessor may wait for the end of a copy, whatever it holds itself: {@link
 * org.pagurus.relocation.internal.protocol.MoveWaiters} says why no wake-up is lost. Of a page above 1 MiB it copies only what
 * was written last:
 *
 * <pre>
 *   migrator   open cards, isolate -- grace period -- copy all -- take, see no pin, copy -- ... -- begin -- take, copy -- commit
 *   writer                 pin, mark, write, ..., unpin      at any time before begin
 * </pre>
 *
 * {@link org.pagurus.relocation.internal.protocol.DirtyCards} says why the rounds lose no update.
 */
package org.pagurus.relocation.internal.protocol;
