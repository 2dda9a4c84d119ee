package org.pagurus.rcu;

/**
 * Drains a domain that refuses newcomers: waits for the running sections, then runs the waiting callbacks.
 */
final class Shutdown {
    private Shutdown() {
    }

    /** Throws when the time is up, and names the threads that are waited for. May be called again. */
    static void drain(final String domain, final GracePeriods gracePeriods, final CallbackQueue callbacks,
            final long timeoutNanos) {
        final long beginNanos = System.nanoTime();
        // No callback is added any more, so this grace period is younger than all of theirs.
        final long cookie = gracePeriods.start();
        if (!gracePeriods.await(cookie, timeoutNanos)) {
            throw timedOut(domain, timeoutNanos, holders(gracePeriods, cookie));
        }
        if (!callbacks.drain(timeoutNanos - (System.nanoTime() - beginNanos))) {
            final Thread poller = callbacks.poller();
            throw timedOut(domain, timeoutNanos, " callbacks run in thread=" + (poller == null ? "none" : poller.getName()));
        }
    }

    private static String holders(final GracePeriods gracePeriods, final long cookie) {
        final StringBuilder text = new StringBuilder(" threads inside a section:");
        for (final StallReport report : gracePeriods.holders(cookie)) {
            text.append(" [name=").append(report.threadName()).append(", id=").append(report.threadId())
                .append(", state=").append(report.threadState()).append(", heldNanos>=").append(report.heldNanos()).append(']');
        }
        final long counted = gracePeriods.countedSections();
        return text.append(counted == 0 ? "" : " [unregistered sections=" + counted + "]").toString();
    }

    private static IllegalStateException timedOut(final String domain, final long timeoutNanos, final String waitedFor) {
        return new IllegalStateException(domain + ": close timed out: timeoutNanos=" + timeoutNanos + "," + waitedFor);
    }
}
