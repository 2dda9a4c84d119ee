package org.pagurus.examples.dcache;

import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/** A second thread of a test, which can be paused at places that the test chooses. */
final class OtherThread implements AutoCloseable {
    private static final long LIMIT_SECONDS = 20;
    private final ExecutorService executor = Executors.newSingleThreadExecutor(task -> {
        Thread thread = new Thread(task, "other");
        thread.setDaemon(true);
        return thread;
    });
    private final Semaphore arrived = new Semaphore(0);
    private final Semaphore resumed = new Semaphore(0);

    <T> Future<T> start(Callable<T> task) {
        return executor.submit(task);
    }

    static <T> T resultOf(Future<T> future) throws Exception {
        return future.get(LIMIT_SECONDS, TimeUnit.SECONDS);
    }

    /** Called there: waits until {@link #goOn}. */
    void pause() {
        arrived.release();
        acquire(resumed);
    }

    /** Called by the test: waits until the other thread pauses. */
    void awaitPause() {
        acquire(arrived);
    }

    /** Called by the test: the other thread goes on. */
    void goOn() {
        resumed.release();
    }

    private static void acquire(Semaphore semaphore) {
        try {
            if (!semaphore.tryAcquire(LIMIT_SECONDS, TimeUnit.SECONDS)) {
                throw new AssertionError("the other thread did not come");
            }
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    @Override
    public void close() {
        executor.shutdownNow();
    }
}
