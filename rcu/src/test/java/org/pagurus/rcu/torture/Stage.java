package org.pagurus.rcu.torture;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.atomic.LongAdder;

import org.pagurus.rcu.RcuDomain;
import org.pagurus.rcu.internal.base.PaddedLong;

/**
 * What the workers of one run share. Asking whether to rest or to stop is an opaque load, which orders nothing.
 */
final class Stage {
    private final RcuDomain domain;
    private final Pipe pipe = new Pipe();
    private final Handoffs handoffs = new Handoffs();
    private final long beginNanos = System.nanoTime();
    private final AtomicReference<Finding> finding = new AtomicReference<>();
    private final LongAdder[] waits = new LongAdder[Way.values().length];
    private final PaddedLong resting = new PaddedLong(0);
    private final PaddedLong stopped = new PaddedLong(0);
    private final Object lock = new Object();
    private volatile Scene scene = Scene.MIXED;
    /** Guarded by the lock: workers that have begun and not ended, and those of them that rest. */
    private final List<Thread> present = new ArrayList<>();
    private final List<Thread> atRest = new ArrayList<>();

    Stage(final RcuDomain domain) {
        this.domain = domain;
        for (int i = 0; i < waits.length; i++) {
            waits[i] = new LongAdder();
        }
    }

    RcuDomain domain() {
        return domain;
    }

    Pipe pipe() {
        return pipe;
    }

    Handoffs handoffs() {
        return handoffs;
    }

    Scene scene() {
        return scene;
    }

    long elapsedNanos() {
        return System.nanoTime() - beginNanos;
    }

    void countWait(final Way way) {
        waits[way.ordinal()].increment();
    }

    long waits(final Way way) {
        return waits[way.ordinal()].sum();
    }

    // ---- findings ----

    /** Ends the run, unless something was found already. */
    void report(final Finding.Kind kind, final String text) {
        finding.compareAndSet(null, new Finding(kind, text, elapsedNanos()));
        stop();
    }

    void reportThrown(final Throwable thrown) {
        final StringWriter trace = new StringWriter();
        thrown.printStackTrace(new PrintWriter(trace));
        report(Finding.Kind.ERROR, "thread=" + Thread.currentThread().getName() + " ended with " + trace.toString().strip());
    }

    /** Null if nothing was found. */
    Finding finding() {
        return finding.get();
    }

    // ---- rest and stop ----

    boolean isResting() {
        return resting.getOpaque() != 0;
    }

    boolean isStopped() {
        return stopped.getOpaque() != 0;
    }

    /** Tells all workers to end; those that rest go on to do so. */
    void stop() {
        stopped.setRelease(1);
        synchronized (lock) {
            lock.notifyAll();
        }
    }

    /** Tells all workers to rest as soon as they are outside sections and waits. */
    void askForRest() {
        resting.setRelease(1);
    }

    /** All go on at once. */
    void play(final Scene next) {
        scene = next;
        synchronized (lock) {
            resting.setRelease(0);
            lock.notifyAll();
        }
    }

    void begin(final Thread worker) {
        synchronized (lock) {
            present.add(worker);
        }
    }

    void end(final Thread worker) {
        synchronized (lock) {
            present.remove(worker);
        }
    }

    /** Rests until the next scene, or the end. */
    void rest() throws InterruptedException {
        synchronized (lock) {
            atRest.add(Thread.currentThread());
            while (isResting() && !isStopped()) {
                lock.wait();
            }
            atRest.remove(Thread.currentThread());
        }
    }

    /** The workers that have not ended. */
    List<Thread> present() {
        synchronized (lock) {
            return List.copyOf(present);
        }
    }

    /** The workers that neither rest nor have ended. */
    List<Thread> active() {
        synchronized (lock) {
            final List<Thread> active = new ArrayList<>(present);
            active.removeAll(atRest);
            return active;
        }
    }
}
