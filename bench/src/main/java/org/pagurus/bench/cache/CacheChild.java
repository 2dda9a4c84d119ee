package org.pagurus.bench.cache;

import org.pagurus.bench.caches.ValueCache;

/** The program of a JVM that runs one cache: {@code CacheChild TASK}. It prints the row as a line of JSON. */
final class CacheChild {
    private CacheChild() {
    }

    /**
     * Runs.
     *
     * @param arguments the task
     */
    public static void main(String[] arguments) {
        try {
            System.out.println(CacheTask.json(run(CacheTask.parse(arguments[0], CacheTask.class))));
        } catch (RuntimeException | Error e) {
            e.printStackTrace();
            System.err.flush();
            Runtime.getRuntime().halt(1);
        }
    }

    static CacheRow run(CacheTask task) {
        try (ValueCache cache = task.subject().open(task.sizing())) {
            CacheRow row = new CacheRun(task, cache).run();
            String problem = cache.problem();
            if (!problem.isEmpty()) {
                throw new IllegalStateException(problem);
            }
            return row;
        }
    }
}
