package org.pagurus.rcu.internal.grace;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

import org.pagurus.rcu.internal.base.SpinLock;

/**
 * Threads that wait for a grace period and let another thread look for its end. They park, and are woken one by one.
 */
final class Followers {
    /** One waiting thread. */
    static final class Follower {
        private final Thread thread = Thread.currentThread();
        private final long cookie;

        Follower(final long cookie) {
            this.cookie = cookie;
        }
    }

    private final Consumer<Thread> wake;
    private final SpinLock lock = new SpinLock();
    /** Guarded by the lock. In order of arrival. */
    private final List<Follower> waiting = new ArrayList<>();
    /** Its length, for a look without the lock. Written under the lock. */
    private volatile int size;

    /** None yet; they are woken by this action. */
    Followers(final Consumer<Thread> wake) {
        this.wake = wake;
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

    void remove(final Follower follower) {
        lock.lock();
        try {
            waiting.remove(follower);
            size = waiting.size();
        } finally {
            lock.unlock();
        }
    }

    /** Wakes all that wait for a grace period up to this one, and forgets them: they need not come back for it. */
    void wakeElapsed(final long completed) {
        if (size == 0) {
            return;
        }
        final List<Follower> woken = new ArrayList<>();
        lock.lock();
        try {
            waiting.removeIf(follower -> follower.cookie <= completed && woken.add(follower));
            size = waiting.size();
        } finally {
            lock.unlock();
        }
        woken.forEach(follower -> wake.accept(follower.thread));
    }

    /** Wakes the one that waits longest. */
    void wakeFirst() {
        if (size == 0) {
            return;
        }
        Thread first = null;
        lock.lock();
        try {
            if (!waiting.isEmpty()) {
                first = waiting.get(0).thread;
            }
        } finally {
            lock.unlock();
        }
        if (first != null) {
            wake.accept(first);
        }
    }
}
