/**
 * Grace periods: when has every reader that could see an old version gone? Nothing here knows about memory; the package is of use
 * alone.
 *
 * <h2>Words</h2>
 * <dl>
 * <dt>section</dt><dd>a read-side critical section, from the outermost {@code enter} to its {@code exit}. Sections nest</dd>
 * <dt>reader</dt><dd>one thread's registered means to open sections: {@link org.pagurus.rcu.Reader}</dd>
 * <dt>grace period</dt><dd>the time until every section that was running at its start has ended</dd>
 * <dt>cookie</dt><dd>the number of a grace period, by which one asks later whether it is over</dd>
 * <dt>epoch</dt><dd>the number of the grace period that was started last; a section carries the epoch at which it began</dd>
 * <dt>scan</dt><dd>one look at the states of all readers, which finds the oldest epoch still carried</dd>
 * <dt>callback</dt><dd>an action deferred until a grace period is over</dd>
 * <dt>batch</dt><dd>callbacks that share a grace period</dd>
 * <dt>driver</dt><dd>an agent that polls a domain on a thread of the application's: {@link org.pagurus.rcu.RcuDriver}</dd>
 * <dt>stall</dt><dd>a grace period that lasts longer than the limit of its domain</dd>
 * <dt>domain</dt><dd>a set of readers with its own epoch and its own grace periods:
 *     {@link org.pagurus.rcu.RcuDomain}, strict or sleepable</dd>
 * <dt>ticket</dt><dd>what a section without a registered reader is opened and closed by, in a
 *     {@link org.pagurus.rcu.SleepableDomain} only. Such sections are counted</dd>
 * </dl>
 *
 * <h2>What is guaranteed</h2>
 * <b>Grace-period guarantee.</b> For every section S and every grace period G of one domain, at least one of two holds:
 * <ul>
 * <li>everything in S happens before the end of G: what follows G (reuse, free) cannot disturb S;
 * <li>everything before the start of G is visible to all of S: S cannot find what was unlinked before G.
 * </ul>
 * This is the "fundamental law" of RCU (Alglave, Maranget, McKenney, Parri, Stern, "Frightening Small Children and Disconcerting
 * Grown-ups", ASPLOS 2018), and the kernel's Documentation/RCU/Design/Requirements states it as the same two cases. The start of
 * G is the making of its cookie; its end is any {@code isElapsed} that returns true, any {@code synchronize} that returns, or its
 * callback's beginning, by whichever threads. A section begins at the fence in {@code enter}.
 * <p>
 * <b>Publish-subscribe guarantee.</b> A section that loads a reference with acquire (or stronger) order sees everything stored
 * before that reference was stored with release (or stronger) order. The user's own {@code VarHandle} gives it: this package
 * never sees the references. A section neither weakens nor replaces it; a plain load does not suffice.
 * <p>
 * <b>Readers make progress.</b> {@code enter} and {@code exit} are wait-free, whatever updaters and other readers do.
 * <p>
 * <b>Full ordering.</b> {@code synchronize}, and {@code startGracePeriod} with an {@code isElapsed} that returns true, order
 * everything that the caller did before against everything that it does after, as a full fence does, whether there are readers
 * or not.
 * <p>
 * <b>Updaters wait for old readers only.</b> A section that begins after a cookie was made never delays it; a section opened by
 * ticket may, up to a point that {@link org.pagurus.rcu.SleepableDomain} names. A reader that was descheduled inside
 * {@code enter} may carry a stale epoch; it then counts as older than it is, which is safe.
 *
 * <h2>What is not promised</h2>
 * <ul>
 * <li>A bound on the length of a grace period: one section that never ends holds back everything after it
 *     ({@link org.pagurus.rcu.RcuDomain#holders} names it). A thread that has terminated holds back nothing, but for sections
 *     that it opened by ticket.
 * <li>Protection of updaters from each other. They bring their own lock or CAS.
 * <li>That a section sees the newest version. It sees one that was current at some moment since the section began.
 * <li>That callbacks run by themselves. Somebody must poll, or run a driver.
 * <li>That a callback waits for the sections of its own {@code defer} alone: callbacks share grace periods, so it may wait for
 *     one that is under way and for all of the next one.
 * <li>That waiting work is bounded, unless the domain was built with a budget ({@link org.pagurus.rcu.RcuBuilder#budget}).
 * <li>That a section of a strict domain does not block. What can be seen of it is refused: this package's own waits.
 * <li>Order between different domains.
 * <li>Anything for a {@code Reader} that a thread other than its owner uses.
 * </ul>
 *
 * <h2>How it works</h2>
 * <pre>
 *     reader 1   --[== 7 ==]------------[======= 8 =======]------     each section carries
 *     reader 2   ------[========== 7 ==========]----[= 9 =]------     the epoch it loaded
 *     reader 3   -------------------[== 8 ==]--------------------
 *                           ^                  ^      ^
 *     updater        start: cookie 8           |   start: cookie 9
 *                           |                  |
 *                           +--- grace period -+
 *                    unlink before        reuse after
 *
 *     epoch      7          8                         9               grows when a grace period starts
 *     completed  7                              8                     grows when a scan finds no section below it
 * </pre>
 * Sections of epoch 8 run while grace period 8 does, and do not delay it: they began after the unlink was visible.
 * Equations, at every moment:
 * <pre>
 *     1 &lt;= completed &lt;= epoch
 *     state of a reader outside a section = 0, inside: 1 &lt;= state &lt;= epoch
 *     grace period c is over                =&gt; c &lt;= completed, after the next scan
 *     c &lt;= completed                        =&gt; no section that was running when c was made is still running
 *     deferred = waiting + finished + abandoned, where waiting has those that run
 * </pre>
 *
 * <h2>Order</h2>
 * Two fences make it work. {@code ReaderSlot.announce} has a full fence between the store of the state and the section's loads;
 * {@code GracePeriods.scan} has one between what the updater did before and the loads of the states. Whichever comes second, its
 * side sees the other's store. With {@link org.pagurus.rcu.Fence#ASYMMETRIC} the reader's fence is gone, and the scan's
 * membarrier puts a barrier into every thread instead, wherever it happens to be, as user-level RCU does it with signals or with
 * the same call. One fence serves every look at one grace period. The rest is release and acquire: exit's store and a scan's
 * loads; the epoch's increment and its loads in enter and scan; {@code completed}. {@code VarHandle} access modes and fences bind
 * the compiler as well as the processor, so no section's access is moved out by either. The argument stands beside each step in
 * the code.
 * <p>
 * <b>What rests on what.</b> With {@link org.pagurus.rcu.Fence#FULL} all of it rests on the Java memory model with the access
 * modes of {@code VarHandle}. With ASYMMETRIC one step does not: that compiled code keeps the store of the state in front of the
 * section's loads. HotSpot's C1 and C2 do so by construction ({@code ReaderSlot.announce} says how), looked at in the machine
 * code of JDK 17 and 25 for x86-64; the model itself would let a compiler exchange the two. Where another virtual machine or
 * another compiler runs, ASYMMETRIC is refused.
 *
 * <h2>Who may call whom</h2>
 * <pre>
 *     RcuBuilder --&gt; Assembly: makes the parts --&gt; DomainParts
 *                                                   |
 *     users --&gt; RcuDomain, SleepableDomain --&gt; UpdateSide --&gt; BlockingRules: where waiting is refused
 *               Reader --&gt; ReaderSlot              |   \---&gt; BackPressure: defer within the budget
 *               RcuDriver -------------------------/   \---&gt; Shutdown: the way to the end
 *
 *     RcuStats, StallReport: results.     Fence, FenceChoice: how readers are ordered, and why so
 *
 *     below: callbacks --&gt; grace --&gt; stalls --&gt; readers --&gt; system, base, all in org.pagurus.rcu.internal
 * </pre>
 * Four kinds of lock exist, each held for a few instructions, one copy of an array, one walk over the followers or one sum over
 * the stripes: the registry's, the callback queue's, the followers' and the section counters'. No two of them are ever held
 * together, and none while user code runs.
 * {@code enter}, {@code exit} and {@code startGracePeriod} take none, nor do scans but those of a sleepable domain.
 */
package org.pagurus.rcu;
