package org.pagurus.rcu;

import java.util.Objects;
import java.util.concurrent.TimeUnit;

import org.pagurus.rcu.internal.callbacks.Budget;
import org.pagurus.rcu.internal.grace.GracePeriods;
import org.pagurus.rcu.internal.grace.SleepableGracePeriods;
import org.pagurus.rcu.internal.readers.ReaderRegistry;
import org.pagurus.rcu.internal.stalls.StallDetector;

/**
 * Builds domains. {@link RcuDomain#builder()} makes one; what is not set has the default named at its method.
 * <pre>
 *   RcuDomain domain = RcuDomain.builder().name("index").budget(100_000, 64 &lt;&lt; 20, OverBudget.BLOCK).strict();
 * </pre>
 * Not thread-safe. One builder may build several domains.
 */
public final class RcuBuilder {
    /** How long a grace period lasts before it is reported, unless {@link #stallLimit} says otherwise, in nanoseconds: 10 s. */
    public static final long DEFAULT_STALL_NANOS = TimeUnit.SECONDS.toNanos(10);

    private final Assembly assembly;
    private String name;
    private Fence fence;
    private long stallNanos = DEFAULT_STALL_NANOS;
    private boolean raisesPriority;
    private Budget budget = Budget.UNLIMITED;
    private OverBudget overBudget = OverBudget.BLOCK;

    RcuBuilder(final Assembly assembly) {
        this.assembly = assembly;
    }

    /**
     * Sets the name, which appears in messages and reports. Default: "rcu", or "srcu" for a sleepable domain.
     *
     * @param newName the name
     * @return this builder
     */
    public RcuBuilder name(final String newName) {
        name = Objects.requireNonNull(newName, "name");
        return this;
    }

    /**
     * Sets how registered readers order their announcement, whatever the system property {@code pagurus.rcu.fence} says.
     * Default: what the property says, else {@link Fence#AUTO}.
     *
     * @param newFence the fence
     * @return this builder
     */
    public RcuBuilder fence(final Fence newFence) {
        fence = Objects.requireNonNull(newFence, "fence");
        return this;
    }

    /**
     * Sets how long a grace period may last before it is reported ({@link StallListener}). At half of that time it is escalated:
     * see {@link RcuDomain}. Default: {@link #DEFAULT_STALL_NANOS}.
     *
     * @param limitNanos the limit in nanoseconds, 1,000,000 or more
     * @return this builder
     * @throws IllegalArgumentException if the limit is lower
     */
    public RcuBuilder stallLimit(final long limitNanos) {
        if (limitNanos < TimeUnit.MILLISECONDS.toNanos(1)) {
            throw new IllegalArgumentException("stallLimit: limitNanos=" + limitNanos + ", allowed: 1000000 (1 ms) or more");
        }
        stallNanos = limitNanos;
        return this;
    }

    /**
     * Sets whether a reader that holds a stalled grace period back gets a higher priority from the operating system, until that
     * grace period is over: a nice value lower by 10. For readers that lost their processor to other work; a blocked one gains
     * nothing. Needs Linux and the right to do so (CAP_SYS_NICE, or RLIMIT_NICE); where it is refused, {@link RcuStats} counts it
     * and all else goes on. Not for virtual threads. Costs one system call for each registration. Default: false.
     *
     * @param raises whether to raise it
     * @return this builder
     */
    public RcuBuilder raisePriority(final boolean raises) {
        raisesPriority = raises;
        return this;
    }

    /**
     * Limits what may wait for grace periods at a time. Default: no limit.
     *
     * @param maxCallbacks how many callbacks, 1 or more
     * @param maxBytes     the sum of what {@code defer} was told that they will free, in bytes, 1 or more. A callback that is
     *                     larger by itself waits alone
     * @param policy       what happens to a {@code defer} that would exceed it
     * @return this builder
     * @throws IllegalArgumentException if a limit is below 1
     */
    public RcuBuilder budget(final long maxCallbacks, final long maxBytes, final OverBudget policy) {
        if (maxCallbacks < 1 || maxBytes < 1) {
            throw new IllegalArgumentException(
                "budget: maxCallbacks=" + maxCallbacks + ", maxBytes=" + maxBytes + ", allowed: 1 or more of each");
        }
        overBudget = Objects.requireNonNull(policy, "policy");
        budget = new Budget(maxCallbacks, maxBytes);
        return this;
    }

    /**
     * Builds a domain for sections that never block.
     *
     * @return a new, open domain
     * @throws UnsupportedOperationException if the asymmetric fence is asked for and cannot be had here; the message says why
     * @throws IllegalArgumentException      if the system property names no fence
     */
    public RcuDomain strict() {
        final FenceChoice choice = fenceChoice();
        final ReaderRegistry registry = assembly.registry(nameOr("rcu"), true, raisesPriority);
        final StallDetector stalls = assembly.stalls(registry, stallNanos, raisesPriority);
        return new RcuDomain(parts(choice, assembly.gracePeriods(registry, stalls, choice.isFull())));
    }

    /**
     * Builds a domain for sections that may block, and that may begin in one thread and end in another.
     *
     * @return a new, open domain
     * @throws UnsupportedOperationException if the asymmetric fence is asked for and cannot be had here; the message says why
     * @throws IllegalArgumentException      if the system property names no fence
     */
    public SleepableDomain sleepable() {
        final FenceChoice choice = fenceChoice();
        final ReaderRegistry registry = assembly.registry(nameOr("srcu"), false, raisesPriority);
        final StallDetector stalls = assembly.stalls(registry, stallNanos, raisesPriority);
        final SleepableGracePeriods gracePeriods = assembly.sleepableGracePeriods(registry, stalls, choice.isFull());
        return new SleepableDomain(parts(choice, gracePeriods), gracePeriods.counters());
    }

    private DomainParts parts(final FenceChoice choice, final GracePeriods gracePeriods) {
        return new DomainParts(choice, gracePeriods, assembly.waiting(gracePeriods), assembly.callbacks(gracePeriods, budget),
            budget, overBudget);
    }

    private FenceChoice fenceChoice() {
        return fence == null ? FenceChoice.byProperty() : FenceChoice.of(fence);
    }

    private String nameOr(final String standard) {
        return name == null ? standard : name;
    }
}
