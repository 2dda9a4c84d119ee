/**
 * Litmus tests of the shipped classes, run by jcstress: two actors race many thousand times, and the outcomes are counted.
 *
 * <h2>Words</h2>
 * <dl>
 * <dt>state</dt><dd>an object that two actors race on, once; jcstress makes new ones all the time</dd>
 * <dt>outcome</dt><dd>what the actors stored in the result. What is forbidden can be told from it alone</dd>
 * <dt>broken twin</dt><dd>the same test with one bug, and a name that begins with {@code Broken}. jcstress must see the forbidden
 *     outcome there, else the test proves nothing. The bugs of the library are those of
 *     {@link org.pagurus.rcu.Mutation}, put in at its seams</dd>
 * </dl>
 *
 * <h2>Tests</h2>
 * <table>
 * <caption>What each forbids, and the bugs of its twins</caption>
 * <tr><th>test</th><th>pattern</th><th>forbidden</th><th>twins</th></tr>
 * <tr><td>{@link org.pagurus.rcu.litmus.EnterAndScan}</td><td>store buffering</td>
 *     <td>a section missed the unlink, and the grace period is over while it is open</td>
 *     <td>no fence in enter; no membarrier; the load in front of enter; no wait after the flip</td></tr>
 * <tr><td>{@link org.pagurus.rcu.litmus.Publication}</td><td>message passing</td>
 *     <td>an element is published and not filled</td><td>a plain load; published too early</td></tr>
 * <tr><td>{@link org.pagurus.rcu.litmus.UseAfterFree}</td><td>use after free</td>
 *     <td>a section finds what was stored after the grace period</td>
 *     <td>a grace period too early; readers not scanned; no wait after the flip</td></tr>
 * </table>
 * Each is there with {@code Fence.FULL} and with {@code Fence.ASYMMETRIC}. "Ticket" in a name means the counted sections of a
 * sleepable domain; they have a full fence with either, and the fence is that of the scan. On x86-64 no twin without their fence
 * could be caught: the atomic add in front of it is one as well.
 *
 * <h2>How to run them</h2>
 * {@code LitmusTest} does, as a part of {@code mvn verify}, with about a second for each test. It also runs the twins, and
 * fails if one is not caught. CONTRIBUTING.md has the command for a longer run, and one test alone can be run by hand:
 * <pre>
 *   java -cp ... org.openjdk.jcstress.Main -m quick -t UseAfterFree.Full
 * </pre>
 */
package org.pagurus.rcu.litmus;
