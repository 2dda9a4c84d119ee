package org.pagurus.rcu;

import org.pagurus.rcu.internal.callbacks.CallbackQueue;
import org.pagurus.rcu.internal.grace.GracePeriods;

/**
 * Drains a domain that refuses newcomers: waits for the running sections, then runs the waiting callbacks.
 */
final class Shutdown {
    private Shutdown() {
    }

    /** Throws when the time is up, and names the threads that are waited for. May be called again. */
    static void drain(final DomainParts parts, final long timeoutNanos) {
        final long beginNanos = System.nanoTime();
        final GracePeriods gracePeriods = parts.gracePeriods();
        final long cookie = gracePeriods.start();
        if (!parts.waiting().await(cookie, timeoutNanos)) {
            throw timedOut(parts.domain(), timeoutNanos, holders(gracePeriods, cookie));
        }
        final CallbackQueue callbacks = parts.callbacks();
        if (!callbacks.drain(timeoutNanos - (System.nanoTime() - beginNanos))) {
            final Thread poller = callbacks.poller();
            throw timedOut(parts.domain(), timeoutNanos,
                poller == null ? " callbacks left=" + callbacks.waiting() : " callbacks run in thread=" + poller.getName());
        }
    }

    private static String holders(final GracePeriods gracePeriods, final long cookie) {
        final StringBuilder text = new StringBuilder(" threads inside a section:");
        for (final StallReport.Holder holder : StallReport.holders(gracePeriods, cookie)) {
            text.append(" [name=").append(holder.threadName()).append(", id=").append(holder.threadId())
                .append(", state=").append(holder.threadState()).append(", heldNanos>=").append(holder.heldNanos()).append(']');
        }
        final long counted = gracePeriods.countedSections();
        return text.append(counted == 0 ? "" : " [unregistered sections=" + counted + "]").toString();
    }

    private static IllegalStateException timedOut(final String domain, final long timeoutNanos, final String waitedFor) {
        return new IllegalStateException(domain + ": close timed out: timeoutNanos=" + timeoutNanos + "," + waitedFor);
    }
}
