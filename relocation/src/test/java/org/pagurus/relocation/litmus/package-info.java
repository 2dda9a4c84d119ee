/**
 * Litmus tests of the migration protocol, run by jcstress: an accessor and a mover race many thousand times, and the outcomes are
 * counted. Entries, page table, protocol, pages, runs, translator, pin table, migrator and grace periods are the shipped ones.
 *
 * <h2>Words</h2>
 * <dl>
 * <dt>state, outcome, broken twin</dt><dd>as in {@code org.pagurus.rcu.litmus}. A twin's name begins with {@code Broken}, and
 *     jcstress must see its forbidden outcome</dd>
 * <dt>ground</dt><dd>the space that the states of one test share</dd>
 * <dt>place</dt><dd>the page of one state, and an object in it</dd>
 * <dt>whole move</dt><dd>one that {@code Migrator} makes, from the isolate to the frames it leaves, with its grace periods</dd>
 * <dt>move by hand</dt><dd>its steps from the migration entry on, so that every state is about these</dd>
 * </dl>
 *
 * <h2>Tests</h2>
 * <table>
 * <caption>What each forbids, and the bugs of its twins</caption>
 * <tr><th>test</th><th>move</th><th>forbidden</th><th>twins</th></tr>
 * <tr><td>{@link org.pagurus.relocation.litmus.WriterAndMove}</td><td>whole</td><td>a write is lost (I2)</td>
 *     <td>a writer that does not pin; begin overlooks pins; begin without the grace period</td></tr>
 * <tr><td>{@link org.pagurus.relocation.litmus.ReaderAndRecycling}</td><td>whole</td>
 *     <td>a section reads a frame that somebody else has (I3)</td>
 *     <td>READ_THROUGH, and the frame is free at commit; EXCLUSIVE, and a reader does not pin</td></tr>
 * <tr><td>{@link org.pagurus.relocation.litmus.CancelAndCommit}</td><td>by hand</td><td>both win, or none</td>
 *     <td>commit does not look whether it was cancelled</td></tr>
 * <tr><td>{@link org.pagurus.relocation.litmus.PinAndPutBack}</td><td>put back alone</td><td>a pin is lost or left</td>
 *     <td>put back drops pins; put back stores without a look</td></tr>
 * <tr><td>{@link org.pagurus.relocation.litmus.CopyAndCommit}</td><td>by hand</td><td>committed and not copied</td>
 *     <td>committed too early; none for the acquire, see there</td></tr>
 * <tr><td>{@link org.pagurus.relocation.litmus.FoldAndFree}</td><td>bits alone</td><td>a free is lost</td>
 *     <td>a free that looks once; a fold that carries first</td></tr>
 * </table>
 *
 * <h2>How to run them</h2>
 * {@code HeapLitmusTest} does, as a part of {@code mvn verify}. CONTRIBUTING.md has the commands, and docs/protocol-checker.md
 * says how often the bugs are seen.
 */
package org.pagurus.relocation.litmus;
