package org.pagurus.rcu.internal.base;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;

/**
 * Threads that wait for a growing number to reach a mark, and let another thread look. They park, and are woken one by one.
 */
final class Followers {
    /** One waiting thread. */
    static final class Follower {
        private final Thread thread = Thread.currentThread();
        private final long mark;
        private final boolean mayLead;

        Follower(final long mark, final boolean mayLead) {
            this.mark = mark;
            this.mayLead = mayLead;
        }
    }

    private final SpinLock lock = new SpinLock();
    /** Guarded by the lock. In order of arrival. */
    private final Set<Follower> waiting = new LinkedHashSet<>();
    /** Its size, for a look without the lock. Written under the lock. */
    private volatile int size;
    /** No mark is lower. Written under the lock. */
    private volatile long lowest = Long.MAX_VALUE;

    int size() {
        return size;
    }

    void add(final Follower follower) {
        lock.lock();
        try {
            waiting.add(follower);
            lowest = Math.min(lowest, follower.mark);
            size = waiting.size();
        } finally {
            lock.unlock();
        }
    }

    /** Does nothing if it was woken already. */
    void remove(final Follower follower) {
        lock.lock();
        try {
            waiting.remove(follower);
            size = waiting.size();
        } finally {
            lock.unlock();
        }
    }

    /** Whether a mark may be reached: a walk is worth it. */
    boolean isAnyUpTo(final long reached) {
        return lowest <= reached;
    }

    /** Wakes all whose mark is reached, and forgets them: they need not come back for it. */
    void wakeUpTo(final long reached, final Consumer<Thread> wake) {
        final List<Follower> woken = new ArrayList<>();
        lock.lock();
        try {
            long next = Long.MAX_VALUE;
            for (final Follower follower : waiting) {
                if (follower.mark <= reached) {
                    woken.add(follower);
                } else {
                    next = Math.min(next, follower.mark);
                }
            }
            woken.forEach(waiting::remove);
            lowest = next;
            size = waiting.size();
        } finally {
            lock.unlock();
        }
        woken.forEach(follower -> wake.accept(follower.thread));
    }

    /** Wakes the one that waits longest among those that may lead. */
    void wakeFirst(final Consumer<Thread> wake) {
        if (size == 0) {
            return;
        }
        Thread first = null;
        lock.lock();
        try {
            for (final Follower follower : waiting) {
                if (follower.mayLead) {
                    first = follower.thread;
                    break;
                }
            }
        } finally {
            lock.unlock();
        }
        if (first != null) {
            wake.accept(first);
        }
    }
}
