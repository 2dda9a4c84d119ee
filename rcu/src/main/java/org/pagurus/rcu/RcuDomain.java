package org.pagurus.rcu;

import org.pagurus.rcu.internal.grace.GracePeriods;
import org.pagurus.rcu.internal.readers.ThreadReaders;

/**
 * Read-copy update for the threads of one JVM: readers run in sections, updaters wait until every section that could still see
 * an old version has ended. Domains are independent: a section of one never delays another.
 * The package description states the guarantee and how it comes about. The methods are those of the Linux kernel:
 * {@code start_poll_synchronize_rcu}, {@code poll_state_synchronize_rcu}, {@code synchronize_rcu},
 * {@code synchronize_rcu_expedited}, {@code call_rcu} and {@code rcu_barrier}. The form of the readers follows user-level RCU
 * (Desnoyers et al., IEEE TPDS 23(2), 2012).
 * <p>
 * <b>Threads.</b> All methods may be called by any thread at any time, except as stated. The domain has no thread of its own:
 * grace periods advance when somebody asks, callbacks run when somebody polls, or on the thread of an {@link RcuDriver}.
 * <p>
 * <b>Order.</b> All that a thread does before {@link #startGracePeriod()}, {@link #synchronize()} or {@code defer} is visible to
 * every section that the grace period does not wait for. All that the awaited sections do happens before
 * {@link #isElapsed(long)} returns true, {@link #synchronize()} returns or the callback runs.
 * <p>
 * <b>Cost.</b> A scan is one load for each registered reader, and the first scan for a grace period has a fence ({@link Fence});
 * waiters share both. Starting a grace period is one fence and one atomic increment of a number that every outermost
 * {@link Reader#enter()} loads, so it costs readers a cache miss. Callbacks share grace periods: they need no batching of the
 * application's.
 * <p>
 * <b>Stalls.</b> A grace period that lasts escalates. Whoever waits spins, yields and then parks, so that a reader gets the
 * processor. At half of the limit ({@link RcuBuilder#stallLimit}) a new fence is run, which serves all grace periods started
 * since, and readers in the way get a higher priority if {@link RcuBuilder#raisePriority} is set. At the limit a
 * {@link StallReport} goes to the listener ({@link #onStall}), and again each time the age has doubled. What waits can be given
 * up: {@link #synchronize(long)} by its limit, callbacks by {@link #abandon()}. Somebody must look for this to happen: a thread
 * that waits, a driver, or one that polls many times a second.
 */
public sealed class RcuDomain extends UpdateSide permits SleepableDomain {
    private final GracePeriods gracePeriods;

    RcuDomain(final DomainParts parts) {
        super(parts);
        this.gracePeriods = parts.gracePeriods();
    }

    /**
     * Returns a builder, for domains that need more than a name.
     *
     * @return a new builder with all defaults
     */
    public static RcuBuilder builder() {
        return new RcuBuilder(new Assembly());
    }

    /**
     * As {@link #strict(String)}, named "rcu".
     *
     * @return a new, open domain
     */
    public static RcuDomain strict() {
        return builder().strict();
    }

    /**
     * Creates a domain for sections that never block. What this package can see of blocking inside such a section it refuses: its
     * own waits, of any domain, and {@link #checkMayBlock}. Other blocking delays reclamation, and deadlocks if it waits for
     * somebody who waits for the grace period.
     *
     * @param name appears in error messages
     * @return a new, open domain with the defaults of {@link RcuBuilder}
     * @throws UnsupportedOperationException if the system property asks for the asymmetric fence and it cannot be had here
     */
    public static RcuDomain strict(final String name) {
        return builder().name(name).strict();
    }

    /**
     * As {@link #sleepable(String)}, named "srcu".
     *
     * @return a new, open domain
     */
    public static SleepableDomain sleepable() {
        return builder().sleepable();
    }

    /**
     * Creates a domain for sections that may block, and that may begin in one thread and end in another.
     *
     * @param name appears in error messages
     * @return a new, open domain with the defaults of {@link RcuBuilder}
     * @throws UnsupportedOperationException if the system property asks for the asymmetric fence and it cannot be had here
     */
    public static SleepableDomain sleepable(final String name) {
        return builder().name(name).sleepable();
    }

    /**
     * Throws if the calling thread is inside a section of a strict domain: the kernel's {@code might_sleep()}. For code that
     * blocks, in front of the place where it does. Cost: one thread-local variable, and a look at the thread's own readers.
     *
     * @param what the blocking call, for the message
     * @throws IllegalStateException inside a section of a strict domain
     */
    public static void checkMayBlock(final String what) {
        BlockingRules.refuseInStrictSection(what);
    }

    /**
     * As {@link #checkMayBlock}, for code that can do without blocking.
     *
     * @return whether the calling thread is outside all sections of strict domains
     */
    public static boolean mayBlock() {
        return ThreadReaders.strictSection() == null;
    }

    /**
     * Registers a reader for the calling thread. Cost: in proportion to the number of registered readers, amortised, under a
     * short lock. The thread should close the reader before it terminates, but nothing leaks if it does not.
     *
     * @return a new reader, outside every section
     * @throws IllegalStateException if the domain is closed
     */
    public Reader register() {
        return register(gracePeriods.registry().isStrict());
    }

    /**
     * As {@link #register}, for sections that may block, in any domain. In a strict domain, too, this thread is then not refused
     * what blocks, but for waits of this domain, which would be for itself. Every grace period of the domain waits for such a
     * section, for as long as it sleeps: so a strict domain has some only where one memory is read in sections of both kinds.
     * Elsewhere a {@link SleepableDomain} of its own keeps sleepers from delaying others.
     *
     * @return a new reader, outside every section
     * @throws IllegalStateException if the domain is closed
     */
    public Reader registerSleepable() {
        return register(false);
    }

    private Reader register(final boolean strict) {
        checkOpen("register");
        final Reader reader = new Reader(gracePeriods.epochForReaders(), gracePeriods.registry(), gracePeriods.readersFence(),
            strict);
        gracePeriods.registry().add(reader);
        return reader;
    }
}
