package org.pagurus.rcu;

/**
 * Read-copy update for the threads of one JVM: readers run in sections, updaters wait until every section that could still see
 * an old version has ended. Domains are independent: a section of one never delays another.
 * The package description states the guarantee and how it comes about. The methods are those of the Linux kernel:
 * {@code start_poll_synchronize_rcu}, {@code poll_state_synchronize_rcu}, {@code synchronize_rcu}, {@code call_rcu} and
 * {@code rcu_barrier}. The form of the readers follows user-level RCU (Desnoyers et al., IEEE TPDS 23(2), 2012).
 * <p>
 * <b>Threads.</b> All methods may be called by any thread at any time, except as stated. The domain has no thread of its own:
 * grace periods advance when somebody asks, callbacks run when somebody polls.
 * <p>
 * <b>Order.</b> All that a thread does before {@link #startGracePeriod()}, {@link #synchronize()} or {@code defer} is visible to
 * every section that the grace period does not wait for. All that the awaited sections do happens before
 * {@link #isElapsed(long)} returns true, {@link #synchronize()} returns or the callback runs.
 * <p>
 * <b>Cost.</b> A scan is one load for each registered reader, and the first scan for a grace period has a fence ({@link Fence});
 * waiters share both. Starting a grace period is one fence and one atomic increment of a number that every outermost
 * {@link Reader#enter()} loads, so very frequent updaters cost readers cache misses: defer one callback for a batch, not one for
 * each object.
 */
public sealed class RcuDomain extends UpdateSide permits SleepableDomain {
    private final GracePeriods gracePeriods;

    RcuDomain(final String name, final GracePeriods gracePeriods) {
        super(name, gracePeriods);
        this.gracePeriods = gracePeriods;
    }

    /**
     * As {@link #strict(String)}, named "rcu".
     *
     * @return a new, open domain
     */
    public static RcuDomain strict() {
        return strict("rcu");
    }

    /**
     * Creates a domain for sections that never block. Nothing enforces this: a section that blocks delays reclamation, and
     * deadlocks if it waits for somebody who waits for the grace period.
     *
     * @param name appears in error messages
     * @return a new, open domain; its fence is that of the system property, see {@link Fence}
     * @throws UnsupportedOperationException if the property asks for the asymmetric fence and it cannot be had here
     */
    public static RcuDomain strict(final String name) {
        return new RcuDomain(name, new GracePeriods());
    }

    /**
     * As {@link #strict(String)}, with a fence of the caller's choice.
     *
     * @param name  appears in error messages
     * @param fence what to use, whatever the system property says
     * @return a new, open domain
     * @throws UnsupportedOperationException if the asymmetric fence is asked for and cannot be had here; the message says why
     */
    public static RcuDomain strict(final String name, final Fence fence) {
        return new RcuDomain(name, new GracePeriods(FenceChoice.of(fence)));
    }

    /**
     * As {@link #strict(String, Fence)}, named "rcu".
     *
     * @param fence what to use, whatever the system property says
     * @return a new, open domain
     * @throws UnsupportedOperationException if the asymmetric fence is asked for and cannot be had here; the message says why
     */
    public static RcuDomain strict(final Fence fence) {
        return strict("rcu", fence);
    }

    /**
     * As {@link #sleepable(String)}, named "srcu".
     *
     * @return a new, open domain
     */
    public static SleepableDomain sleepable() {
        return sleepable("srcu");
    }

    /**
     * Creates a domain for sections that may block, and that may begin in one thread and end in another.
     *
     * @param name appears in error messages
     * @return a new, open domain; the fence of its registered readers is that of the system property, see {@link Fence}
     * @throws UnsupportedOperationException if the property asks for the asymmetric fence and it cannot be had here
     */
    public static SleepableDomain sleepable(final String name) {
        return new SleepableDomain(name, new SleepableGracePeriods(FenceChoice.byProperty(), new SectionCounters()));
    }

    /**
     * As {@link #sleepable(String)}, with a fence of the caller's choice.
     *
     * @param name  appears in error messages
     * @param fence what the registered readers use, whatever the system property says
     * @return a new, open domain
     * @throws UnsupportedOperationException if the asymmetric fence is asked for and cannot be had here; the message says why
     */
    public static SleepableDomain sleepable(final String name, final Fence fence) {
        return new SleepableDomain(name, new SleepableGracePeriods(FenceChoice.of(fence), new SectionCounters()));
    }

    /**
     * Registers a reader for the calling thread. Cost: in proportion to the number of registered readers, amortised, under a
     * short lock. The thread should close the reader before it terminates, but nothing leaks if it does not.
     *
     * @return a new reader, outside every section
     * @throws IllegalStateException if the domain is closed
     */
    public Reader register() {
        checkOpen("register");
        return gracePeriods.register();
    }
}
