package org.pagurus.rcu;

import org.pagurus.rcu.internal.callbacks.CallbackQueue;
import org.pagurus.rcu.internal.readers.ReaderRegistry;
import org.pagurus.rcu.internal.readers.ThreadReaders;

/**
 * Where a thread must not wait for the grace periods of one domain: the misuse that deadlocks, which is refused at once.
 * <ul>
 * <li>Inside a section of the same domain it would wait for itself.
 * <li>Inside a section of any strict domain: such a section must not block, and two threads that each wait for the domain in
 *     whose section the other one is would wait for each other.
 * <li>Inside a callback, barrier and close would wait for this very callback.
 * </ul>
 */
final class BlockingRules {
    private final String domain;
    private final ReaderRegistry registry;
    private final CallbackQueue callbacks;

    BlockingRules(final DomainParts parts) {
        this.domain = parts.domain();
        this.registry = parts.gracePeriods().registry();
        this.callbacks = parts.callbacks();
    }

    /** Throws if the calling thread is inside a section in which it must not wait. */
    void refuseInSection(final String what) {
        if (ThreadReaders.isInSection(registry)) {
            throw new IllegalStateException(domain + ": " + what + " inside a section would wait for itself; exit first");
        }
        refuseInStrictSection(domain + ": " + what);
    }

    /** Throws if the calling thread runs a callback. */
    void refuseInCallback(final String what) {
        if (isInCallback()) {
            throw new IllegalStateException(domain + ": " + what + " inside a callback would wait for itself");
        }
    }

    boolean mayWait() {
        return !isInCallback() && !ThreadReaders.isInSection(registry) && RcuDomain.mayBlock();
    }

    static void refuseInStrictSection(final String what) {
        final String strict = ThreadReaders.strictSection();
        if (strict != null) {
            throw new IllegalStateException(what + " blocks, and this thread is inside a section of the strict domain "
                + strict + "; exit first, or use a sleepable domain");
        }
    }

    private boolean isInCallback() {
        return callbacks.poller() == Thread.currentThread();
    }
}
