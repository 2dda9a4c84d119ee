package org.pagurus.rcu;

import java.util.concurrent.CountDownLatch;

/** A thread that registers a reader, enters a section, and stays inside until it is told to leave. */
final class SectionHolder implements AutoCloseable {
    private final CountDownLatch inside = new CountDownLatch(1);
    private final CountDownLatch leave = new CountDownLatch(1);
    private final Thread thread;
    private volatile Throwable failure;

    private SectionHolder(final RcuDomain domain, final String name) {
        thread = new Thread(() -> hold(domain), name);
        thread.setDaemon(true);
    }

    /** Returns when the thread is inside its section. */
    static SectionHolder enter(final RcuDomain domain, final String name) throws InterruptedException {
        final SectionHolder holder = new SectionHolder(domain, name);
        holder.thread.start();
        holder.inside.await();
        return holder;
    }

    Thread thread() {
        return thread;
    }

    /** Lets the thread leave its section. Returns at once. */
    void leave() {
        leave.countDown();
    }

    /** Returns when the thread has left its section, closed its reader and terminated. */
    @Override
    public void close() {
        leave();
        try {
            thread.join(20_000);
        } catch (final InterruptedException e) {
            throw new AssertionError(e);
        }
        if (thread.isAlive() || failure != null) {
            throw new AssertionError("holder did not end well: alive=" + thread.isAlive(), failure);
        }
    }

    /** Waits for a latch, where no interrupt comes. */
    static void await(final CountDownLatch latch) {
        try {
            latch.await();
        } catch (final InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    private void hold(final RcuDomain domain) {
        try (Reader reader = domain.register()) {
            reader.enter();
            try {
                inside.countDown();
                leave.await();
            } finally {
                reader.exit();
            }
        } catch (final Throwable e) {
            failure = e;
            inside.countDown();
        }
    }

    /** Runs something on a thread of its own, and waits for its end. */
    static void run(final Runnable body) {
        final Thread thread = new Thread(body);
        thread.start();
        try {
            thread.join();
        } catch (final InterruptedException e) {
            throw new AssertionError(e);
        }
    }
}
