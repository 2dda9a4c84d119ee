package org.pagurus.rcu.torture;

import java.util.SplittableRandom;

/** A thread of the torture. It is a daemon, as a bug may make it wait forever. */
abstract class Worker implements Runnable {
    private final Stage stage;
    private final SplittableRandom random;
    private final Thread thread;

    Worker(final Stage stage, final SplittableRandom random, final String name) {
        this.stage = stage;
        this.random = random;
        this.thread = new Thread(this, "torture-" + name);
        this.thread.setDaemon(true);
    }

    final Stage stage() {
        return stage;
    }

    final SplittableRandom random() {
        return random;
    }

    final void start() {
        stage.begin(thread);
        thread.start();
    }

    @Override
    public final void run() {
        try {
            while (!stage.isStopped()) {
                work();
                restIfAsked();
            }
        } catch (final Throwable e) {
            stage.reportThrown(e);
        } finally {
            stage.end(thread);
        }
    }

    /** A part of the work, which ends soon. */
    abstract void work() throws InterruptedException;

    /** What must be done before a rest: nothing may be left that others wait for. */
    void beforeRest() throws InterruptedException {
        // Nothing.
    }

    /** For places outside sections. */
    final void restIfAsked() throws InterruptedException {
        if (stage.isResting() || stage.isStopped()) {
            beforeRest();
            stage.rest();
        }
    }
}
