package org.pagurus.allocator;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.atomic.AtomicReference;

/**
 * Runs one task in several threads that start together; the first failure of any of them is the caller's, and interrupts the
 * others. A task that waits for another thread calls {@link #yieldToOthers}, so that it does not wait for one that failed.
 */
public final class Threads {
    private static final long LIMIT_MILLIS = 60_000;

    private Threads() {
    }

    /** A task that knows its number and may fail. */
    public interface Task {
        void run(int thread) throws Exception;
    }

    /** One round of a loop that waits for another thread. */
    public static void yieldToOthers() throws InterruptedException {
        if (Thread.interrupted()) {
            throw new InterruptedException("another thread failed");
        }
        Thread.yield();
    }

    public static void run(int count, Task task) throws InterruptedException {
        CyclicBarrier start = new CyclicBarrier(count);
        AtomicReference<Throwable> failure = new AtomicReference<>();
        List<Thread> threads = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            int number = i;
            Thread thread = new Thread(() -> {
                try {
                    start.await();
                    task.run(number);
                } catch (Throwable e) {
                    if (failure.compareAndSet(null, e)) {
                        threads.forEach(Thread::interrupt);
                    }
                }
            }, "test-" + i);
            thread.setDaemon(true);
            threads.add(thread);
        }
        threads.forEach(Thread::start);
        for (Thread thread : threads) {
            thread.join(LIMIT_MILLIS);
            if (thread.isAlive()) {
                throw new AssertionError(thread.getName() + " hangs" + Seed.repeat(), failure.get());
            }
        }
        if (failure.get() != null) {
            throw new AssertionError(failure.get().getMessage() + Seed.repeat(), failure.get());
        }
    }
}
