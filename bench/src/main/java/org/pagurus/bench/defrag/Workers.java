package org.pagurus.bench.defrag;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.IntFunction;
import org.pagurus.bench.defrag.store.Store;

/** The threads of a workload. Each has a mutator of the store, which it opened and will close. */
final class Workers implements AutoCloseable {
    private final List<ExecutorService> threads = new ArrayList<>();
    private final List<Store.Mutator> mutators;

    Workers(Store store, int count) {
        for (int i = 0; i < count; i++) {
            String name = "mutator-" + i;
            threads.add(Executors.newSingleThreadExecutor(body -> {
                Thread thread = new Thread(body, name);
                thread.setDaemon(true);
                return thread;
            }));
        }
        mutators = call(i -> store::mutator);
    }

    /** In the order of the threads. */
    List<Store.Mutator> mutators() {
        return mutators;
    }

    /**
     * Lets each thread do something, all at the same time, and waits for all.
     *
     * @return what each returned
     * @throws RuntimeException what the first thread threw that failed; also an error
     */
    <T> List<T> call(IntFunction<Callable<T>> bodies) {
        List<Future<T>> running = new ArrayList<>();
        for (int i = 0; i < threads.size(); i++) {
            running.add(threads.get(i).submit(bodies.apply(i)));
        }
        List<T> results = new ArrayList<>();
        Throwable failure = null;
        for (Future<T> future : running) {
            try {
                results.add(future.get());
            } catch (ExecutionException e) {
                failure = failure == null ? e.getCause() : failure;
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new IllegalStateException("interrupted", e);
            }
        }
        if (failure instanceof Error error) {
            throw error;
        }
        if (failure instanceof RuntimeException exception) {
            throw exception;
        }
        if (failure != null) {
            throw new IllegalStateException(failure);
        }
        return results;
    }

    /** The same with nothing to return. */
    void run(IntFunction<Runnable> bodies) {
        call(i -> Executors.callable(bodies.apply(i)));
    }

    @Override
    public void close() {
        try {
            run(i -> mutators.get(i)::close);
        } finally {
            threads.forEach(ExecutorService::shutdown);
        }
    }
}
