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

        Follower(final long mark) {
            this.mark = mark;
        }
    }

    private final SpinLock lock = new SpinLock();
    /** Guarded by the lock. In order of arrival. */
    private final Set<Follower> waiting = new LinkedHashSet<>();
    /** Its size, for a look without the lock. Written under the lock. */
    private volatile int size;

    int size() {
        return size;
    }

    void add(final Follower follower) {
        lock.lock();
        try {
            waiting.add(follower);
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

    /** Wakes all whose mark is reached, and forgets them: they need not come back for it. */
    void wakeUpTo(final long reached, final Consumer<Thread> wake) {
        if (size == 0) {
            return;
        }
        final List<Follower> woken = new ArrayList<>();
        lock.lock();
        try {
            for (final Follower follower : waiting) {
                if (follower.mark <= reached) {
                    woken.add(follower);
                }
            }
            woken.forEach(waiting::remove);
            size = waiting.size();
        } finally {
            lock.unlock();
        }
        woken.forEach(follower -> wake.accept(follower.thread));
    }

    /** Wakes the one that waits longest. */
    void wakeFirst(final Consumer<Thread> wake) {
        if (size == 0) {
            return;
        }
        Thread first = null;
        lock.lock();
        try {
            if (!waiting.isEmpty()) {
                first = waiting.iterator().next().thread;
            }
        } finally {
            lock.unlock();
        }
        if (first != null) {
            wake.accept(first);
        }
    }
}
