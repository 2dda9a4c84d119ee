/**
 * The torture: a domain under all the load that its users could think of, and an oracle that tells when the grace-period
 * guarantee is broken. The idea is that of the Linux kernel's rcutorture (Documentation/RCU/torture.rst). No JUnit here: the
 * command line runs the same classes, from rcu's test jar, as seeded bugs have no place in the library's own.
 *
 * <h2>Words</h2>
 * <dl>
 * <dt>element</dt><dd>what readers look at. Its fields are accessed in opaque mode only, so that nothing but the domain and the
 *     published reference orders them</dd>
 * <dt>cell</dt><dd>where one element is published at a time</dd>
 * <dt>age</dt><dd>0 while the element is published, 1 from the moment it is unlinked, and one more for each grace period that
 *     ends after that. A section that finds 2 or more at its end saw a grace period end that had to wait for it</dd>
 * <dt>pipe</dt><dd>the way of an element: published, retired, aged by one grace period after the other, and used again</dd>
 * <dt>way</dt><dd>how an updater waits for a grace period: {@code Way}</dd>
 * <dt>worker</dt><dd>a thread of the torture</dd>
 * <dt>scene</dt><dd>a tenth of a second or so in which only some ways are taken, as one way may hide the bug of another: a waiter
 *     that forgets to look is saved by anybody who polls</dd>
 * <dt>stutter</dt><dd>between two scenes all workers come to rest together, and go on at once</dd>
 * <dt>finding</dt><dd>the first thing that was wrong. It ends the run</dd>
 * </dl>
 *
 * <h2>Who does what</h2>
 * <pre>
 *     Torture (conducts: scenes, stutter, Watchdog)
 *        |
 *        +-- ReaderWorker --&gt; Sections --&gt; Gate: a registered reader, or tickets
 *        +-- Churn ---------&gt; Sections           \--&gt; Handoffs: tickets that another thread closes
 *        +-- Updater -------&gt; Pipe --&gt; Element
 *        +-- Flood                               callbacks by the thousand
 *        +-- Driving                             an RcuDriver, in some scenes
 *        +-- StoreBuffering                      a litmus test, while all others rest
 *     Stage: what they all share. TortureOptions in, TortureResult out.
 * </pre>
 *
 * <h2>What can be found</h2>
 * {@link org.pagurus.rcu.torture.Finding.Kind} lists it. That each is found is proved by
 * {@link org.pagurus.rcu.Mutation}: SeededBugsTest, and {@code ./pagurus torture rcu --mutation all}.
 *
 * <h2>Chance</h2>
 * Every random choice comes from one seed. The order in which threads run does not, so the same seed finds the same bug most of
 * the time, not always.
 */
package org.pagurus.rcu.torture;
