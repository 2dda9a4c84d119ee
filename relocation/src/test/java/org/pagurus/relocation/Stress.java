package org.pagurus.relocation;

import java.util.concurrent.ConcurrentLinkedQueue;

/** Threads that attack a heap together until one of them finds something wrong, or they are stopped. */
abstract class Stress {
    final long seed;
    final ConcurrentLinkedQueue<String> failures = new ConcurrentLinkedQueue<>();
    volatile boolean stopped;

    Stress(long seed) {
        this.seed = seed;
    }

    /** Starts a thread; what it throws is a failure. */
    final Thread start(String name, Runnable body) {
        Thread thread = new Thread(() -> {
            try {
                body.run();
            } catch (Throwable e) {
                fail(name + ": " + e);
            }
        }, name);
        thread.start();
        return thread;
    }

    /** Notes what is wrong, with the seed that repeats it, and stops all. */
    final void fail(String what) {
        failures.add("seed=" + seed + " " + what);
        stopped = true;
    }
}
