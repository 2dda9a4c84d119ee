package org.pagurus.rcu.internal.stalls;

import java.util.ArrayList;
import java.util.List;

import org.pagurus.rcu.internal.readers.ReaderRegistry;
import org.pagurus.rcu.internal.readers.ReaderSlot;
import org.pagurus.rcu.internal.system.ThreadPriority;

/**
 * The kernel's answer to a reader that lost its processor inside a section: it gets the priority to come to its end
 * (CONFIG_RCU_BOOST). Here: a nice value lower by {@link #STEPS}, where the process may set it, until the grace period is over. A
 * reader that is blocked gains nothing by it, as in the kernel. Not thread-safe: {@link StallDetector} lets one thread in.
 */
final class PriorityBoost {
    /** About ten times the share of a processor. */
    private static final int STEPS = 10;

    private record Raised(Thread thread, long tid, int steps) {
    }

    private final ReaderRegistry registry;
    private final List<Raised> raised = new ArrayList<>();
    private volatile long boosted;
    private volatile long refused;

    PriorityBoost(final ReaderRegistry registry) {
        this.registry = registry;
    }

    long boosted() {
        return boosted;
    }

    long refused() {
        return refused;
    }

    /** Raises the priority of the readers that hold this grace period back. */
    void raise(final long cookie) {
        for (final ReaderSlot slot : registry.holders(cookie)) {
            final Thread thread = slot.owner();
            // The identifier of a thread that has ended may belong to another one. One that ends between this check and the
            // system call, microseconds later, could still pass it on: setpriority has no handle that prevents it.
            if (slot.tid() == ThreadPriority.NO_TID || thread == null || !thread.isAlive() || isRaised(thread)) {
                continue;
            }
            final int nice = ThreadPriority.nice(slot.tid());
            final int wanted = Math.max(ThreadPriority.MIN_NICE, nice - STEPS);
            // Noted first: what was raised and not noted could never be taken back.
            raised.add(new Raised(thread, slot.tid(), nice - wanted));
            if (nice != ThreadPriority.UNKNOWN && ThreadPriority.setNice(slot.tid(), wanted)) {
                boosted++;
            } else {
                raised.remove(raised.size() - 1);
                refused++;
            }
        }
    }

    /** Gives every reader back the steps that it got. */
    void takeBack() {
        for (final Raised one : raised) {
            final int nice = one.thread.isAlive() ? ThreadPriority.nice(one.tid) : ThreadPriority.UNKNOWN;
            if (nice != ThreadPriority.UNKNOWN) {
                // Relative: another domain may have raised the same thread, or the application have set its priority meanwhile.
                ThreadPriority.setNice(one.tid, nice + one.steps);
            }
        }
        raised.clear();
    }

    private boolean isRaised(final Thread thread) {
        return raised.stream().anyMatch(one -> one.thread == thread);
    }
}
