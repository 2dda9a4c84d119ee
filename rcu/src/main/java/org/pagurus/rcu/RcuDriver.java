package org.pagurus.rcu;

import org.agrona.concurrent.Agent;

/**
 * Drives one domain from a thread that the application gives it: runs callbacks when their grace periods are over, and notices
 * stalled grace periods even when nobody waits for them. An Agrona {@link Agent}: it runs on an {@code AgentRunner}, or inside an
 * {@code AgentInvoker} or a composite agent that the application has already.
 * <pre>
 *   RcuDriver driver = domain.driver();
 *   AgentRunner runner = new AgentRunner(new BackoffIdleStrategy(), errorHandler, null, driver);
 *   AgentRunner.startOnThread(runner);
 * </pre>
 * A domain needs none: without it, whoever calls {@link RcuDomain#poll()}, {@code synchronize} or {@code barrier} drives it.
 * <p>
 * <b>Threads.</b> Only one driver of a domain runs at a time, on one thread at a time.
 */
public final class RcuDriver implements Agent {
    private static final long LOOK_NANOS = 1_000_000;

    private final UpdateSide domain;
    private final String roleName;
    private long lastLookNanos = System.nanoTime() - LOOK_NANOS;
    /** The thread that works, or null; written by it. */
    private volatile Thread thread;

    RcuDriver(final UpdateSide domain, final String name) {
        this.domain = domain;
        this.roleName = "rcu-driver-" + name;
    }

    /**
     * Takes over the domain's callbacks.
     *
     * @throws IllegalStateException if another driver of the domain runs
     */
    @Override
    public void onStart() {
        domain.startDriving(this);
        thread = Thread.currentThread();
    }

    /**
     * Runs the callbacks whose grace period is over, and about once a millisecond looks for a stalled one. Waits for nothing but
     * the callbacks. Cost when nothing waits: the role of the poller and two short locks,
     * five atomic operations.
     *
     * @return how many callbacks ran
     */
    @Override
    public int doWork() {
        if (thread != Thread.currentThread()) {
            // An invoker may have moved on to another thread.
            thread = Thread.currentThread();
        }
        final int ran = domain.poll();
        final long nowNanos = System.nanoTime();
        if (nowNanos - lastLookNanos >= LOOK_NANOS) {
            lastLookNanos = nowNanos;
            domain.look();
        }
        return ran;
    }

    /** Polls once more and gives the domain's callbacks back. What still waits is for whoever polls next, or for close. */
    @Override
    public void onClose() {
        if (thread != null) {
            thread = null;
            domain.stopDriving(this);
            domain.poll();
        }
    }

    /** Whether the calling thread is the one that works. */
    boolean isOnThisThread() {
        return thread == Thread.currentThread();
    }

    @Override
    public String roleName() {
        return roleName;
    }
}
