package org.pagurus.bench.demo;

/** Waiting for threads that end soon. */
public final class Threads {
    private Threads() {
    }

    /**
     * Waits for the end of a thread; an interrupt of the caller is kept for later.
     *
     * @param thread that ends soon
     */
    public static void join(Thread thread) {
        boolean interrupted = false;
        for (;;) {
            try {
                thread.join();
                break;
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
