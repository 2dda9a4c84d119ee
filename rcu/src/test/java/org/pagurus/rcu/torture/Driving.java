package org.pagurus.rcu.torture;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

import org.pagurus.rcu.RcuDriver;

/**
 * A thread that runs the domain's driver for one scene. Not a worker: it does not rest, as those that go to rest may need it, and
 * so it is stopped after them.
 */
final class Driving implements Runnable {
    private static final long IDLE_NANOS = TimeUnit.MICROSECONDS.toNanos(50);

    private final Stage stage;
    private final Thread thread = new Thread(this, "torture-driver");
    private volatile boolean over;

    private Driving(final Stage stage) {
        this.stage = stage;
        thread.setDaemon(true);
    }

    static Driving start(final Stage stage) {
        final Driving driving = new Driving(stage);
        driving.thread.start();
        return driving;
    }

    /** Ends it; returns false if it does not end in time. */
    boolean stop(final long limitMillis) throws InterruptedException {
        over = true;
        thread.join(limitMillis);
        return !thread.isAlive();
    }

    @Override
    public void run() {
        try {
            final RcuDriver driver = stage.domain().driver();
            driver.onStart();
            try {
                while (!over) {
                    if (driver.doWork() == 0) {
                        LockSupport.parkNanos(IDLE_NANOS);
                    }
                }
            } finally {
                driver.onClose();
            }
        } catch (final Throwable e) {
            stage.reportThrown(e);
        }
    }
}
