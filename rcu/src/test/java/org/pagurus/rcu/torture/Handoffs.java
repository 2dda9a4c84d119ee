package org.pagurus.rcu.torture;

import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;

import org.pagurus.rcu.SleepableDomain;

/**
 * Sections that were opened by ticket and wait for another thread to close them. The queue is the orderly way by which the ticket
 * gets there. They hold grace periods back, so every thread that put some in looks for some before it rests.
 */
final class Handoffs {
    private static final int MAX = 32;

    private record Handoff(long ticket, Sight sight) {
    }

    private final ConcurrentLinkedQueue<Handoff> queue = new ConcurrentLinkedQueue<>();
    private final AtomicInteger size = new AtomicInteger();

    boolean hasRoom() {
        return size.get() < MAX;
    }

    void put(final long ticket, final Sight sight) {
        size.incrementAndGet();
        queue.add(new Handoff(ticket, sight));
    }

    /** Closes one; returns false if there is none. */
    boolean closeOne(final SleepableDomain domain, final AgeHistogram ages) {
        final Handoff next = queue.poll();
        if (next == null) {
            return false;
        }
        size.decrementAndGet();
        next.sight.check(ages);
        domain.exitSleepable(next.ticket);
        return true;
    }
}
