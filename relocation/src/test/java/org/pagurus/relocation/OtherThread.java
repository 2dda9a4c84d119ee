package org.pagurus.relocation;

import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** A second thread of a test. It does one thing after the other, as it is told, and so can hold a section open in between. */
final class OtherThread implements AutoCloseable {
    private static final long LIMIT_SECONDS = 30;
    private final ExecutorService executor;
    private volatile Thread thread;

    OtherThread(String name) {
        executor = Executors.newSingleThreadExecutor(task -> {
            thread = new Thread(task, name);
            thread.setDaemon(true);
            return thread;
        });
    }

    /** Does something there and waits for its result; what it throws is thrown here. */
    <T> T call(Callable<T> task) throws Exception {
        return await(start(task));
    }

    /** As {@link #call}, without a result. */
    void run(Runnable task) throws Exception {
        await(start(Executors.callable(task)));
    }

    /** Starts something there; {@link #await} waits for it. */
    <T> Future<T> start(Callable<T> task) {
        return executor.submit(task);
    }

    static <T> T await(Future<T> future) throws Exception {
        try {
            return future.get(LIMIT_SECONDS, TimeUnit.SECONDS);
        } catch (ExecutionException e) {
            if (e.getCause() instanceof Exception cause) {
                throw cause;
            }
            throw new AssertionError(e.getCause());
        } catch (TimeoutException e) {
            throw new AssertionError("the other thread hangs", e);
        }
    }

    /** Ends the thread; returns when it has terminated. */
    @Override
    public void close() {
        executor.shutdown();
        try {
            Thread started = thread;
            if (started != null) {
                started.join(TimeUnit.SECONDS.toMillis(LIMIT_SECONDS));
            }
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }
}
