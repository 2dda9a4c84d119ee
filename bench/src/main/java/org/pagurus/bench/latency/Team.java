package org.pagurus.bench.latency;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.function.IntFunction;
import org.pagurus.bench.demo.Threads;

/** Threads that begin at the same moment, each with its own part of the work. */
public final class Team {
    private static final long START_NANOS = 200_000;

    private final CountDownLatch ready;
    private final CountDownLatch go = new CountDownLatch(1);
    private final List<Thread> threads = new ArrayList<>();
    private volatile Throwable error;
    private volatile long startNanos;

    /** A thread's part. What its making and its close do is not timed. */
    public interface Member extends AutoCloseable {
        /**
         * Does the part, from a moment that is about to come.
         *
         * @param startNanos the moment
         */
        void run(long startNanos);

        @Override
        void close();
    }

    /**
     * Starts the threads, and waits until they are ready.
     *
     * @param count   how many
     * @param recruit makes the member of an index, on its thread
     */
    public Team(int count, IntFunction<Member> recruit) {
        ready = new CountDownLatch(count);
        for (int i = 0; i < count; i++) {
            int index = i;
            Thread thread = new Thread(() -> work(recruit, index), "accessor-" + i);
            thread.setDaemon(true);
            threads.add(thread);
            thread.start();
        }
        await(ready);
    }

    private void work(IntFunction<Member> recruit, int index) {
        try (Member member = recruit.apply(index)) {
            ready.countDown();
            await(go);
            member.run(startNanos);
        } catch (Throwable e) {
            error = e;
            ready.countDown();
        }
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted", e);
        }
    }

    /**
     * Lets them begin, and waits until they have ended.
     *
     * @throws IllegalStateException if one failed
     */
    public void run() {
        startNanos = System.nanoTime() + START_NANOS;
        go.countDown();
        threads.forEach(Threads::join);
        if (error != null) {
            throw new IllegalStateException("an accessor failed: " + error, error);
        }
    }
}
