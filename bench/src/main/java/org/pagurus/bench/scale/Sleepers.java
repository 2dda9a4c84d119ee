package org.pagurus.bench.scale;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.pagurus.bench.demo.Threads;
import org.pagurus.relocation.Heap;
import org.pagurus.relocation.Session;

/** Threads that have opened a session each, and do nothing more with it. */
final class Sleepers {
    private final CountDownLatch ready;
    private final CountDownLatch end = new CountDownLatch(1);
    private final List<Thread> threads = new ArrayList<>();
    private volatile RuntimeException error;

    private Sleepers(Heap heap, int count) {
        ready = new CountDownLatch(count);
        for (int i = 0; i < count; i++) {
            Thread thread = new Thread(() -> sleep(heap), "idle-" + i);
            thread.setDaemon(true);
            threads.add(thread);
            thread.start();
        }
        await(ready);
    }

    private void sleep(Heap heap) {
        try (Session session = heap.openSession()) {
            // Used once: what a session makes at its first section is there.
            session.enter();
            session.exit();
            ready.countDown();
            await(end);
        } catch (RuntimeException e) {
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

    /** Does something while so many sessions are idle. */
    static void beside(Heap heap, int count, Runnable task) {
        Sleepers sleepers = new Sleepers(heap, count);
        try {
            task.run();
        } finally {
            sleepers.wake();
        }
    }

    private void wake() {
        end.countDown();
        threads.forEach(Threads::join);
        if (error != null) {
            throw error;
        }
    }
}
